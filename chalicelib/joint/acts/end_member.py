"""终止成员事项: a member ends without a decision, because what it has waited for will never be there, because its
request was withdrawn, or because the answers do not ask for it any more. It is no refusal.
"""

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.joint_acts import END_MEMBER, TELL_CUT
from chalicelib.cases.store.records import load_file
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.store import load_item
from chalicelib.documents.model.service import termination_notice
from chalicelib.documents.store.drafts import Draft, letterhead
from chalicelib.foundation.platform import Platform
from chalicelib.joint.model.ends import why_told
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
        begun.case.moved_to(Status.TERMINATED, ended_at=begun.caller.at, open_tasks=()),
        data={"state": member.state, **({"because": member.because} if member.because else {})},
        document=_notice(begun, begun.case, begun.item, reason),
        cancels="ended",
    )


def tell_cut(platform: Platform, case_id: str, node: str) -> None:
    """The notice for a member that has never opened, under its own department's seal. Raises Refused."""
    found = load_file(platform.table, case_id)
    if found is None or found.case.status not in TELL_CUT.lawful_from:
        return
    begun, members = begin_platform(platform, TELL_CUT, found), members_of(found)
    member, request = members[node], request_of(platform, found, item_of(platform, found.case))
    if member.told or member.state not in ("cut", "left"):
        return
    reason = why_told(request, member, members)
    document = None
    if member.item and member.item_version:
        item = load_item(platform.table, begun.case.division, member.item, version=member.item_version)
        document = _notice(begun, _of_member(begun.case, item), item, reason)
    told = members | {node: member.model_copy(update={"told": True})}
    begun.commit(
        begun.case,
        event="member_cut" if member.state == "cut" else "member_left",
        data={"node": node, **({"because": member.because} if member.because else {})},
        document=document,
        ops=member_writes(case_id, members, told),
    )


def _of_member(request: Case, item: ServiceItem) -> Case:
    """The request as the member's own department writes of it."""
    return request.model_copy(update={"department": item.department, "item_name": item.name})


def _notice(begun: Begun, case: Case, item: ServiceItem, reason: str) -> Draft:
    head = letterhead(begun.platform, case, item, begun.caller.at, begun.directory)
    notice = termination_notice(
        head.facts, head.formalities, reason=reason, ended_on=head.at.date(), materials_returned=False
    )
    return head.draft(notice)
