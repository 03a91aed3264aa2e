"""The term for filing a letter with the bureau: a dated setting of the region; what is late, and what soon will be."""

from datetime import date
from typing import Any

import pytest

from chalicelib.clock.calendar import WorkCalendar
from chalicelib.directory.model.directory import Directory, Rules
from chalicelib.directory.model.filing import SETTING, WORKDAYS, filing_of, filing_workdays
from chalicelib.directory.model.regions import Region
from tests.directory.registers import CITY, accept_letter

CALENDAR = WorkCalendar()


def rules(first: str, *thresholds: dict[str, Any]) -> Rules:
    facts = {"code": CITY, "name": "示例市", "level": 3, "effective_from": first}
    return Rules(region=Region.model_validate(facts | {"overrides": {"thresholds": [*thresholds]}}))


def directory(*of_days: Rules) -> Directory:
    return Directory(CITY, 1, {"regions": {one.region.since.isoformat(): one for one in of_days}})


FIVE = {"key": SETTING, "value": 5, "unit": "workday"}
NONE_SET = directory(rules("2026-01-01"))
SIGNED = {"signed_on": "2026-11-09", "from": "2026-11-09"}


@pytest.mark.requirement("R72", "R90")
@pytest.mark.parametrize(
    ("today", "workdays", "state"),
    [
        ("2026-11-09", 0, "waiting"),
        ("2026-11-17", 6, "waiting"),
        ("2026-11-18", 7, "due_soon"),
        ("2026-11-23", 10, "due_soon"),
        ("2026-11-24", 11, "overdue"),
    ],
)
def test_a_letter_signed_on_a_monday_has_ten_workdays(today: str, workdays: int, state: str):
    found = filing_of(accept_letter(**SIGNED), NONE_SET, date.fromisoformat(today), CALENDAR)
    assert found == (workdays, date(2026, 11, 23), state)


@pytest.mark.requirement("R72", "R94")
def test_the_term_is_the_one_of_the_day_of_signature():
    changed = directory(rules("2026-01-01"), rules("2026-11-16", FIVE))
    assert filing_workdays(changed, date(2026, 11, 15)) == WORKDAYS == 10
    assert filing_workdays(changed, date(2026, 11, 16)) == 5
    assert filing_workdays(Directory(CITY), date(2026, 11, 16)) == WORKDAYS
    late = accept_letter(**{"signed_on": "2026-11-16", "from": "2026-11-16"})
    found = filing_of(late, changed, date(2026, 11, 24), CALENDAR)
    assert found
    assert (found.due, found.state) == (date(2026, 11, 23), "overdue")
    of_calendar_days = directory(rules("2026-01-01", {**FIVE, "unit": "calendar_day"}))
    assert filing_workdays(of_calendar_days, date(2026, 11, 16)) == WORKDAYS


def test_a_letter_that_is_filed_or_revoked_waits_no_longer():
    filed = accept_letter(**SIGNED, filing={"number": "示备1号", "filed_on": "2026-11-10"})
    revoked = accept_letter(**SIGNED, revoked={"at": "2026-11-10T09:00:00+08:00", "by": "H-900", "reason": "收回"})
    for letter in (filed, revoked, accept_letter(signed_on="2026-12-01")):
        assert filing_of(letter, NONE_SET, date(2026, 11, 24), CALENDAR) is None
