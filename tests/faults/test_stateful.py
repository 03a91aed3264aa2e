"""Random people, acts, times and faults against a small model of the case, shrunk to the shortest wrong story."""

import random
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from chalicelib.foundation import names
from soak.floor import Floor
from soak.rules import RULES
from soak.walk import to_the_end, walk
from soak.world import DEPARTMENTS, ITEMS

pytestmark = pytest.mark.usefixtures("nobody_reads_the_pages")

EXAMPLES, STEPS = 30, 40
MOST = 3


class HallMachine(RuleBasedStateMachine):
    """Each move checks the invariants of the cases it can have touched; at the end all cases are brought to theirs."""

    floor: Floor

    @initialize(seed=st.integers(0, 2**32), item=st.sampled_from(ITEMS), walks_in=st.booleans())
    def open(self, seed: int, item: str, *, walks_in: bool) -> None:
        self.floor = Floor(random.Random(seed))
        if walks_in:
            self.floor.receive(item)
        else:
            self.floor.apply(item)

    @precondition(lambda self: len(self.floor.cases) < MOST)
    @rule(item=st.sampled_from(ITEMS))
    def apply(self, item: str) -> None:
        self.floor.apply(item)

    @precondition(lambda self: len(self.floor.cases) < MOST)
    @rule(item=st.sampled_from(ITEMS))
    def receive(self, item: str) -> None:
        self.floor.receive(item)

    @rule(place=st.integers(0, MOST - 1))
    def onward(self, place: int) -> None:
        self.floor.onward(self._case(place))

    @rule(place=st.integers(0, MOST - 1), name=st.sampled_from(sorted(RULES)))
    def act(self, place: int, name: str) -> None:
        self.floor.act(name, self._case(place))

    @rule(place=st.integers(0, MOST - 1), name=st.sampled_from(sorted(RULES)), stranger=st.booleans())
    def act_out_of_turn(self, place: int, name: str, *, stranger: bool) -> None:
        self.floor.act(name, self._case(place), stale=not stranger, stranger=stranger)

    @rule()
    def ask_again(self) -> None:
        self.floor.ask_again()

    @rule()
    def stream(self) -> None:
        self.floor.stream()

    @rule(states=st.integers(1, 3))
    def engine(self, states: int) -> None:
        for _ in range(states):
            self.floor.engine()

    @rule()
    def time_out(self) -> None:
        self.floor.time_out()

    @rule()
    def reconcile(self) -> None:
        self.floor.reconcile()

    @rule(name=st.sampled_from([*names.QUEUES]))
    def work(self, name: str) -> None:
        self.floor.work(name)

    @rule(place=st.integers(0, MOST - 1))
    def upload(self, place: int) -> None:
        self.floor.upload(self._case(place))

    @rule(department=st.sampled_from(DEPARTMENTS), down=st.booleans())
    def switch(self, department: str, *, down: bool) -> None:
        self.floor.switch(department, down=down)

    @rule(number=st.integers(1, 8))
    def days(self, number: int) -> None:
        self.floor.pass_time(timedelta(days=number))

    @rule(number=st.integers(1, 600))
    def minutes(self, number: int) -> None:
        self.floor.pass_time(timedelta(minutes=number))

    @rule()
    def die(self) -> None:
        self.floor.die()

    @rule(place=st.integers(0, MOST - 1))
    def repair(self, place: int) -> None:
        self.floor.repair(self._case(place))

    @rule()
    def restore(self) -> None:
        self.floor.restore()

    @rule(calls=st.integers(1, 4))
    def trouble(self, calls: int) -> None:
        self.floor.trouble(calls)

    @rule()
    def rest(self) -> None:
        self.floor.rest()

    def teardown(self) -> None:
        if hasattr(self, "floor"):
            to_the_end(self.floor)

    def _case(self, place: int) -> str:
        return self.floor.cases[place % len(self.floor.cases)]


def test_no_story_breaks_the_hall():
    few = settings(max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, derandomize=True)
    run_state_machine_as_test(HallMachine, settings=few)


@pytest.mark.parametrize("seed", range(4))
def test_a_random_path_leads_every_case_to_its_end(seed: int):
    walked = walk(seed)
    assert walked.violation is None
    assert walked.tally["acts"] > walked.tally["cases"]
    assert walked.tally["troubled calls"] > 0


def test_a_path_can_be_walked_again():
    walk(5)
    first = walk(7)
    walk(6)
    assert walk(7) == first
