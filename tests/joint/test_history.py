"""What a joint request costs its state machine: the same however many members it has and however often it looks."""

import pytest

from chalicelib.cases.model import Status
from chalicelib.foundation import names
from proofs.kit import joint
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall

MOST_TRANSITIONS = 20
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
