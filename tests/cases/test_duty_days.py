"""A 即办件 of a department that is in the hall once a week: guide and case promise its day of duty (R46).

The archive (档案馆) has the item YM-S12 and comes on Wednesdays. No law sets a term for it.
"""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.cases.acts.lookup import seen_case
from chalicelib.cases.acts.recount import recount
from chalicelib.cases.model.clocks import DUTY_BASIS, on_acceptance
from chalicelib.cases.model.status import Status
from chalicelib.cases.model.timeline import timeline
from chalicelib.cases.store.records import load_file
from chalicelib.catalogue.model.guidance import guidance
from chalicelib.catalogue.model.limits import StatutoryLimit
from chalicelib.clock import WorkCalendar, count_to_duty
from chalicelib.directory.model.promised import HallTerms, hall_terms
from chalicelib.directory.model.residency import Residency
from chalicelib.directory.store.directories import load_directory
from chalicelib.documents.store import vault
from local.directories import demonstration
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import item_document, publish
from proofs.kit.directory import lay_out
from proofs.kit.hall import Hall
from tests.cases.test_every_item import begin_at_the_window, filled_in
from tests.evidence.exports import exported, looked_at

CALENDAR = WorkCalendar()
ARCHIVE = item_document("YM-S12")
TUESDAY, WEDNESDAY, NEXT, LATER = (date(2026, 11, 24), date(2026, 11, 25), date(2026, 12, 2), date(2026, 12, 9))


class Always:
    """The published calendar, at every moment."""

    def in_force(self) -> WorkCalendar:
        return CALENDAR

    def at(self, moment: datetime) -> WorkCalendar:
        return CALENDAR


def resident(document: dict[str, Any]) -> None:
    document["departments"]["archive"]["residency"] = {"mode": "resident", "from": "2026-01-01"}


def on_fridays(document: dict[str, Any]) -> None:
    document["departments"]["archive"]["residency"]["duty_weekday"] = 5


def accepted(hall: Hall, day: date, change: Callable[[dict[str, Any]], object] = lambda _: None) -> str:
    publish(hall.platform, "YM-S12")
    lay_out(hall.platform, change)
    hall.clock.pass_time(days=(day - hall.platform.now().date()).days)
    case_id = begin_at_the_window(hall, ARCHIVE, filled_in(hall, ARCHIVE))
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    return case_id


@pytest.mark.requirement("R46")
@pytest.mark.parametrize(
    ("day", "due"),
    [(TUESDAY, WEDNESDAY), (WEDNESDAY, WEDNESDAY), (date(2026, 11, 26), NEXT), (date(2026, 11, 28), NEXT)],
)
def test_what_is_accepted_is_promised_for_the_next_day_of_duty(hall: Hall, day: date, due: date):
    case = hall.case(accepted(hall, day))
    assert (case.status, case.due("promised")) == (Status.DECIDING, due)
    told = guidance(ARCHIVE, {}, day, CALENDAR, here(hall, day))
    assert told.promised
    assert told.promised.due == due


@pytest.mark.requirement("R46")
def test_what_is_done_at_once_and_accepted_on_a_day_of_rest_is_due_on_the_next_workday(hall: Hall):
    case_id, monday = accepted(hall, date(2026, 11, 28), resident), date(2026, 11, 30)
    assert hall.case(case_id).due("promised") == monday
    shown = timeline(hall.case(case_id), [], monday, Always()).terms[0]
    assert (shown.due, shown.overdue) == (monday, 0)
    papers = {row.kind: row.data for row in vault.whole_documents(hall.platform, case_id)}
    told = "受理之日（2026年11月28日）不是工作日，顺延至下一工作日，将于2026年11月30日当日"
    assert told in papers["acceptance_notice"]


def here(hall: Hall, day: date) -> HallTerms:
    return hall_terms(load_directory(hall.platform.table, "441700"), "YM-S12", "archive", day)


@pytest.mark.requirement("R46")
def test_notice_event_and_timeline_say_why(hall: Hall):
    case_id = accepted(hall, TUESDAY)
    event = hall.events(case_id)[-1]
    assert (event.data["clocks"]["promised"]["due"], event.data["clocks"]["promised"]["duty"]) == ("2026-11-25", 3)
    papers = {row.kind: row.data for row in vault.whole_documents(hall.platform, case_id)}
    assert "受理之日（2026年11月24日）不是其办公日，将于其办公日2026年11月25日当日办结" in papers["acceptance_notice"]
    shown = timeline(hall.case(case_id), hall.events(case_id), TUESDAY, Always()).terms[0]
    assert (shown.kind, shown.due, shown.overdue) == ("promised", WEDNESDAY, 0)
    assert DUTY_BASIS in (shown.basis or "")
    assert [day.reason for day in shown.days] == [
        "即办件;当日不是非常驻部门的办公日(每周三),不能承诺当日办结",
        "部门办公日(周三),当日办结",
    ]
    assert timeline(hall.case(case_id), [], NEXT, Always()).terms[0].overdue == 5


@pytest.mark.requirement("R46")
def test_a_department_that_is_there_every_day_promises_the_day_itself(hall: Hall):
    case = hall.case(accepted(hall, TUESDAY, resident))
    assert (case.due("promised"), case.clocks["promised"].duty) == (TUESDAY, None)


@pytest.mark.requirement("R46")
def test_one_approval_makes_nobody_wait(hall: Hall):
    """With one of the two approvals the department is no non-resident one (R83)."""
    residency = archived(lambda archive: archive["approvals"].pop())
    assert HallTerms(residency=residency).duty_on(TUESDAY, CALENDAR) is None


def archived(change: Callable[[dict[str, Any]], object] = lambda _: None) -> Residency:
    """The residency of the archive, changed so."""
    document: dict[str, Any] = json.loads(json.dumps(demonstration()["departments"]["archive"]["residency"]))
    change(document)
    return Residency.model_validate_json(json.dumps(document))


@pytest.mark.requirement("R46")
def test_a_promise_that_was_made_is_not_moved_by_a_later_change_of_the_days_of_duty(hall: Hall):
    """Nobody was promised Friday. What the department arranges anew holds for what is accepted from then on
    (优化营商环境条例36(2)).
    """
    case_id = accepted(hall, TUESDAY)
    lay_out(hall.platform, on_fridays)
    assert seen_case(hall.platform, hall.caller(CLERK), case_id).due("promised") == WEDNESDAY
    again = begin_at_the_window(hall, ARCHIVE, filled_in(hall, ARCHIVE))
    hall.people.accept(again, hall.caller(CLERK, again))
    assert hall.case(again).due("promised") == date(2026, 11, 27)


@pytest.mark.requirement("R46")
def test_a_holiday_notice_on_the_day_of_duty_moves_it_as_every_other_term(hall: Hall):
    case_id = accepted(hall, date(2026, 11, 26))
    hall.world.publish_day_off(NEXT)
    assert seen_case(hall.platform, hall.caller(CLERK), case_id).due("promised") == LATER
    found = load_file(hall.platform.table, case_id)
    assert found
    assert recount(hall.platform, found)
    assert hall.case(case_id).due("promised") == LATER
    assert hall.events(case_id)[-1].data["recounted"]["promised"] == {"before": "2026-12-02", "after": "2026-12-09"}


@pytest.mark.requirement("R46")
@pytest.mark.requirement("R88")
def test_the_export_of_such_a_case_verifies(hall: Hall):
    case_id = accepted(hall, TUESDAY)
    assert looked_at(exported(hall, case_id, materials=False)).findings == []


# ------------------------------------------------------------------------------------------------------ the law is last
LAWS = [(None, None), (0, "workday"), (1, "workday"), (2, "calendar_day"), (10, "workday")]


@pytest.mark.requirement("R46")
@pytest.mark.parametrize(("value", "unit"), LAWS)
@pytest.mark.parametrize("weekday", range(1, 6))
def test_no_day_of_duty_is_later_than_the_laws_last_day(value: int | None, unit: str | None, weekday: int):
    limit = {"value": value, "unit": unit, "start": "受理之日", "source": "某法", "status": "ILLUSTRATIVE"}
    item = ARCHIVE.model_copy(update={"statutory_limit": StatutoryLimit.model_validate(limit)})
    terms = HallTerms(residency=archived(lambda archive: archive.update(duty_weekday=weekday)))
    for offset in range(120):
        day = date(2026, 9, 1) + timedelta(days=offset)
        clocks = on_acceptance({}, item, {}, received=day, accepted=day, calendar=CALENDAR, here=terms)
        promised, law = clocks["promised"], clocks.get("statutory")
        wanted = count_to_duty(day, weekday, CALENDAR).due
        assert promised.due == (min(wanted, law.due) if law else wanted)
        told = guidance(item, {}, day, CALENDAR, terms).promised
        assert told
        assert (told.due, told.term.days) == (promised.due, promised.term(CALENDAR).days)


@pytest.mark.requirement("R46")
def test_only_what_is_decided_on_the_spot_waits_for_the_day_of_duty():
    """Of any other item the department decides where it sits."""
    item = ARCHIVE.model_copy(update={"handling_type": "承诺件"})
    clocks = on_acceptance(
        {}, item, {}, received=TUESDAY, accepted=TUESDAY, calendar=CALENDAR, here=HallTerms(residency=archived())
    )
    assert clocks["promised"].due == TUESDAY
