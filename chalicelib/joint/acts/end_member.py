"""终止成员事项: a member ends without a decision, because what it has waited for will never be there, because its
request was withdrawn, or because the answers do not ask for it any more. It is no refusal. With its request it is
withdrawn; else it is terminated.
"""

from collections.abc import Sequence

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.joint_acts import END_MEMBER, TELL_CUT
from chalicelib.cases.store.records import load_file
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.store import load_item
from chalicelib.catalogue.store.schemes import organ_names
from chalicelib.documents.model.service import termination_notice
from chalicelib.documents.store.drafts import Draft, letterhead
from chalicelib.foundation.platform import Platform
from chalicelib.joint.model.ends import basis_of_end, why_told
from chalicelib.joint.model.member import Member, Members
from chalicelib.joint.model.request import Request
from chalicelib.joint.store.members import member_writes, members_of, request_of


def end_member(platform: Platform, case_id: str, member: Member, request: Request, members: Members) -> None:
    """End the member's own case. Raises Refused when it has moved meanwhile: then it is looked at again."""
    found = load_file(platform.table, case_id)
    if found is None or found.case.status not in END_MEMBER.lawful_from:
        return
    begun = begin_platform(platform, END_MEMBER, found)
    reason = why_told(request, member, members)
    begun.commit(
        _ended(begun, member),
        data={"state": member.state, **({"because": member.because} if member.because else {})},
        document=_notice(begun, begun.case, begun.item, reason, basis_of_end(request.scheme, member)),
        cancels="ended",
    )


def _ended(begun: Begun, member: Member) -> Case:
    case = begun.case
    if member.state != "withdrawn":
        return case.moved_to(Status.TERMINATED, ended_at=begun.caller.at, open_tasks=())
    ref = case.joint.model_copy(update={"withdrawn_on": member.ended_on}) if case.joint else None
    return case.moved_to(Status.WITHDRAWN, ended_at=begun.caller.at, open_tasks=(), joint=ref)


def tell_cut(platform: Platform, case_id: str, node: str) -> None:
    """The notice for a member without a case, under its own department's seal. An outside system that was asked already
    is told that nothing is to be done. Raises Refused.
    """
    found = load_file(platform.table, case_id)
    if found is None or found.case.status not in TELL_CUT.lawful_from:
        return
    begun, members = begin_platform(platform, TELL_CUT, found), members_of(found)
    member, request = members[node], request_of(platform, found, item_of(platform, found.case))
    if member.told or member.state not in ("cut", "left"):
        return
    reason = why_told(request, member, members)
    of_member = {"department": member.department, "item_name": request.scheme.node(node).title}
    basis = basis_of_end(request.scheme, member)
    document = _notice(begun, begun.case.model_copy(update=of_member), _item_of(begun, member), reason, basis)
    told = members | {node: member.model_copy(update={"told": True})}
    begun.commit(
        begun.case.without_task(member.task or ""),
        event="member_cut" if member.state == "cut" else "member_left",
        data={"node": node, **({"because": member.because} if member.because else {})},
        document=document,
        cancels="ended",
        ops=member_writes(case_id, members, told),
    )


def _item_of(begun: Begun, member: Member) -> ServiceItem:
    """The member's own; of what an outside system handles that of the request, as the member's department writes it."""
    table, division = begun.platform.table, begun.case.division
    if member.item and member.item_version:
        return load_item(table, division, member.item, version=member.item_version)
    names = organ_names(table, division, wall=begun.platform.wall())
    own = {"department": member.department, "department_name": names.get(member.department, member.department)}
    return begun.item.model_copy(update=own)


def _notice(begun: Begun, case: Case, item: ServiceItem, reason: str, basis: Sequence[str]) -> Draft:
    head = letterhead(begun.platform, case, item, begun.caller.at, begun.directory)
    notice = termination_notice(
        head.facts,
        head.formalities,
        reason=reason,
        ended_on=head.at.date(),
        materials_returned=False,
        rests_on=basis,
    )
    return head.draft(notice)
