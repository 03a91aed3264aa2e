"""Random people, acts, times and faults against a small model of the case, shrunk to the shortest wrong story."""

import random
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from chalicelib.foundation import names
from proofs.soak.checked_hall import DEPARTMENTS, ITEMS, CheckedHall
from proofs.soak.random_story import bring_to_their_ends, tell
from proofs.soak.story_acts import STORY_ACTS

pytestmark = pytest.mark.usefixtures("nobody_reads_the_pages")

EXAMPLES, STEPS = 30, 40
MOST = 3


class HallMachine(RuleBasedStateMachine):
    """Each move checks the invariants of the cases it can have touched; at the end all cases are brought to theirs."""

    hall: CheckedHall

    @initialize(seed=st.integers(0, 2**32), item=st.sampled_from(ITEMS), walks_in=st.booleans())
    def open(self, seed: int, item: str, *, walks_in: bool) -> None:
        self.hall = CheckedHall(random.Random(seed))
        if walks_in:
            self.hall.receive(item)
        else:
            self.hall.apply(item)

    @precondition(lambda self: len(self.hall.cases) < MOST)
    @rule(item=st.sampled_from(ITEMS))
    def apply(self, item: str) -> None:
        self.hall.apply(item)

    @precondition(lambda self: len(self.hall.cases) < MOST)
    @rule(item=st.sampled_from(ITEMS))
    def receive(self, item: str) -> None:
        self.hall.receive(item)

    @rule(place=st.integers(0, MOST - 1))
    def onward(self, place: int) -> None:
        self.hall.onward(self._case(place))

    @rule(place=st.integers(0, MOST - 1), name=st.sampled_from(sorted(STORY_ACTS)))
    def act(self, place: int, name: str) -> None:
        self.hall.act(name, self._case(place))

    @rule(place=st.integers(0, MOST - 1), name=st.sampled_from(sorted(STORY_ACTS)), stranger=st.booleans())
    def act_out_of_turn(self, place: int, name: str, *, stranger: bool) -> None:
        self.hall.act(name, self._case(place), stale=not stranger, stranger=stranger)

    @rule()
    def ask_again(self) -> None:
        self.hall.ask_again()

    @rule()
    def stream(self) -> None:
        self.hall.stream()

    @rule(states=st.integers(1, 3))
    def engine(self, states: int) -> None:
        for _ in range(states):
            self.hall.engine()

    @rule()
    def time_out(self) -> None:
        self.hall.time_out()

    @rule()
    def reconcile(self) -> None:
        self.hall.reconcile()

    @rule(name=st.sampled_from([*names.QUEUES]))
    def work(self, name: str) -> None:
        self.hall.work(name)

    @rule(place=st.integers(0, MOST - 1))
    def upload(self, place: int) -> None:
        self.hall.upload(self._case(place))

    @rule(department=st.sampled_from(DEPARTMENTS), down=st.booleans())
    def switch(self, department: str, *, down: bool) -> None:
        self.hall.switch(department, down=down)

    @rule(number=st.integers(1, 8))
    def days(self, number: int) -> None:
        self.hall.pass_time(timedelta(days=number))

    @rule(number=st.integers(1, 600))
    def minutes(self, number: int) -> None:
        self.hall.pass_time(timedelta(minutes=number))

    @rule()
    def die(self) -> None:
        self.hall.die()

    @rule(place=st.integers(0, MOST - 1))
    def repair(self, place: int) -> None:
        self.hall.repair(self._case(place))

    @rule()
    def restore(self) -> None:
        self.hall.restore()

    @rule(calls=st.integers(1, 4))
    def let_calls_fail(self, calls: int) -> None:
        self.hall.let_calls_fail(calls)

    @rule()
    def run_until_idle(self) -> None:
        self.hall.run_until_idle()

    def teardown(self) -> None:
        if hasattr(self, "hall"):
            bring_to_their_ends(self.hall)

    def _case(self, place: int) -> str:
        return self.hall.cases[place % len(self.hall.cases)]


def test_no_story_breaks_the_hall():
    few = settings(max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, derandomize=True)
    run_state_machine_as_test(HallMachine, settings=few)


@pytest.mark.parametrize("seed", range(4))
def test_a_random_story_leads_every_case_to_its_end(seed: int):
    story = tell(seed)
    assert story.violation is None
    assert story.tally["acts"] > story.tally["cases"]
    assert story.tally["troubled calls"] > 0


def test_a_story_can_be_told_again():
    tell(5)
    first = tell(7)
    tell(6)
    assert tell(7) == first
