"""A document bears the day and the year of its act, whenever the row is written, numbered or rendered."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from chalicelib.cases.model.case_alarms import ACCEPTANCE
from chalicelib.durable import alarms
from chalicelib.foundation import keys
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.intake.acts.correct import correct
from chalicelib.wiring.alarms import FIRES
from proofs.kit.cast import CLERK, defect
from proofs.kit.hall import Hall
from tests.cases.acts import TRIED_ACTS

WITH_DOCUMENT = ("submit", "accept", "correct", "reject", "supplement", "withdraw", "decide", "compare", "deliver")
NEW_YEAR = datetime(2027, 1, 1, tzinfo=SHANGHAI)


def dated(hall: Hall, case_id: str, no: str) -> tuple[date, int]:
    """The day printed on the document, and the year of the register that numbers it."""
    (row,) = [row for row in hall.rows(case_id, "DOCUMENT#") if row["no"] == no]
    return date.fromisoformat(json.loads(row["data"])["formalities"]["issued"]), row["year"]


def newest(hall: Hall, case_id: str) -> str:
    return max(row["no"] for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] != "certificate")


@pytest.mark.requirement("R29")
@pytest.mark.parametrize("name", WITH_DOCUMENT)
@pytest.mark.law("15.4")
def test_the_day_and_the_year_are_those_of_the_act(hall: Hall, name: str):
    """The request came in before midnight, and is answered after it."""
    case_id, caller = TRIED_ACTS[name].prepare(hall)
    hall.clock.pass_time(days=1)
    TRIED_ACTS[name].do(hall.people, case_id, caller)
    assert dated(hall, case_id, newest(hall, case_id)) == (caller.at.date(), caller.at.year)
    assert caller.at.date() < hall.clock.at.date()


@pytest.mark.requirement("R5")
def test_a_notice_in_the_last_moment_of_the_fifth_workday_is_of_that_day(hall: Hall):
    case_id = hall.submitted()
    hall.clock.move_to(datetime(2026, 12, 1, 23, 59, 59, 997_000, tzinfo=SHANGHAI))
    caller = hall.caller(CLERK, case_id)
    hall.clock.pass_time(seconds=1)
    receipt = correct(hall.platform, caller, case_id, [defect("01")])
    assert dated(hall, case_id, receipt.facts["document"]) == (date(2026, 12, 1), 2026)


@pytest.mark.requirement("R29")
def test_a_decision_of_the_last_day_of_the_year_is_numbered_in_that_year(hall: Hall, quick_documents: None):
    case_id = hall.reviewed()
    caller = replace(hall.caller("chief-food", case_id), at=NEW_YEAR - timedelta(milliseconds=3))
    hall.clock.move_to(NEW_YEAR + timedelta(minutes=5))
    receipt = hall.people.decide(case_id, caller)
    hall.carry_out_everything()
    hall.issue_documents()
    (row,) = [row for row in hall.rows(case_id, "DOCUMENT#") if row["no"] == receipt.facts["document"]]
    assert row["number"] == "阳市监食准字〔2026〕1号"
    assert dated(hall, case_id, row["no"]) == (date(2026, 12, 31), 2026)


@pytest.mark.requirement("R29")
def test_what_an_alarm_issues_is_of_the_time_at_which_it_acts(hall: Hall):
    case_id = hall.submitted()
    hall.clock.move_to(NEW_YEAR - timedelta(milliseconds=3))
    alarm = alarms.find(hall.platform, keys.case(case_id), ACCEPTANCE)
    assert alarm is not None
    FIRES[ACCEPTANCE](hall.platform, alarm)
    event = hall.events(case_id)[-1]
    assert dated(hall, case_id, newest(hall, case_id)) == (event.at.date(), event.at.year)
