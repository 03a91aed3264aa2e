"""Alarms as acts set, move, clear and end them; what fails is counted, what keeps failing is put aside."""

from datetime import UTC, timedelta

import pytest
from botocore.exceptions import ConnectTimeoutError

from chalicelib.durable import alarms, parking
from chalicelib.durable.alarms import Alarm, hour_of
from chalicelib.foundation import keys, problems
from chalicelib.foundation.table import Refused
from tests.durable.alarm_clock import RING, AlarmWorld
from tests.durable.conftest import NOW
from tests.durable.dynamo import failure

TOMORROW = NOW + timedelta(days=1)


def parked(world: AlarmWorld) -> list[Alarm]:
    found = (world.platform.table.get(key) for key in parking.find_parked(world.platform, keys.PARKED_ALARMS))
    return [alarms.load(row) for row in found if row]


@pytest.fixture
def world() -> AlarmWorld:
    return AlarmWorld()


def test_an_alarm_is_a_row_of_its_case_in_the_bucket_of_its_hour(world: AlarmWorld):
    world.wind("c1", TOMORROW)
    alarm, row = world.alarm("c1"), world.row("c1")
    assert alarm is not None
    assert (alarm.what, alarm.due, alarm.version, alarm.attempts) == (RING, TOMORROW, 1, 0)
    assert row["alarms_pk"] == keys.alarms(alarms.shard(keys.case("c1"), RING), "2026-11-24T09")
    assert row["alarms_sk"] == "2026-11-24T09:00:00.000000+08:00#CASE#c1#ring"


def test_what_is_overdue_when_it_is_set_goes_into_the_bucket_of_now(world: AlarmWorld):
    world.wind("c1", NOW - timedelta(days=3))
    assert world.row("c1")["alarms_pk"].endswith(f"#{hour_of(NOW)}")
    assert world.sweep() == 1


def test_instants_of_any_zone_sort_as_one(world: AlarmWorld):
    assert alarms.instant(TOMORROW.astimezone(UTC)) == alarms.instant(TOMORROW)
    assert alarms.instant(TOMORROW) < alarms.instant(TOMORROW + timedelta(microseconds=1))


def test_moving_is_one_write_and_a_new_version(world: AlarmWorld):
    world.wind("c1", TOMORROW)
    before = world.dynamo.writes
    world.wind("c1", TOMORROW + timedelta(days=30))
    assert world.dynamo.writes == before + 1
    alarm = world.alarm("c1")
    assert alarm is not None
    assert (alarm.version, alarm.due) == (2, TOMORROW + timedelta(days=30))
    world.later(days=1)
    assert world.sweep() == 0
    world.later(days=30)
    assert world.sweep() == 1


def test_clearing_what_is_not_there_is_no_fault(world: AlarmWorld):
    world.clear("c1")
    world.wind("c1", TOMORROW)
    world.clear("c1")
    world.later(days=2)
    assert world.sweep() == 0


@pytest.mark.parametrize("meanwhile", ["moved", "cleared", "fired", "cleared and set again"])
def test_an_act_that_comes_late_is_refused(world: AlarmWorld, meanwhile: str):
    world.wind("c1", NOW)
    stale = world.alarm("c1")
    assert stale is not None
    match meanwhile:
        case "moved":
            world.wind("c1", TOMORROW)
        case "fired":
            world.sweep()
        case _:
            world.clear("c1")
    if meanwhile == "cleared and set again":
        world.wind("c1", TOMORROW)  # version 1 again
    left = world.row("c1")
    for op in (alarms.end_alarm(stale), alarms.move_alarm(stale, TOMORROW, NOW)):
        with pytest.raises(Refused):
            world.platform.table.write(op)
    assert world.row("c1") == left


def test_an_act_may_move_its_alarm_instead(world: AlarmWorld):
    world.wind("c1", NOW)
    world.sweep(lambda platform, alarm: platform.table.write(alarms.move_alarm(alarm, TOMORROW, NOW)))
    alarm = world.alarm("c1")
    assert alarm is not None
    assert (alarm.due, alarm.version, alarm.what) == (TOMORROW, 2, RING)


def test_one_that_fails_stays_and_does_not_hold_up_the_others(world: AlarmWorld):
    cases = [f"c{number}" for number in range(20)]
    for case in cases:
        world.wind(case, NOW)
    world.broken["c7"] = TypeError("a fault in the act")
    assert world.sweep() == 19
    assert world.row("c7")["attempts"] == 1
    del world.broken["c7"]
    assert world.sweep() == 1
    assert sorted(world.rung_cases()) == sorted(cases)


def test_one_that_keeps_failing_is_parked_and_told_of(world: AlarmWorld, monkeypatch: pytest.MonkeyPatch):
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(alarms.telemetry.log, "error", lambda text, extra: told.append((text, extra["owner"])))
    world.wind("c1", NOW)
    world.broken["c1"] = ValueError("440101199001011234")
    for _ in range(alarms.ATTEMPTS):
        assert told == []
        world.sweep()
    assert told == [("alarm parked", "CASE#c1")]
    assert world.row("c1")["alarms_pk"] == keys.PARKED_ALARMS
    assert [alarm.owner for alarm in parked(world)] == [keys.case("c1")]
    world.broken.clear()
    assert world.sweep() == 0


def test_a_parked_alarm_that_is_set_again_fires(world: AlarmWorld):
    world.wind("c1", NOW)
    world.broken["c1"] = ValueError("poison")
    for _ in range(alarms.ATTEMPTS):
        world.sweep()
    world.broken.clear()
    world.wind("c1", NOW)
    assert list(parked(world)) == []
    assert world.sweep() == 1


def test_an_alarm_nobody_knows_is_parked_not_forgotten(world: AlarmWorld):
    world.platform.table.write(alarms.set_alarm(keys.case("c1"), "unheard of", NOW, NOW))
    for _ in range(alarms.ATTEMPTS):
        assert world.sweep() == 0
    assert [alarm.what for alarm in parked(world)] == ["unheard of"]


@pytest.mark.parametrize(
    "outage",
    [
        problems.Unavailable(),
        ConnectTimeoutError(endpoint_url="https://dynamodb"),
        failure("ThrottlingException"),
        failure("InternalServerError"),
    ],
)
def test_an_outage_parks_nothing(world: AlarmWorld, outage: Exception):
    world.wind("c1", NOW)
    world.broken["c1"] = outage
    for _ in range(3 * alarms.ATTEMPTS):
        world.sweep()
    assert world.row("c1")["attempts"] == 0
    world.broken.clear()
    assert world.sweep() == 1


def test_a_failure_that_cannot_be_counted_stops_nothing(world: AlarmWorld):
    world.wind("c1", NOW)
    world.wind("c2", NOW)

    def fire(platform, alarm):
        if alarm.owner == keys.case("c1"):
            world.dynamo.failures = [failure("AccessDeniedException")]
            raise ValueError("poison")
        world.ring(platform, alarm)

    world.sweep(fire)
    assert world.rung_cases() == ["c2"]
    assert world.row("c1")["attempts"] == 0


def test_what_a_person_wrote_is_not_logged(world: AlarmWorld, monkeypatch: pytest.MonkeyPatch):
    logged: list[dict[str, object]] = []
    monkeypatch.setattr(alarms.telemetry.log, "warning", lambda text, extra: logged.append(extra))
    world.wind("c1", NOW)
    world.broken["c1"] = ValueError("440101199001011234")
    world.sweep()
    (fields,) = logged
    assert {**fields, "where": ""} == {
        "owner": "CASE#c1",
        "alarm": RING,
        "failure": "ValueError",
        "tried": 0,
        "where": "",
    }
    assert "alarm_clock.py" in str(fields["where"])
    assert "440101199001011234" not in str(fields)
