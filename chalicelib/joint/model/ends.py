"""Why a member of a joint request has ended without a decision, as its notice says it. Pure."""

from chalicelib.catalogue.model.citations import under_one_name
from chalicelib.catalogue.model.schemes.readiness import LOST, MemberState
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.words import NO_BASIS, edge_text
from chalicelib.documents.model.notice import chinese_date
from chalicelib.joint.model.member import Member, Members
from chalicelib.joint.model.request import Request

HOW: dict[MemberState, str] = {
    "refused": "不予办理",
    "cut": "终止办理",
    "withdrawn": "已经撤回申请",
    "left": "因情形变化退出",
    "external_failed": "未能办成",
}
NO_REFUSAL = "本通知书不是不予许可的决定。"


def why_ended(scheme: SchemeDocument, member: Member, members: Members) -> str:
    """One or two sentences: which members were lost and what the waiting rests on, or that it was taken back."""
    match member.state:
        case "withdrawn":
            return "申请人撤回申请，该事项终止办理。"
        case "held":
            number = f"（编号{member.held.number}）" if member.held and member.held.number else ""
            return f"经核对，申请人已经持有该事项的有效结果{number}，本次联办不再办理该事项。"
        case "left":
            return "申请人填写的情形发生变化，本次办理不再涉及该事项。"
        case _:
            return _cut(scheme, member, members)


def why_told(request: Request, member: Member, members: Members) -> str:
    """The same in the notice, which the applicant alone gets: it names the answers that ask for the member no more, and
    the day on which the whole was taken back.
    """
    if member.state == "withdrawn" and member.ended_on:
        day = chinese_date(member.ended_on)
        return f"申请人于{day}撤回整件“{request.scheme.name}”联办申请，该事项随之撤回，不再办理。{NO_REFUSAL}"
    said = why_ended(request.scheme, member, members)
    if member.state != "left":
        return said
    return f"{said}{request.situation.why(request.scheme.node(member.node))}。{NO_REFUSAL}"


def _cut(scheme: SchemeDocument, member: Member, members: Members) -> str:
    edge = next((one for one in scheme.edges if one.id == member.because), None)
    if edge is None:
        return f"其前置事项未能办成，该事项终止办理。{NO_REFUSAL}"
    lost = [name for name in edge.from_ if name in members and members[name].state in LOST]
    named, titles = (
        "、".join(f"“{scheme.node(name).title}”{HOW[members[name].state]}" for name in lost),
        "或".join(f"“{scheme.node(name).title}”" for name in edge.from_),
    )
    told = edge_text(edge)
    basis = f"（{told}）" if told != NO_BASIS else ""
    needs = f"“{scheme.node(member.node).title}”须以{titles}的结果为前置{basis}"
    return f"{needs}，而{named}，因此不能继续办理，终止办理。{NO_REFUSAL}"


def basis_of_end(scheme: SchemeDocument, member: Member) -> tuple[str, ...]:
    """The law on which the waiting rested of a member that was cut, for its notice; nothing where there is none."""
    edge = next((one for one in scheme.edges if one.id == member.because), None) if member.state == "cut" else None
    told = edge_text(edge) if edge else NO_BASIS
    return () if told == NO_BASIS else under_one_name((told,))
