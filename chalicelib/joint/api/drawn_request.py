"""The graph of a request as a drawing: each member in the colour of its state."""

from collections.abc import Mapping

from chalicelib.cases.model.result_end import NOT_VALID
from chalicelib.catalogue.model.schemes.drawing import Look, drawing
from chalicelib.catalogue.model.schemes.readiness import LOST, PASSED, MemberState
from chalicelib.joint.api.graph_answers import JointMember, Reader, graph_answer
from chalicelib.joint.model.graph import shown_scheme

SVG, XML = "image/svg+xml", "text/xml"
# A drawing that somebody opens by itself runs nothing and loads nothing. It is one person's, so nobody keeps it.
DRAWN = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept",
}
DONE, RUNS, WAITS, ENDED = "#d5efdb", "#d9e8f7", "#fdf1cc", "#f5d9d6"
MEANINGS: Mapping[str, str] = {
    DONE: "绿底：已经办成",
    RUNS: "蓝底：正在办理",
    WAITS: "黄底：等待其他事项的结果，或者等待申请人",
    ENDED: "红底：未办成，已经终止，或者结果不再有效",
}
OF_STATES: tuple[tuple[str, frozenset[MemberState]], ...] = (
    (DONE, PASSED),
    (RUNS, frozenset({"open", "external_pending"})),
    (WAITS, frozenset({"waiting", "awaiting_materials", "ready_to_decide"})),
    (ENDED, LOST),
)


def drawn(reader: Reader) -> str:
    told = graph_answer(reader)
    here = {one.id: one for one in told.nodes if one.state != "not_applicable"}
    number = f" {told.number}" if told.number else ""
    finish = [f"预计 {told.predicted_finish.isoformat()} 全部办结"] if told.predicted_finish else []
    return drawing(
        shown_scheme(reader.situation),
        reader.organs,
        f"{told.name}{number}：进展图",
        {name: _look(one) for name, one in here.items()},
        [*finish, *(sentence for one, sentence in zip(told.nodes, told.sentences, strict=True) if one.id in here)],
    )


def _look(member: JointMember) -> Look:
    if member.result_end and member.result_end.state in NOT_VALID:
        return Look(_text(member), ENDED, MEANINGS[ENDED], member.critical)
    fill = next(fill for fill, states in OF_STATES if member.state in states)
    return Look(_text(member), fill, MEANINGS[fill], member.critical)


def _text(member: JointMember) -> str:
    """What has room in a box: the state, and the day that matters now."""
    if member.result_end:
        return f"{member.state_label} {member.result_end.on.isoformat()}"
    if member.ended_on:
        return f"{member.state_label} {member.ended_on.isoformat()}"
    if member.predicted_on:
        return f"{member.state_label} 预计{member.predicted_on.isoformat()}"
    return member.state_label
