"""Two people change one record of the registers at the same moment: one wins, and the other hears 409."""

import random

import pytest

from chalicelib.durable.caller import Receipt
from chalicelib.foundation.problems import Conflict
from proofs.kit.dynamo import nothing
from proofs.soak.checked_hall import CheckedHall
from tests.faults import register_acts
from tests.faults.register_acts import ACTS, OTHERS


@pytest.mark.requirement("R57", "R59", "R71")
@pytest.mark.parametrize("name", OTHERS)
def test_of_two_at_once_one_wins_and_the_other_hears_so(name: str):
    hall = CheckedHall(random.Random(1))
    register_acts.ready(hall, name)
    who = register_acts.ASKS.get(name, "administrator")
    first, second, won = hall.people.caller(who), hall.people.caller(who), list[Receipt]()

    def meanwhile(called: str) -> None:
        """Just before the first one writes, the other does it all."""
        if called == "TransactWriteItems":
            hall.world.listen(nothing, nothing)
            won.append(OTHERS[name](hall, second))

    hall.world.listen(meanwhile, nothing)
    with pytest.raises(Conflict) as lost:
        ACTS[name](hall, first)
    assert len(won) == 1
    assert (lost.value.status, lost.value.code) == (409, "register_changed")
