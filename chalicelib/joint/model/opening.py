"""What a member's case begins with: its own form, its own papers, its own clocks, out of the request. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from chalicelib.cases.model import Case
from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.model.sharing import SharedLine
from chalicelib.catalogue.model.request_of import RequestMember
from chalicelib.catalogue.model.schemes.parts import Edge
from chalicelib.catalogue.model.schemes.readiness import PASSED, MemberState, is_satisfied
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.situation import Situation
from chalicelib.joint.model.member import Members


def opens_on(situation: Situation, members: Members, node: str, accepted: date) -> date:
    """The day from which the member's own terms are counted: that of the acceptance, or that of the last result that it
    has waited for.
    """
    days = [accepted]
    for edge in situation.edges_to(node):
        if edge.blocks == "opening":
            days += _met_on(edge, members)
    return max(days)


def _met_on(edge: Edge, members: Members) -> list[date]:
    """The first day on which one of the alternatives was there."""
    there = [members[name].ended_on for name in edge.from_ if members[name].state in PASSED]
    known = [day for day in there if day is not None]
    return [min(known)] if known else []


def awaited(situation: Situation, members: Members, node: str) -> tuple[str, ...]:
    """The members without whose results this one may not be decided yet."""
    states: dict[str, MemberState] = {name: one.state for name, one in members.items()}
    waits = [edge for edge in situation.edges_to(node) if edge.blocks == "decision"]
    open_edges = (edge for edge in waits if not is_satisfied(situation, states, edge))
    return tuple(dict.fromkeys(name for edge in open_edges for name in situation.alternatives(edge)))


def brought_lines(scheme: SchemeDocument, node: str, members: Members) -> dict[str, str]:
    """The lines of the member's own list that a result of this request is: the number of the line and the member that
    has made it. Nobody was asked for them (R77).
    """
    own = [edge for edge in scheme.edges if edge.to == node]
    found: dict[str, str] = {}
    for edge in own:
        made = next((name for name in edge.from_ if members[name].state == "granted"), None)
        if made and edge.result_as_material:
            found[f"{edge.result_as_material:02}"] = made
    item = scheme.node(node).item
    for part in scheme.shared_materials:
        lines = [line.line_no for line in part.lines if line.item == item] if part.source == "result" else []
        makers = [name for edge in own if edge.blocks == "opening" for name in edge.from_]
        made = next((name for name in makers if members[name].state == "granted"), None)
        found |= {f"{number:02}": made for number in lines if made}
    return found


def own_files(request: str, files: Sequence[MaterialFile], part: RequestMember) -> list[MaterialFile]:
    """The request's files as the member's own: the same bytes, on the lines of its own list."""
    return [made for file in files for made in _as_own(request, file, part)]


def _as_own(request: str, file: MaterialFile, part: RequestMember) -> Iterator[MaterialFile]:
    for own, asked in part.lines.items():
        if asked == file.line:
            kept = {"id": f"{file.id}-{own}", "line": own, "stored_as": f"{request}/{file.id}", "event": 1}
            yield file.model_copy(update={**kept, "left_out": None})


def own_lines(asked: Sequence[str], part: RequestMember) -> tuple[str, ...]:
    """The lines of the member's own list that these lines of the request serve."""
    return tuple(sorted(own for own, line in part.lines.items() if line in asked))


def own_sharing(sharing: Mapping[str, SharedLine], part: RequestMember) -> dict[str, SharedLine]:
    return {own: sharing[line] for own, line in part.lines.items() if line in sharing}


def of_request(case: Case) -> dict[str, object]:
    """What a member's case takes over from that of its request: who applies, through whom, and since when."""
    return {
        name: getattr(case, name)
        for name in (
            "division",
            "point",
            "applicant_key",
            "applicant_parts",
            "applicant_kind",
            "guardian_name",
            "guardianship",
            "ward",
            "ward_key",
            "agents",
            "identity_seen_at",
            "account",
            "account_standing",
            "channel",
            "received_at",
            "first_received_at",
            "accepted_at",
            "accepted_by",
            "deemed",
        )
    }
