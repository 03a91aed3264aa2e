"""补充受理: a member that changed answers have made joins its accepted request, on the day on which its papers are
complete. The joint clock goes on as it was.
"""

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.model.evidence import evidence
from chalicelib.cases.model.joint_acts import ACCEPT_JOINED
from chalicelib.cases.store.records import CaseFile
from chalicelib.documents.model.joint import MemberDue, joint_supplement
from chalicelib.documents.store.drafts import letterhead
from chalicelib.foundation.platform import Platform
from chalicelib.joint.acts.accepted import member_term
from chalicelib.joint.acts.member_forms import lacking_lines, needed_lines
from chalicelib.joint.model.joining import complete_since
from chalicelib.joint.model.member import UNDECIDED, Member, Members
from chalicelib.joint.model.request import Request
from chalicelib.joint.store.members import member_writes


def accept_joined(platform: Platform, found: CaseFile, request: Request, members: Members) -> bool:
    """Accept, with one notice, all that have joined and lack nothing by now. False where there is none. Raises Refused
    when the request has moved meanwhile.
    """
    joining = {
        name: one for name, one in members.items() if one.incomplete and _is_whole(platform, found, request, one)
    }
    if not joining:
        return False
    begun = begin_platform(platform, ACCEPT_JOINED, found)
    after = {**members, **{name: _accepted(begun, request, one) for name, one in joining.items()}}
    head = letterhead(platform, begun.case, begun.item, begun.caller.at, begun.directory)
    rows = [member_term(begun, begun.case, request, after[name]) for name in joining]
    told: dict[str, JsonValue] = {name: one.joined_at.isoformat() for name in joining if (one := after[name]).joined_at}
    whole = begun.case.clocks.get("statutory")
    statutory = MemberDue(whole.due, whole.provisional) if whole else None
    begun.commit(
        begun.case,
        data={"accepted": told},
        document=head.draft(joint_supplement(head.facts, head.formalities, rows, statutory=statutory)),
        ops=member_writes(found.case.id, members, after),
    )
    return True


def _is_whole(platform: Platform, found: CaseFile, request: Request, member: Member) -> bool:
    part = request.made_of.member(member.node)
    return part is not None and member.state in UNDECIDED and not lacking_lines(platform, found, request, part)


def _accepted(begun: Begun, request: Request, member: Member) -> Member:
    """With the moment at which the last of its papers had come."""
    part, found = request.made_of.member(member.node), begun.found
    needed = needed_lines(begun.platform, found, request, part) if part else {}
    files = [file for file in evidence(found.case, found.files) if file.line in needed]
    at = complete_since(member.asked_at or begun.caller.at, files)
    return member.model_copy(update={"joined_at": at})
