"""What has changed for the members of a request once one of them has: who opens, who may decide, who is cut. Pure.

Whoever asks again gets the same answer: it depends on the states alone, and not on the order in which they came about.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from chalicelib.catalogue.model.schemes.parts import Edge
from chalicelib.catalogue.model.schemes.readiness import (
    ENDED,
    LOST,
    MemberState,
    States,
    closure,
    cut_by,
    is_satisfied,
    may_decide,
)
from chalicelib.catalogue.model.schemes.situation import Situation
from chalicelib.joint.model.member import UNDECIDED, Member


@dataclass(frozen=True)
class Cut:
    """A member that ends because what it waits for will never be there."""

    node: str
    edge: Edge
    lost: tuple[str, ...]


@dataclass(frozen=True)
class Progress:
    """`states` of all members now, `cut` those that end by it."""

    states: Mapping[str, MemberState]
    cut: tuple[Cut, ...] = ()


def progress(
    situation: Situation,
    members: Mapping[str, Member],
    *,
    signed: Collection[str] = (),
    incomplete: Collection[str] = (),
) -> Progress:
    """`signed` are the edges whose commitment the applicant has signed, `incomplete` the members that still lack papers
    of their own, which may come when they open.
    """
    before: States = {name: one.state for name, one in members.items()}
    known = _settled(situation, members, closure(situation, before, signed), signed, incomplete)
    return Progress(states=known, cut=tuple(_cut(situation, before, known, signed)))


def _settled(
    situation: Situation,
    members: Mapping[str, Member],
    closed: dict[str, MemberState],
    signed: Collection[str],
    incomplete: Collection[str],
) -> dict[str, MemberState]:
    known = dict(closed)
    for name, state in closed.items():
        node = situation.scheme.node(name)
        if state == "open" and node.external:
            known[name] = "external_pending"
        elif state in ("open", "awaiting_materials") and name in incomplete:
            known[name] = "awaiting_materials"
        elif state in ("open", "awaiting_materials", "ready_to_decide"):
            ready = name in members and members[name].reviewed and not may_decide(situation, closed, name, signed)
            known[name] = "ready_to_decide" if ready else "open"
    return known


def _cut(situation: Situation, before: States, known: States, signed: Collection[str]) -> Iterator[Cut]:
    """Those cut now, each with the edge that can never be satisfied any more and the members that were lost."""
    uncut: States = {name: before.get(name, "waiting") if state == "cut" else state for name, state in known.items()}
    for name, state in known.items():
        if state == "cut" and before.get(name) not in ENDED:
            edge = cut_by(situation, {**known, name: uncut[name]}, name, signed)
            if edge is not None:
                yield Cut(name, edge, tuple(one for one in edge.from_ if known[one] in LOST))


def blocked_by(situation: Situation, states: States, name: str, signed: Collection[str] = ()) -> tuple[Edge, ...]:
    """What this member still waits for: for its opening, then for its decision, then for its result."""
    return tuple(
        edge
        for edge in situation.edges_to(name)
        if states[name] not in LOST and not is_satisfied(situation, states, edge, signed)
    )


def follows_from_withdrawal(situation: Situation, states: States, name: str, signed: Collection[str] = ()) -> list[str]:
    """The members that would be cut if this one were withdrawn: the applicant is warned with their names."""
    after = closure(situation, {**states, name: "withdrawn"}, signed)
    return [one for one, state in after.items() if state == "cut" and states.get(one) != "cut"]


def withdrawn_whole(states: States) -> dict[str, MemberState]:
    """Every undecided member withdrawn; what was granted stays granted."""
    return {name: "withdrawn" if state in UNDECIDED else state for name, state in states.items()}
