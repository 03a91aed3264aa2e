"""What a joint request costs its state machine: the same however many members it has and however often it looks."""

import pytest

from chalicelib.cases.model import Status
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.foundation import names
from proofs.kit import joint
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall

MOST_TRANSITIONS, MOST = 20, 40
LOOKS = 50
FEW = {**joint.OF_A_COMPANY, "has_outdoor_sign": False, "public_gathering": False, "drainage": False}
SITUATIONS = {"five": FEW, "eight": joint.OF_A_COMPANY}


@pytest.mark.requirement("R78")
@pytest.mark.parametrize(("size", "count"), [("five", 5), ("eight", 8)])
def test_its_machine_passes_two_states_beside_those_of_its_members(hall: Hall, size: str, count: int):
    publish_schemes(hall.platform, joint.RESTAURANT)
    request = joint.accepted(hall, answers=SITUATIONS[size])
    nodes = sorted(joint.states(hall, request), key=lambda node: node != "YM-R01")  # the others wait for it
    assert len(nodes) == count
    for node in nodes:
        joint.decide(hall, request, node)
        for _ in range(LOOKS // count + 1):
            joint.tell(hall, request)
        hall.carry_out_everything()
    assert hall.case(request).status is Status.CLOSED
    own = [one for one in hall.machines.executions.values() if one.machine == names.JOINT]
    passed = [state for one in own for state in one.passed]
    assert passed == ["Members", "Archive"]
    assert len(passed) <= MOST_TRANSITIONS


def forty(scheme: SchemeDocument) -> SchemeDocument:
    """As many members as a scheme may have: more seals, all made once there is a company."""
    if scheme.code != joint.RESTAURANT:
        return scheme
    like = next(node for node in scheme.nodes if node.id == "YM-R05")
    waits = next(edge for edge in scheme.edges if edge.to == "YM-R05")
    more = [
        like.model_copy(update={"id": f"YM-R{60 + number}", "held_allowed": False})
        for number in range(MOST - len(scheme.nodes))
    ]
    edges = [waits.model_copy(update={"id": f"E-{node.id}", "to": node.id}) for node in more]
    return scheme.model_copy(update={"nodes": (*scheme.nodes, *more), "edges": (*scheme.edges, *edges)})


@pytest.mark.requirement("R78")
def test_forty_members_and_fifty_changes_leave_its_machine_as_it_is(hall: Hall):
    publish_schemes(hall.platform, joint.RESTAURANT, change=forty)
    request = joint.accepted(hall)
    assert len(joint.members(hall, request)) == MOST
    joint.decide(hall, request, "YM-R01")
    running = [node for node, state in joint.states(hall, request).items() if state == "open"]
    for number in range(LOOKS):
        _moves(hall, request, running[number % len(running)])
        hall.carry_out_everything()
    for node in running:
        joint.decide(hall, request, node)
    assert hall.case(request).status is Status.CLOSED
    own = [one for one in hall.machines.executions.values() if one.machine == names.JOINT]
    assert [state for one in own for state in one.passed] == ["Members", "Archive"]
    # An event for each time that somebody has moved, and none for a look that finds nothing new.
    assert len(hall.events(request)) <= 2 * MOST + LOOKS


def _moves(hall: Hall, request: str, node: str) -> None:
    """The request has to look at this member, and once more than it was told."""
    case = joint.of_member(hall, request, node)
    joint.review(hall, request, node) if case.status is Status.IN_REVIEW else joint.tell(hall, request)
    joint.tell(hall, request)
