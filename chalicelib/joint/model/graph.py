"""How a request stands now, member by member: why one waits, and when the whole is likely to end. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from chalicelib.cases.model import Case
from chalicelib.cases.model.result_end import END_LABELS, ResultEnd
from chalicelib.catalogue.model.schemes.parts import Edge, Node
from chalicelib.catalogue.model.schemes.planning import plan
from chalicelib.catalogue.model.schemes.plans import Facts, Plan
from chalicelib.catalogue.model.schemes.readiness import LOST, PASSED, MemberState, is_satisfied
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.situation import Situation
from chalicelib.catalogue.model.schemes.words import edge_text
from chalicelib.clock import OutsideCalendar, WorkCalendar
from chalicelib.joint.model.member import UNDECIDED, Member, Members


@dataclass(frozen=True)
class Standing:
    """One member. `blocked` are the edges that keep it from going on, `bans` those that keep the applicant from
    building.
    """

    node: Node
    member: Member
    blocked: tuple[Edge, ...] = ()
    bans: tuple[Edge, ...] = ()


def standings(situation: Situation, members: Members, signed: Collection[str] = ()) -> tuple[Standing, ...]:
    """All members of the stage, in the order of the scheme."""
    states: dict[str, MemberState] = {name: one.state for name, one in members.items()}
    return tuple(_standing(situation, states, node, members[node.id], signed) for node in situation.scheme.nodes)


def _standing(
    situation: Situation, states: Mapping[str, MemberState], node: Node, member: Member, signed: Collection[str]
) -> Standing:
    if member.state == "not_applicable" or member.state in LOST:
        return Standing(node, member)
    edges = [edge for edge in situation.edges_to(node.id) if not is_satisfied(situation, states, edge, signed)]
    # What has been decided waits for nothing but to be issued.
    keeps = {"issue"} if member.state in PASSED else {"opening", "decision", "issue"}
    return Standing(
        node,
        member,
        tuple(edge for edge in edges if edge.blocks in keeps),
        tuple(edge for edge in edges if edge.blocks == "construction"),
    )


def waits_for(scheme: SchemeDocument, edge: Edge) -> str:
    before = "或".join(f"“{scheme.node(name).title}”" for name in edge.from_)
    match edge.blocks:
        case "construction":
            return f"{before}未取得结果，不得开工（{edge_text(edge)}）"
        case "opening":
            then = "开始办理"
        case "decision":
            then = "作出决定"
        case "issue":
            then = "发放结果"
    return f"取得{before}的结果后才能{then}（{edge_text(edge)}）"


def ended_before(situation: Situation, cases: Mapping[str, Case], node: str) -> list[str]:
    """The results on which this member rests and which have ended, each as a sentence. Nothing happens to the member by
    itself: its department decides, and cannot grant it on a result that is valid no more.
    """
    found = list[str]()
    for edge in situation.edges_to(node):
        for name in situation.alternatives(edge):
            ends = cases[name].result_ends if name in cases else ()
            if ends:
                title, last = situation.scheme.node(name).title, ends[-1]
                found.append(
                    f"其前置“{title}”的结果{END_LABELS[last.state]}（{last.day}），请核实（{edge_text(edge)}）"
                )
    return found


def last_end(case: Case | None) -> ResultEnd | None:
    """What has become of the result of this member; None while it is valid, or there is none."""
    return case.result_ends[-1] if case is not None and case.result_ends else None


def forecast(
    situation: Situation,
    members: Members,
    cases: Mapping[str, Case],
    on: tuple[date, date],
    calendar: WorkCalendar,
    signed: Collection[str] = (),
) -> Plan | None:
    """The plan from now on: what is decided is as it was, what is not is decided on its last promised day, and not
    before today. `on`: the days of the acceptance and today. Members that have ended without a result are left out.
    None where nothing is undecided, or the calendar does not reach so far.
    """
    accepted, today = on
    known = {name: one for name, one in members.items() if name in situation.active and one.state not in LOST}
    if not any(one.state in UNDECIDED for one in known.values()):
        return None
    undecided = {name for name, one in known.items() if one.state in UNDECIDED}
    facts = Facts(
        accepted,
        accepted={stage.key: accepted for stage in situation.scheme.stages},
        decided={
            name: one.ended_on or today for name, one in known.items() if name not in undecided and one.state != "held"
        },
        granted_before={name: accepted for name, one in known.items() if one.state == "held"},
        opens_not_before={name: one.opened_on or today for name, one in known.items() if one.state != "held"},
        signed=signed,
        own_due={name: due for name in undecided if name in cases and (due := _own_due(cases[name]))},
        today=today,
    )
    try:
        return plan(replace(situation, active=frozenset(known)), facts, calendar)
    except OutsideCalendar:
        return None


def _own_due(case: Case) -> date | None:
    return case.due("promised") or case.due("statutory")


def shown_scheme(situation: Situation) -> SchemeDocument:
    """The scheme as a drawing of this request has it: the members that the request has, and what is between them."""
    scheme = situation.scheme
    nodes = tuple(node for node in scheme.nodes if node.id in situation.active)
    edges = (edge.model_copy(update={"from_": situation.alternatives(edge)}) for edge in scheme.edges)
    kept = tuple(edge for edge in edges if edge.from_ and edge.to in situation.active)
    return scheme.model_copy(update={"nodes": nodes, "edges": kept})
