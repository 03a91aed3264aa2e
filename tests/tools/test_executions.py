"""Open executions stay bounded at the load of a province, however long cases lie with people."""

import pytest

from benchmarks import executions
from benchmarks.executions import OPEN_EXECUTIONS, PEAK_HOUR, SHARE, SPIKE, open_executions, starts_per_second
from chalicelib.cases.model.machine_steps import COUNTER_STEPS, TASK_STEPS
from chalicelib.foundation import names
from chalicelib.foundation.settings import Settings

WAIT_HOURS = Settings().wait_seconds / 3600


def test_counted_by_hand():
    assert open_executions(1, 4, 1) == 3600 * 4
    assert open_executions(2, 4, 0.5, waits=2) == 2 * 1800 * 2
    assert open_executions(1, 1, 30 * 24) == 3600, "who acts before the limit keeps it open for as long as it takes"
    assert starts_per_second(10, 5) == 10 + 5 * 3
    ordinary = (TASK_STEPS | COUNTER_STEPS).difference(names.STEPS[names.UPWARD], names.STEPS[names.JOINT])
    assert len(ordinary) == executions.WAITS


@pytest.mark.parametrize("stay_hours", [1, 24, 240, 24 * 90])
def test_a_spike_at_every_wait_needs_less_than_three_tenths_of_the_quota(stay_hours: float):
    assert open_executions(SPIKE, stay_hours, WAIT_HOURS) <= SHARE * OPEN_EXECUTIONS


def test_waits_of_hours_or_days_would_not_do():
    """A month fills the quota by the average of the peak month alone; an hour fills it twice by a spike."""
    average = 11_200_000 / (31 * 86400)
    assert open_executions(average, 240, 30 * 24) > 3 * OPEN_EXECUTIONS
    assert open_executions(SPIKE, 240, 1) > 2 * OPEN_EXECUTIONS
    assert open_executions(SPIKE, 240, 1, waits=1) > SHARE * OPEN_EXECUTIONS
    assert open_executions(PEAK_HOUR, 240, 1) > SHARE * OPEN_EXECUTIONS


def test_nothing_planned_goes_beyond_seven_tenths_but_where_it_says_so():
    parts = {row.quota: row.part for row in executions.planned(Settings())}
    assert parts == {
        "open executions, a spike at every wait for as long as it likes": pytest.approx(0.273, abs=0.001),
        "starts a second, peak hour, largest regions": pytest.approx(0.373, abs=0.001),
        "starts a second, peak hour, other regions": pytest.approx(0.747, abs=0.001),
    }
