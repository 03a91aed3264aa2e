"""告知情形变更: the case of a member hears that answers of its request have changed on which it rests.

Whoever still examines it gets the form as it is now. What was granted stays granted on the form that it was granted on:
its department is told, and a change or 注销 is an item of its own (joint.md 5.4).
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.model import Case, Task
from chalicelib.cases.model.form_changes import form_digest
from chalicelib.cases.model.joint_acts import TAKE_PAPERS, TELL_CHANGE
from chalicelib.cases.model.unified_ref import OPINION, RECTIFYING
from chalicelib.cases.store.forms import form_writes
from chalicelib.cases.store.records import CaseFile, load_file
from chalicelib.catalogue.model.schemes.unified import UnifiedItem
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import Op, check, equals
from chalicelib.joint.acts.member_forms import form_of_member
from chalicelib.joint.model.asking import asking, inner_term, owing, unified_in, without_term
from chalicelib.joint.model.member import Member, Members
from chalicelib.joint.model.request import Request
from chalicelib.joint.model.session import participants, regrouped
from chalicelib.joint.store.results import faces_of
from chalicelib.joint.store.sessions import session_of, write_session


def awaits_change(member: Member, case: Case) -> bool:
    """Whether what this member rests on has changed since its case was told."""
    ref = case.joint
    return ref is not None and ref.told_form < member.form_changed and case.status in TELL_CHANGE.lawful_from


def tell_change(platform: Platform, found: CaseFile, request: Request, members: Members, case_id: str) -> None:
    """`found` is the request. Raises Refused when either case has moved meanwhile: then it is looked at again."""
    own = load_file(platform.table, case_id)
    ref = own.case.joint if own else None
    if own is None or ref is None or not awaits_change(members[ref.node], own.case):
        return
    part = request.made_of.member(ref.node)
    begun = begin_platform(platform, TELL_CHANGE, own)
    after, ops = begun.case, list[Op]()
    old, new = own.form, own.form
    if part is not None and own.case.status in TAKE_PAPERS.lawful_from:
        faces = faces_of(platform, found, request, members, ref.node)
        new = form_of_member(platform, found, request, part, faces)
    if new != old:
        after, ops = (
            begun.case.model_copy(update={"form_version": own.case.form_version + 1}),
            form_writes(own.case, old, new),
        )
    told = ref.model_copy(update={"told_form": found.case.form_version})
    now = _regrouped(begun, after, request)
    begun.commit(
        now.case.model_copy(update={"joint": told}),
        asked=now.tasks,
        data={
            "form_version": after.form_version,
            "asked_for": ref.node in request.situation.active,
            **({"before": form_digest(after, old), "after": form_digest(after, new)} if ops else {}),
            **now.told,
        },
        cancels="unconcerned",
        ops=[*ops, *now.ops, check(keys.meta(found.case.id), equals(seq=found.case.seq), label="request")],
    )


class Regrouped(NamedTuple):
    """The case with the departments that take part now, the tasks of those who join, and what the event tells."""

    case: Case
    tasks: Sequence[Task] = ()
    told: Mapping[str, JsonValue] = {}
    ops: Sequence[Op] = ()


def _regrouped(begun: Begun, case: Case, request: Request) -> Regrouped:
    """Of a case that several departments examine: whom the new answers concern is asked too, and who is not concerned
    any more is asked no more (行政许可法26(2)).
    """
    unified, ref = unified_in(request.scheme, case.item), case.unified
    if unified is None or ref is None or case.status not in TAKE_PAPERS.lawful_from:
        return Regrouped(case)
    concerned = tuple(one.department for one in participants(unified, request.answers))
    joined, gone = set(concerned) - set(ref.departments), set(ref.departments) - set(concerned)
    if not joined and not gone:
        return Regrouped(case)
    left = tuple(one for one in case.open_tasks if one.kind != OPINION or one.department not in gone)
    update = {"unified": ref.model_copy(update={"departments": concerned}), "open_tasks": left}
    told: dict[str, JsonValue] = {"joined": [*sorted(joined)], "gone": [*sorted(gone)]}
    return _with_session(begun, case.model_copy(update=update), unified, joined, told)


def _with_session(
    begun: Begun, case: Case, unified: UnifiedItem, joined: Collection[str], told: dict[str, JsonValue]
) -> Regrouped:
    before, ref = session_of(begun.found), case.unified
    if before is None or ref is None:
        return Regrouped(case, told=told)
    session = regrouped(before, unified, ref.departments)
    if session.state == RECTIFYING:
        return Regrouped(case, told=told, ops=[write_session(case.id, before, session)])
    if joined:
        at, calendar = begun.caller.at, begun.platform.calendar
        made = asking(case, session, joined, inner_term(unified, at.date()), at, calendar)
        return Regrouped(made.case, made.tasks, {**told, **made.told}, [write_session(case.id, before, made.session)])
    case = case.model_copy(update={"unified": ref.moved_to("collecting", conclusion=None)})
    owed = owing(case)
    after = case if owed else without_term(case)
    return Regrouped(after, (), {**told, "awaited": [*owed]}, [write_session(case.id, before, session)])
