"""What a member's case begins with: its own form, its own papers, its own clocks, out of the request. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from chalicelib.cases.model import Case
from chalicelib.cases.model.joint_ref import Brought
from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.model.sharing import SharedLine
from chalicelib.catalogue.model.request_of import RequestMember
from chalicelib.catalogue.model.schemes.parts import Edge, SharedMaterial
from chalicelib.catalogue.model.schemes.readiness import PASSED, RUNNING, MemberState, is_satisfied
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.situation import Situation
from chalicelib.joint.model.member import Members


def opens_on(situation: Situation, members: Members, node: str, accepted: date, signed: Collection[str] = ()) -> date:
    """The day from which the member's own terms are counted: that of the acceptance, its own where it has joined later
    or was reinstated, or that of the last result that it has waited for; where the applicant has signed a commitment,
    that on which the earlier member began.
    """
    own, again = members[node].joined_at, members[node].reinstated_on
    days = [own.date() if own else accepted, *([again] if again else [])]
    for edge in situation.edges_to(node):
        if edge.blocks == "opening":
            days += _met_on(edge, members) or _begun_on(situation, edge, members, accepted, signed)
    return max(days)


def _met_on(edge: Edge, members: Members) -> list[date]:
    """The first day on which one of the alternatives was there."""
    there = [members[name].ended_on for name in edge.from_ if members[name].state in PASSED]
    known = [day for day in there if day is not None]
    return [min(known)] if known else []


def _begun_on(
    situation: Situation, edge: Edge, members: Members, accepted: date, signed: Collection[str]
) -> list[date]:
    """The first day on which one of the alternatives was under way."""
    if edge.id not in signed:
        return []
    running = [name for name in situation.alternatives(edge) if members[name].state in RUNNING]
    days = [members[name].opened_on or opens_on(situation, members, name, accepted, signed) for name in running]
    return [min(days)] if days else []


def awaited(situation: Situation, members: Members, node: str, signed: Collection[str] = ()) -> tuple[str, ...]:
    """The members without whose results this one may not be decided yet."""
    states: dict[str, MemberState] = {name: one.state for name, one in members.items()}
    waits = [edge for edge in situation.edges_to(node) if edge.blocks == "decision"]
    open_edges = (edge for edge in waits if not is_satisfied(situation, states, edge, signed))
    return tuple(dict.fromkeys(name for edge in open_edges for name in situation.alternatives(edge)))


def brought_lines(
    scheme: SchemeDocument, node: str, members: Members, numbers: Mapping[str, str]
) -> dict[str, Brought]:
    """The same as the member's own case keeps it. `numbers` are those of the results, by member; those that are no
    members are of earlier requests of the same project.
    """
    made = _makers(scheme, node, members, numbers.keys() - members.keys())
    return {
        line: Brought(
            member=name,
            title=scheme.node(name).title,
            number=numbers.get(name),
            again=members[name].again if name in members else 0,
        )
        for line, name in made.items()
    }


def makers(scheme: SchemeDocument, node: str, members: Members) -> frozenset[str]:
    """The members whose results are lines of this one's list."""
    return frozenset(_makers(scheme, node, members).values())


def _makers(scheme: SchemeDocument, node: str, members: Members, earlier: Collection[str] = ()) -> dict[str, str]:
    """The lines of the member's own list that a result of this request is: the number of the line and the member that
    has made it. Nobody was asked for them (R77). Of `earlier` requests a result counts where the edge names its line.
    """
    own = [edge for edge in scheme.edges if edge.to == node]
    found, named = dict[str, str](), dict[str, str]()
    for edge in own:
        made = _granted(edge.from_, members) or next((name for name in edge.from_ if name in earlier), None)
        if made and edge.result_as_material:
            named[f"{edge.result_as_material:02}"] = made
    item = scheme.node(node).item
    for part in scheme.shared_materials:
        lines = [line.line_no for line in part.lines if line.item == item] if part.source == "result" else []
        made = _granted(_makers_of(scheme, part, own), members)
        found |= {f"{number:02}": made for number in lines if made}
    return {**found, **named}


def _makers_of(scheme: SchemeDocument, part: SharedMaterial, own: Sequence[Edge]) -> list[str]:
    """Whose result this material is: of the members before any line of it, where an edge names such a line; else of
    those that `own` wait for.
    """
    lines = {(line.item, line.line_no) for line in part.lines}
    naming = [edge for edge in scheme.edges if (scheme.node(edge.to).item, edge.result_as_material) in lines]
    return [name for edge in naming or [one for one in own if one.blocks == "opening"] for name in edge.from_]


def _granted(names: Iterable[str], members: Members) -> str | None:
    """The first of them that this request has and that is granted; others belong to earlier stages."""
    return next((name for name in names if name in members and members[name].state == "granted"), None)


def own_files(request: str, files: Sequence[MaterialFile], part: RequestMember, event: int = 1) -> list[MaterialFile]:
    """The request's files as the member's own: the same bytes, on the lines of its own list. `event` is that of the
    member's case by which they come.
    """
    return [made for file in files for made in _as_own(request, file, part, event)]


def _as_own(request: str, file: MaterialFile, part: RequestMember, event: int) -> Iterator[MaterialFile]:
    for own, asked in part.lines.items():
        if asked == file.line:
            kept = {"id": _own_id(file.id, own), "line": own, "stored_as": f"{request}/{file.id}", "event": event}
            yield file.model_copy(update={**kept, "left_out": None})


def _own_id(file: str, line: str) -> str:
    return f"{file}-{line}"


def newest(files: Iterable[MaterialFile]) -> int:
    """The number of the last event by which the request got one of these files."""
    return max((file.event or 0 for file in files), default=0)


def own_lines(asked: Sequence[str], part: RequestMember) -> tuple[str, ...]:
    """The lines of the member's own list that these lines of the request serve."""
    return tuple(sorted(own for own, line in part.lines.items() if line in asked))


def own_sharing(sharing: Mapping[str, SharedLine], part: RequestMember) -> dict[str, SharedLine]:
    return {own: _own_share(sharing[line], own) for own, line in part.lines.items() if line in sharing}


def _own_share(known: SharedLine, own: str) -> SharedLine:
    return known.model_copy(update={"file": _own_id(known.file, own)}) if known.file else known


def newer_sharing(member: Mapping[str, SharedLine], request: Mapping[str, SharedLine]) -> dict[str, SharedLine]:
    """What the request knows of the member's lines that the member does not: an answer, or a later question. What the
    member's own case has obtained stays.
    """
    return {
        line: known
        for line, known in request.items()
        if (own := member.get(line)) is None or (own.state != "obtained" and known != own and known.at >= own.at)
    }


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
