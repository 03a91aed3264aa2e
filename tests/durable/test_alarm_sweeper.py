"""The sweeper loses nothing and fires nothing twice: standstills, jumps, latecomers, rivals, deaths, random orders."""

from datetime import datetime, timedelta
from threading import Event, Lock

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chalicelib.durable import alarm_marks, alarm_sweeper, alarms
from chalicelib.durable.alarms import Alarm, hour_of
from chalicelib.foundation import keys, problems
from chalicelib.foundation.alongside import WORKERS, alongside, at_work
from chalicelib.foundation.platform import Platform
from tests.durable.alarm_clock import RING, AlarmWorld
from tests.durable.conftest import NOW

HOUR = timedelta(hours=1)


@pytest.fixture
def world() -> AlarmWorld:
    return AlarmWorld()


def test_due_is_fired_and_not_due_is_not(world: AlarmWorld):
    world.wind("now", NOW)
    world.wind("soon", NOW + timedelta(microseconds=1))
    assert world.sweep() == 1
    assert world.rung_cases() == ["now"]
    world.later(seconds=1)
    assert world.sweep() == 1
    assert world.sweep() == 0


def test_every_shard_and_every_page_is_read(world: AlarmWorld, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(alarm_sweeper, "PAGE", 7)
    cases = [f"c{number}" for number in range(200)]
    assert {alarms.shard(keys.case(case), RING) for case in cases} == set(range(keys.ALARM_SHARDS))
    for case in cases:
        world.wind(case, NOW)
    assert world.sweep() == 200
    assert sorted(world.rung_cases()) == sorted(cases)


def test_the_first_run_begins_at_the_oldest_alarm(world: AlarmWorld):
    world.wind("old", NOW)
    world.wind("parked", NOW)
    world.platform.table.write(
        alarms.update(keys.alarm(keys.case("parked"), RING), put={"alarms_pk": keys.PARKED_ALARMS})
    )
    world.later(days=400)
    world.sweep_until(lambda: world.rung_cases() == ["old"])


def test_the_first_run_of_an_empty_table_begins_an_hour_ago(world: AlarmWorld):
    assert world.sweep() == 0
    assert world.lows() == {hour_of(NOW - HOUR)}


def test_an_alarm_that_the_index_did_not_show_to_the_first_run_is_not_lost(world: AlarmWorld):
    world.wind("late", NOW)
    world.dynamo.lagging = {keys.alarm(keys.case("late"), RING)}
    world.later(days=30)
    world.sweep()
    world.dynamo.lagging.clear()
    world.settle()
    assert world.rung_cases() == ["late"]


def test_the_mark_follows_at_a_distance(world: AlarmWorld):
    world.sweep()
    for _ in range(6 * 24):
        world.later(minutes=10)
        world.sweep()
        assert all(low <= hour_of(world.now - alarm_marks.SETTLING) for low in world.lows())
    assert min(world.lows()) >= hour_of(world.now - HOUR)


def test_the_mark_does_not_pass_what_is_left(world: AlarmWorld):
    world.sweep()
    world.wind("stuck", NOW)
    world.broken["stuck"] = problems.Unavailable()
    for _ in range(50):
        world.later(minutes=30)
        world.sweep()
    assert hour_of(NOW) in world.lows()
    world.broken.clear()
    assert world.sweep() == 1
    for _ in range(4):
        world.settle()
    assert min(world.lows()) > hour_of(NOW)


def test_a_late_writer_into_the_bucket_being_swept_is_heard(world: AlarmWorld):
    """An act that looked at the clock before a run, and commits after it, even into the hour before."""
    world.later(minutes=59, seconds=59)
    began = world.now
    world.sweep()
    world.later(minutes=5)
    world.sweep()
    world.wind("late", began, now=began)
    assert world.row("late")["alarms_pk"].endswith(hour_of(began))
    assert world.sweep() == 1


def test_an_alarm_set_while_its_bucket_is_swept_is_heard_in_the_next_run(world: AlarmWorld):
    world.wind("first", NOW)

    def fire(platform, alarm):
        world.ring(platform, alarm)
        if alarm.owner == keys.case("first"):
            for number in range(10):
                world.wind(f"next{number}", NOW)

    world.sweep(fire)
    world.sweep()
    assert sorted(world.rung_cases()) == sorted(["first", *(f"next{number}" for number in range(10))])


def test_an_act_under_way_while_legal_time_jumps_is_not_lost(world: AlarmWorld):
    """It saw the old time; whatever the runs do meanwhile, they do not pass its bucket before it has settled."""
    world.sweep()
    world.settle()
    before = world.now
    world.jump(days=200)
    for _ in range(12):
        world.later(seconds=30)
        world.sweep()
    world.wind("under way", before + timedelta(days=7), now=before)
    for _ in range(3):
        world.settle()
    assert world.rung_cases() == ["under way"]


@pytest.mark.parametrize("standstill", [timedelta(days=4), timedelta(days=150)])
@pytest.mark.parametrize("how", ["dead", "jump"])
def test_after_a_standstill_or_a_jump_everything_fires_within_bounded_runs(
    world: AlarmWorld, monkeypatch: pytest.MonkeyPatch, standstill: timedelta, how: str
):
    monkeypatch.setattr(alarm_sweeper, "BUCKETS", 100)
    world.sweep()
    spread = [NOW + standstill * number / 40 for number in range(40)]
    for number, due in enumerate(spread):
        world.wind(f"c{number}", due)
    (world.later if how == "dead" else world.jump)(seconds=standstill.total_seconds())
    runs = 0
    while len(world.rung) < 40:
        queries, runs = world.dynamo.queries, runs + 1
        world.later(minutes=1)
        world.sweep()
        assert world.dynamo.queries - queries <= keys.ALARM_SHARDS * (100 + 2) + len(spread)
    assert runs <= standstill / HOUR / 100 + 1
    assert len(set(world.rung_cases())) == 40


def test_while_it_catches_up_new_alarms_are_on_time(world: AlarmWorld, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(alarm_sweeper, "BUCKETS", 10)
    world.sweep()
    world.wind("old", NOW + timedelta(days=20))
    world.later(days=40)
    world.sweep()
    world.wind("new", world.now)
    world.sweep()
    assert world.rung_cases() == ["new"]
    world.sweep_until(lambda: "old" in world.rung_cases())


def test_a_run_looks_at_a_bounded_number_of_alarms(world: AlarmWorld, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(alarm_sweeper, "ALARMS", 10)
    world.sweep()
    for number in range(200):
        world.wind(f"c{number}", NOW + timedelta(hours=number % 50))
    world.later(days=10)
    for _ in range(20):
        assert world.sweep() <= 10 * keys.ALARM_SHARDS
    assert len(world.rung) == len(set(world.rung_cases())) == 200


def test_two_sweepers_at_once_have_one_effect(world: AlarmWorld):
    cases = [f"c{number}" for number in range(30)]
    for case in cases:
        world.wind(case, NOW)

    def interrupted(platform, alarm):
        world.sweep()  # the other one is faster with this and all the rest
        world.ring(platform, alarm)

    world.sweep(interrupted)
    assert sorted(world.rung_cases()) == sorted(cases)
    assert not any(world.row(case) for case in cases)


def test_of_two_marks_at_once_one_stays_and_nothing_is_lost(world: AlarmWorld):
    world.sweep()
    world.later(hours=5)
    world.wind("c1", NOW + 2 * HOUR)

    def rival() -> None:
        world.sweep()

    world.dynamo.before_write = rival
    world.sweep()
    assert world.rung_cases() == ["c1"]


def test_a_sweeper_killed_at_any_write_leaves_everything_to_the_next(world: AlarmWorld):
    for at in range(12):
        case = f"c{at}"
        world.wind(case, world.now)
        killed = iter([False] * (at % 4) + [True])

        def fire(platform, alarm, killed=killed):
            if next(killed, False):
                raise SystemExit  # not an Exception: the process is gone
            world.ring(platform, alarm)

        for _ in range(6):
            try:
                world.sweep(fire)
            except SystemExit:
                continue
        world.later(minutes=7)
    assert sorted(world.rung_cases()) == sorted(f"c{at}" for at in range(12))


def test_an_entry_that_the_index_still_shows_is_not_fired(world: AlarmWorld, monkeypatch: pytest.MonkeyPatch):
    world.wind("moved", NOW)
    world.wind("cleared", NOW)
    entries = world.dynamo.scan(TableName=world.platform.table.name, IndexName=keys.ALARMS_INDEX)["Items"]
    world.wind("moved", NOW + HOUR)
    world.clear("cleared")
    query = world.dynamo.query

    def stale(**how):
        wanted = how["ExpressionAttributeValues"][":pk"]
        return {"Items": [entry for entry in entries if entry["alarms_pk"] == wanted]}

    monkeypatch.setattr(world.dynamo, "query", stale)
    assert world.sweep() == 0
    monkeypatch.setattr(world.dynamo, "query", query)
    world.later(hours=1)
    assert world.sweep() == 1


def test_idle_runs_cost_little(world: AlarmWorld):
    world.sweep()
    world.later(minutes=1)
    queries, writes = world.dynamo.queries, world.dynamo.writes
    world.sweep()
    assert world.dynamo.queries - queries == 2 * keys.ALARM_SHARDS
    assert world.dynamo.writes == writes


CASES = st.sampled_from([f"c{number}" for number in range(6)])
OFFSETS = st.integers(-3 * 3600, 12 * 24 * 3600).map(lambda seconds: timedelta(seconds=seconds))


class Alarms(RuleBasedStateMachine):
    """Against a dictionary: what is due at a completed walk has fired once, nothing early, nothing cleared."""

    @initialize()
    def begin(self) -> None:
        self.world = AlarmWorld()
        self.model: dict[str, datetime] = {}
        self.expected: list[str] = []
        self.writers: list[tuple[str, datetime, datetime, datetime]] = []

    @rule(case=CASES, offset=OFFSETS)
    def wind(self, case: str, offset: timedelta) -> None:
        self.model[case] = self.world.now + offset
        self.world.wind(case, self.model[case])

    @rule(case=CASES, offset=OFFSETS)
    def begin_an_act(self, case: str, offset: timedelta) -> None:
        """It has looked at the clocks and will commit some minutes later."""
        self.writers.append((case, self.world.now + offset, self.world.now, self.world.wall))

    @precondition(lambda self: self.writers)
    @rule()
    def commit_an_act(self) -> None:
        case, due, now, wall = self.writers.pop(0)
        if self.world.wall - wall < alarm_marks.SETTLING:
            self.model[case] = due
            self.world.wind(case, due, now=now)

    @rule(case=CASES)
    def clear(self, case: str) -> None:
        self.model.pop(case, None)
        self.world.clear(case)

    @rule(minutes=st.integers(0, 24 * 60))
    def time_passes(self, minutes: int) -> None:
        self.world.later(minutes=minutes)

    @rule(days=st.integers(0, 9))
    def legal_time_jumps(self, days: int) -> None:
        self.world.jump(days=days)

    @rule(fails=st.none() | CASES)
    def sweep(self, fails: str | None) -> None:
        """One run, or one in which an alarm fails once."""
        self.world.broken = {fails: ValueError("once")} if fails else {}
        before = len(self.world.rung)
        self.world.sweep()
        self.world.broken = {}
        for case in self.world.rung_cases()[before:]:
            assert self.model.pop(case) <= self.world.now

    @rule()
    def sweep_it_all(self) -> None:
        """After two settled walks whatever is due has fired."""
        for _ in range(3):
            self.world.later(minutes=10)
            for _ in range(3):
                self.sweep(None)
        assert not [case for case, due in self.model.items() if due <= self.world.now]

    @invariant()
    def rows_are_what_the_model_holds(self) -> None:
        found = {case: alarm.due for case in map("c{}".format, range(6)) if (alarm := self.world.alarm(case))}
        assert found == self.model


TestAlarms = Alarms.TestCase
TestAlarms.settings = settings(max_examples=50, stateful_step_count=25, deadline=None)


# ------------------------------------------------------------------------------------------- many alarms at one instant
MIDNIGHT = (NOW + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
MANY = 2000
EACH = timedelta(milliseconds=200)
MINUTE = timedelta(minutes=1)


def at_midnight(alarms_due: int = MANY) -> AlarmWorld:
    """The acceptance terms of a day all end at 24:00, which it is now."""
    world = AlarmWorld()
    world.sweep()
    for number in range(alarms_due):
        world.wind(f"c{number}", MIDNIGHT)
    world.later(seconds=(MIDNIGHT - world.now).total_seconds())
    return world


@pytest.mark.parametrize(("workers", "most_runs"), [(1, 9), (8, 2)])
def test_thousands_of_alarms_at_one_instant_are_fired_over_several_runs(workers: int, most_runs: int):
    """One after the other they take 400 s, more than any run has. No run is cut off, and each begins where the one
    before has ended: none is lost, none fires twice.
    """
    world = at_midnight()

    def fire(platform: Platform, alarm: Alarm) -> None:
        world.ring(platform, alarm)
        world.later(seconds=EACH.total_seconds() / workers)

    runs = 0
    while len(world.rung) < MANY:
        begun, runs = world.wall, runs + 1
        world.sweep(fire)
        took = world.wall - begun
        assert took <= alarm_sweeper.BUDGET + EACH
        assert len(world.marks()) == keys.ALARM_SHARDS
        assert all(mark.next <= hour_of(MIDNIGHT) for mark in world.marks())
        world.later(seconds=max(timedelta(), MINUTE - took).total_seconds())
    assert runs <= most_runs
    assert len(set(world.rung)) == len(world.rung) == MANY
    for _ in range(8):
        world.later(minutes=30)
        world.sweep()
    assert len(world.rung) == MANY
    assert min(world.lows()) > hour_of(MIDNIGHT)


def test_a_run_ends_before_lambda_ends_it():
    """Whatever the function's time limit is: its remaining time counts."""
    world = at_midnight(400)

    def fire(platform: Platform, alarm: Alarm) -> None:
        world.ring(platform, alarm)
        world.later(seconds=1)

    begun = world.wall
    fired = alarm_sweeper.sweep(world.platform, {RING: fire}, time_left=timedelta(seconds=30))
    assert world.wall - begun == timedelta(seconds=30) - alarm_sweeper.RESERVE
    assert fired == 18
    assert alarm_sweeper.sweep(world.platform, {RING: fire}, time_left=timedelta(seconds=5)) == 0


def test_each_shard_has_its_turn_when_no_run_has_time_for_all():
    world = at_midnight(400)

    def fire(platform: Platform, alarm: Alarm) -> None:
        world.ring(platform, alarm)
        world.later(seconds=1)

    shards = set[int]()
    for _ in range(keys.ALARM_SHARDS):
        before = len(world.rung)
        world.sweep(fire)
        shards |= {alarms.shard(keys.case(case), name) for case, name, _ in world.rung[before:]}
        world.later(seconds=15)
    assert shards == set(range(keys.ALARM_SHARDS))


def test_alarms_are_fired_at_the_same_time_by_a_bounded_number_of_workers():
    world = at_midnight(60)
    busy, most, lock = 0, 0, Lock()

    def fire(platform: Platform, alarm: Alarm) -> None:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        Event().wait(0.005)
        alongside(lambda: world.ring(platform, alarm)).result()  # an act may make calls alongside
        with lock:
            busy -= 1

    assert alarm_sweeper.sweep(world.platform, {RING: fire}, run_all=at_work) == 60
    assert len(set(world.rung)) == len(world.rung) == 60
    assert 1 < most <= WORKERS
