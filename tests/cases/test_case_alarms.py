"""The table of a case's alarms: each has its act, and firing one leaves the others where they belong."""

from datetime import date
from inspect import signature

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.model.acts import EVENT_LABELS
from chalicelib.cases.model.case_alarms import ACCEPTANCE, ALARMS, CaseAlarm
from chalicelib.cases.store.due_days import end_of
from chalicelib.durable import alarms
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.foundation import keys
from chalicelib.operations.model.standing import Finding
from chalicelib.wiring.alarms import FIRES, act_of
from proofs.kit.hall import Hall

DUE = date(2026, 12, 1)


def test_every_alarm_of_a_case_has_an_act_and_leaves_events_that_people_can_read():
    assert ALARMS.keys() <= FIRES.keys()
    assert {event for alarm in ALARMS.values() for event in alarm.leaves} <= EVENT_LABELS.keys()
    assert Finding("alarm_missing", ACCEPTANCE).label == "受理期限提醒丢失，逾期不会自动处理"


@pytest.mark.parametrize("what", FIRES)
def test_the_act_of_every_alarm_is_there(what: str):
    """It is loaded only when such an alarm is due."""
    assert list(signature(act_of(what)).parameters) == ["platform", "alarm"]


def test_the_act_of_one_alarm_sets_the_others(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    promised = CaseAlarm(
        "promised", "承诺期限", lambda case: case.due("promised"), lambda case: case.accepted_at, frozenset()
    )
    monkeypatch.setitem(ALARMS, "promised", promised)  # pyright: ignore[reportArgumentType] - a dict all the same
    case_id = hall.submitted()
    hall.clock.at = end_of(DUE)
    assert sweep(hall.platform, FIRES) == 1
    case = hall.case(case_id)
    assert case.status is Status.IN_REVIEW
    assert alarms.find(hall.platform, keys.case(case_id), ACCEPTANCE) is None
    other = alarms.find(hall.platform, keys.case(case_id), "promised")
    assert other is not None
    assert other.due.date() == end_of(case.clocks["promised"].due).date()
