"""Peak admission on a fake clock: a storm comes in at the chosen rate, nobody is forgotten, calm refuses nobody."""

import heapq
import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cases.model.admission import LEAST_SHARE, LONGEST_WAIT, Admission

START = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


class Storm:
    """People who come within `over` seconds to `processes`, and come again after Retry-After until they are let in."""

    def __init__(self, rate: int, people: int, over: float, processes: int, seed: int = 1) -> None:
        self.chance = random.Random(seed)
        self.processes = [Admission(rate) for _ in range(processes)]
        self.serial = 0
        self.let_in = list[float]()
        self.tries = Counter[int]()
        self.waiting = [(self.chance.uniform(0, over), person) for person in range(people)]
        heapq.heapify(self.waiting)

    def pass_over(self) -> None:
        while self.waiting:
            at, person = heapq.heappop(self.waiting)
            now, process = START + timedelta(seconds=at), self.chance.choice(self.processes)
            self.tries[person] += 1
            if process.admits(now, self.chance.random()):
                self.serial += 1
                process.drew(self.serial, now)
                self.let_in.append(at)
            else:
                heapq.heappush(self.waiting, (at + process.wait(self.chance.random()), person))

    def per_second(self) -> Counter[int]:
        return Counter(int(at) for at in self.let_in)


@pytest.mark.parametrize(("people", "over", "processes"), [(6_000, 20.0, 40), (6_000, 3.0, 10), (4_000, 60.0, 100)])
def test_a_storm_comes_in_at_the_rate_and_everybody_is_received_in_the_end(people: int, over: float, processes: int):
    rate = 50
    storm = Storm(rate, people, over, processes)
    storm.pass_over()
    assert len(storm.let_in) == people
    seconds = storm.per_second()
    busy = [sum(seconds[at + more] for more in range(10)) / 10 for at in range(10, int(people / rate) - 10)]
    assert max(busy) < 1.5 * rate
    assert sum(busy) / len(busy) > 0.6 * rate
    assert max(storm.let_in) < 2.5 * people / rate


def test_only_the_first_second_of_a_storm_is_without_bound():
    """Until two draws are a second apart nothing is known of the rate."""
    storm = Storm(50, 4_000, 4.0, 20)
    storm.pass_over()
    seconds = storm.per_second()
    assert seconds[0] > 500
    assert max(seconds[at] for at in range(2, max(seconds) + 1)) < 3 * 50


def test_calm_lets_everybody_in_at_once():
    storm = Storm(50, 1_200, 60.0, 10)
    storm.pass_over()
    assert set(storm.tries.values()) == {1}


def test_without_a_rate_nobody_is_refused():
    storm = Storm(0, 3_000, 1.0, 3)
    storm.pass_over()
    assert set(storm.tries.values()) == {1}


def test_after_the_storm_a_process_that_sees_nothing_lets_people_in_again():
    process = Admission(10)
    process.drew(1, START)
    process.drew(2_000, START + timedelta(seconds=1))
    assert process.share < 0.01
    at, tried = START + timedelta(seconds=1), 0
    while not process.admits(at, 0.999):
        at, tried = at + timedelta(seconds=2), tried + 1
    assert (process.share, tried <= 9) == (1.0, True)


def test_a_new_day_begins_with_one_and_is_no_negative_rate():
    process = Admission(10)
    process.drew(90_000, START)
    process.drew(1, START + timedelta(seconds=2))
    assert process.share == 1.0
    process.drew(200, START + timedelta(seconds=4))
    assert process.share == pytest.approx(10 / 99.5)


@given(st.lists(st.tuples(st.integers(0, 5_000), st.floats(0, 10)), max_size=30), st.floats(0, 0.9999))
def test_share_and_wait_stay_within_their_bounds(draws: list[tuple[int, float]], chance: float):
    process, at = Admission(20), START
    for serial, seconds in draws:
        at += timedelta(seconds=seconds)
        process.drew(serial, at)
        process.admits(at, chance)
        assert LEAST_SHARE <= process.share <= 1.0
        assert 1 <= process.wait(chance) <= LONGEST_WAIT
