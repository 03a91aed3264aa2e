"""What it makes of the members of an accepted request that the applicant has the result of one of them already."""

from collections.abc import Collection

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model.result_end import END_LABELS
from chalicelib.cases.model.status import Status
from chalicelib.cases.model.term import term_of
from chalicelib.cases.store.records import CaseFile, load_case
from chalicelib.foundation import keys, problems
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.writes import check, equals
from chalicelib.joint.acts.changed_answers import ChangedMembers
from chalicelib.joint.acts.member_forms import lacking_lines
from chalicelib.joint.model.joining import Since, holding, told_states
from chalicelib.joint.model.member import UNDECIDED, Held, Member
from chalicelib.joint.model.observed import observed, with_decided
from chalicelib.joint.model.request import held_question
from chalicelib.joint.store.faces import NUMBER, face_of
from chalicelib.joint.store.members import member_cases, member_writes, members_of, request_of

# A certificate that was found equal to its paper.
MADE = frozenset({Status.DELIVERING, Status.DELIVERED, Status.CLOSED})


class NoMember(problems.NotFound):
    code = "no_member"
    title = "联办申请没有这个成员事项"


def question_of(begun: Begun, name: str) -> str:
    """What the form asks of it; 404 for no member of the request, 409 for one that cannot be held, or that is over."""
    request, members = request_of(begun.platform, begun.found, begun.item), members_of(begun.found)
    member = members.get(name)
    if member is None or member.state == "not_applicable":
        raise NoMember
    if not request.scheme.node(name).held_allowed:
        title = f"联办方案没有规定“{member.title}”可以用已经持有的结果代替"
        raise problems.Conflict(code="held_not_allowed", title=title)
    if member.state not in UNDECIDED:
        title = f"“{member.title}”的状态为“{member.label}”，不能再核对为已经持有"
        raise problems.Conflict(code="member_over", title=title)
    return held_question(name)


def result_of(begun: Begun, name: str, case_id: str) -> Held:
    """The valid result of the same item and the same applicant that this platform has made. 422 for any other case: who
    names one learns nothing of it.
    """
    member, case = members_of(begun.found)[name], load_case(begun.platform.table, case_id)
    same = case is not None and (case.item, case.applicant_parts) == (member.item, begun.case.applicant_parts)
    if case is None or not same or case.outcome != "grant" or case.status not in MADE:
        message = "没有找到申请人在本平台取得的该事项的结果"
        raise problems.Invalid(errors=[FieldError("/result/case_id", "held_not_found", message)])
    until, today = term_of(case).until, begun.caller.at.date()
    if case.result_ends or (until and until < today):
        over = END_LABELS[case.result_ends[-1].state] if case.result_ends else f"已于{until}届满"
        message = f"该结果{over}，不能代替办理"
        raise problems.Invalid(errors=[FieldError("/result/case_id", "held_over", message)])
    number = str(face_of(begun.platform, case.id).get(NUMBER) or case.number)
    return Held(source="store", number=number, of=case.id, valid_until=until)


def held_members(begun: Begun, found: CaseFile, name: str, held: Held, names: Collection[str]) -> ChangedMembers:
    """`found` is the request as it is with the new form, `names` are the answers that differ. 409 where its department
    has decided meanwhile.
    """
    platform, stored = begun.platform, members_of(begun.found)
    request, cases = (
        request_of(platform, found, begun.item),
        member_cases(platform, begun.case.id, stored.values()),
    )
    now = with_decided(observed(stored, cases), cases)
    if now[name].state not in UNDECIDED:
        title = f"“{stored[name].title}”已经办理，不能再核对为已经持有"
        raise problems.Conflict(code="member_over", title=title)
    after = holding(request, stored, now, (name, held), names, Since(begun.caller.at, found.case.form_version))
    others = [one for one in after.values() if one.state in UNDECIDED and not one.incomplete]
    lacking = {line for one in others for line in _lacking(begun, found, one)}
    case = cases.get(name)
    still = [check(keys.meta(case.id), equals(seq=case.seq), label="member")] if case else []
    return ChangedMembers(
        told={"members": {**told_states(stored, after)}, "source": held.source},
        answer={"node": name, "lacking": [*sorted(lacking)]},
        ops=[*member_writes(begun.case.id, stored, after), *still],
    )


def _lacking(begun: Begun, found: CaseFile, member: Member) -> list[str]:
    request = request_of(begun.platform, found, begun.item)
    part = request.made_of.member(member.node)
    return [*lacking_lines(begun.platform, found, request, part)] if part else []
