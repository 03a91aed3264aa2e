"""What the applicant has promised so that a member need not wait for an earlier result (承诺先行). Pure."""

from collections.abc import Collection, Mapping
from typing import Literal

from chalicelib.cases.model import Case
from chalicelib.cases.model.clocks import UNITS
from chalicelib.cases.model.how_far import COMMITTED
from chalicelib.cases.model.joint_acts import SETTLE_COMMITMENT
from chalicelib.cases.model.joint_ref import Committed
from chalicelib.catalogue.model.schemes.parts import Commitment, Edge
from chalicelib.catalogue.model.schemes.readiness import LOST, PASSED
from chalicelib.catalogue.model.schemes.request_item.members import by_commitment, commits
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.situation import Situation
from chalicelib.joint.model.member import Members

Settled = Literal["commitment_fulfilled", "commitment_lost"]


def signed_edges(scheme: SchemeDocument, answers: Mapping[str, object]) -> frozenset[str]:
    """The edges whose commitment the applicant has signed in the form of the request."""
    return frozenset(edge.id for edge in scheme.edges if by_commitment(edge) and answers.get(commits(edge)) is True)


def committed_of(
    situation: Situation, members: Members, node: str, signed: Collection[str] = ()
) -> tuple[Committed, ...]:
    """What this member rests on as it begins: nothing where every earlier result is there already. Each promise has a
    term of its own; an import refuses a scheme with more promises to one member than there are terms.
    """
    found = list[tuple[Edge, Commitment, tuple[str, ...]]]()
    for edge in situation.edges_to(node):
        before = situation.alternatives(edge)
        there = any(members[name].state in PASSED for name in before)
        if edge.id in signed and edge.commitment and before and not there:
            found.append((edge, edge.commitment, before))
    terms = zip(COMMITTED, found, strict=False)
    return tuple(_committed(situation, *one).model_copy(update={"term": term}) for term, one in terms)


def _committed(situation: Situation, edge: Edge, made: Commitment, before: tuple[str, ...]) -> Committed:
    title = situation.scheme.node
    return Committed(
        edge=edge.id,
        members=before,
        promise=made.promise,
        result="或".join(f"“{title(name).title}”" for name in before),
        length=made.complete_within.value,
        unit=UNITS[made.complete_within.unit],
        basis=made.basis.document,
        line=f"{edge.result_as_material:02}" if edge.result_as_material else None,
    )


def settled(case: Case, members: Members) -> list[tuple[Committed, Settled]]:
    """The promises of this member's case that have ended, and how; each ends by itself."""
    made = case.joint.committed if case.joint and case.status in SETTLE_COMMITMENT.lawful_from else ()
    return [(one, how) for one in made for how in _settled(one, members)]


def _settled(made: Committed, members: Members) -> tuple[Settled, ...]:
    """Empty while it runs."""
    states = [members[name].state for name in made.members]
    if any(state in PASSED for state in states):
        return ("commitment_fulfilled",)
    return ("commitment_lost",) if all(state in LOST or state == "not_applicable" for state in states) else ()
