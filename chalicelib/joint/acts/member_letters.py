"""Whether the window may accept for every department of a joint request: each gives its own letter (规则三(一)3)."""

from chalicelib.access.actor import Role
from chalicelib.access.refusals import NotAuthorised
from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model.acts import TRANSFER
from chalicelib.catalogue.store import load_item
from chalicelib.directory.acts.in_post import division_of
from chalicelib.directory.model.authority import may
from chalicelib.directory.model.item_kinds import kind_of
from chalicelib.directory.store.authority import register_of
from chalicelib.joint.acts.accepted import accepted


def require_member_letters(begun: Begun) -> None:
    """403 naming the members for whose departments this clerk may not accept; the request is transferred then, and the
    department that leads accepts it, as the one that the law lets accept for all (行政许可法26(2)).
    """
    caller, case = begun.caller, begun.case
    if caller.actor.role is not Role.COUNTER_CLERK:
        return
    table, division = begun.platform.table, division_of(caller.actor)
    lacking = list[str]()
    for one in accepted(begun, caller.at.date()).members.values():
        if one.item is None or one.item_version is None or one.state in ("not_applicable", "held"):
            continue
        item = load_item(table, case.division, one.item, version=one.item_version)
        known = register_of(table, division, begun.directory, subject=caller.actor.sub, department=one.department)
        member = known.holder.member if known.holder else None
        kind = kind_of(item.handling_type, None)
        answer = may(known.register, member, one.department, item.id, "accept", caller.at, kind=kind)
        if not answer.allowed:
            lacking.append(f"“{item.name}”{answer.reason}")
    if lacking:
        title = f"联办申请中有事项不能由窗口受理：{'；'.join(lacking)}；请移送牵头部门受理"
        raise NotAuthorised(title=title, more={"offer": TRANSFER.name})
