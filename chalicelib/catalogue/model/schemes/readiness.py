"""What the state of each member lets the others do: which are cut, which may open, decide or issue. Pure."""

from collections.abc import Collection, Mapping

from chalicelib.catalogue.model.member_state import MemberState
from chalicelib.catalogue.model.schemes.parts import Edge
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.situation import Situation

States = Mapping[str, MemberState]
PASSED: frozenset[MemberState] = frozenset({"granted", "held", "external_done"})
LOST: frozenset[MemberState] = frozenset({"refused", "cut", "withdrawn", "left", "external_failed"})
# Nothing that happens to other members changes these.
ENDED: frozenset[MemberState] = PASSED | LOST
CUT: MemberState = "cut"
RUNNING: frozenset[MemberState] = frozenset({"open", "ready_to_decide", "external_pending"})
ACCEPTED: frozenset[MemberState] = RUNNING | PASSED


def closure(situation: Situation, states: States, signed: Collection[str] = ()) -> dict[str, MemberState]:
    """Every member's state once nothing more follows: members whose prerequisite is lost for good are cut, the others
    wait or are open. `signed` are the edges whose commitment the applicant has signed.

    Being cut is only ever added, so the result does not depend on the order in which members are looked at.
    """
    known: dict[str, MemberState] = {node.id: _given(situation, node.id, states) for node in situation.scheme.nodes}
    while cut := [name for name in known if cut_by(situation, known, name, signed)]:
        known.update(dict.fromkeys(cut, CUT))
    for name in release_order(situation.scheme):
        known[name] = _settled(situation, known, name, states.get(name), signed)
    return known


def cut_by(situation: Situation, states: States, name: str, signed: Collection[str] = ()) -> Edge | None:
    """The edge that can never be satisfied any more and so ends this undecided member."""
    if name not in situation.active or states[name] in ENDED:
        return None
    edges = (edge for edge in situation.edges_to(name) if edge.blocks != "construction")
    return next((edge for edge in edges if is_dead(situation, states, edge, signed)), None)


def is_satisfied(situation: Situation, states: States, edge: Edge, signed: Collection[str] = ()) -> bool:
    if any(states[one] in PASSED for one in edge.from_):
        return True
    if edge.on == "accepted_with_commitment" and edge.id in signed:
        return any(states[one] in ACCEPTED for one in edge.from_)
    return not situation.alternatives(edge) and edge.if_none_active == "vanish"


def is_dead(situation: Situation, states: States, edge: Edge, signed: Collection[str] = ()) -> bool:
    """Not satisfied, and none of its alternatives can still bring what it asks for."""
    if is_satisfied(situation, states, edge, signed):
        return False
    return all(states[one] in LOST for one in situation.alternatives(edge))


def may_open(situation: Situation, states: States, name: str, signed: Collection[str] = ()) -> bool:
    return _all_satisfied(situation, states, name, "opening", signed)


def may_decide(situation: Situation, states: States, name: str, signed: Collection[str] = ()) -> bool:
    opened = may_open(situation, states, name, signed)
    return opened and _all_satisfied(situation, states, name, "decision", signed)


def may_issue(situation: Situation, states: States, name: str, signed: Collection[str] = ()) -> bool:
    return states[name] == "granted" and _all_satisfied(situation, states, name, "issue", signed)


def _all_satisfied(situation: Situation, states: States, name: str, blocks: str, signed: Collection[str]) -> bool:
    edges = (edge for edge in situation.edges_to(name) if edge.blocks == blocks)
    return all(is_satisfied(situation, states, edge, signed) for edge in edges)


def _given(situation: Situation, name: str, states: States) -> MemberState:
    if name in states:
        return states[name]
    return "waiting" if name in situation.active else "not_applicable"


def _settled(
    situation: Situation, known: States, name: str, given: MemberState | None, signed: Collection[str]
) -> MemberState:
    """The state of one member when those before it are settled."""
    state = known[name]
    if state in ENDED or name not in situation.active:
        return state
    if not may_open(situation, known, name, signed):
        return "waiting"
    return "open" if given in (None, "waiting") else given


def release_order(scheme: SchemeDocument) -> tuple[str, ...]:
    """Members after their prerequisites; a published scheme has no cycle."""
    before = {node.id: set[str]() for node in scheme.nodes}
    for edge in scheme.edges:
        before.setdefault(edge.to, set()).update(edge.from_)
    order = list[str]()
    while len(order) < len(before):
        free = [name for name in before if name not in order and before[name] <= set(order)]
        if not free:
            return (*order, *(name for name in before if name not in order))
        order += free
    return tuple(order)
