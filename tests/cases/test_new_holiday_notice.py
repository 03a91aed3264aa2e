"""A holiday notice changes after a due day was stored: everything counts by the notice in force now (CR9)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.cases.acts.lookup import seen_case, seen_task
from chalicelib.cases.acts.recount import recount
from chalicelib.cases.api import clock
from chalicelib.cases.api.case_answers import case_answer, listed
from chalicelib.cases.model.case_alarms import ACCEPTANCE
from chalicelib.cases.model.timeline import timeline
from chalicelib.cases.store.records import CaseFile
from chalicelib.cases.store.tasks import inbox, inbox_of_actor
from chalicelib.cases.store.waiting import waiting_cases
from chalicelib.durable import alarms
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.durable.audit import broken_at
from chalicelib.foundation import keys
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.hall.acts.ask_progress import find, remaining
from chalicelib.http.routes import Call
from chalicelib.operations.acts.repair.mend import repair_case
from chalicelib.wiring.alarms import FIRES
from local.identity_provider.personas import PERSONAS
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CLERK, OFFICER
from proofs.kit.hall import Hall

# Accepted on the 24th of November: 7 workdays end on the 3rd of December, 5 on the 1st. Two days more are given off.
OFF = (date(2026, 11, 26), date(2026, 11, 27))
PROMISED, LATER = date(2026, 12, 3), date(2026, 12, 7)


@pytest.mark.requirement("R52")
def test_a_case_under_review_shows_the_new_days_everywhere(hall: Hall):
    case_id = hall.accepted()
    assert hall.case(case_id).due("promised") == PROMISED
    hall.world.publish_day_off(*OFF)
    calendars, officer = hall.platform.calendars, hall.caller(OFFICER)
    found, task = seen_task(hall.platform, officer, f"{case_id}.review")
    case = found.case
    (listed,), _ = inbox(hall.platform, inbox_of_actor("441700", officer.actor), officer.actor, limit=9, after=None)
    assert case_answer(case, None).limits.promised_due == LATER
    assert (task.due, listed.due) == (LATER, LATER)
    assert (listed.statutory_due, task.statutory_due) == (case.due("statutory"), case.due("statutory"))
    shown = timeline(case, hall.events(case_id), date(2026, 11, 30), calendars)
    assert (shown.terms[0].due, shown.terms[0].used, shown.terms[0].left) == (LATER, 2, 5)
    query_code, phone = str(hall.case(case_id).query_code), hall.form()["applicant"]["contact"]["phone"]
    asked = remaining(hall.platform, find(hall.platform, query_code, phone[-4:], "203.0.113.9").case)
    assert asked is not None
    assert asked.due == LATER
    # On the old due day's morrow nothing is overdue.
    assert timeline(case, hall.events(case_id), PROMISED + timedelta(days=1), calendars).terms[0].overdue == 0
    assert hall.case(case_id).due("promised") == PROMISED  # what is stored has not been touched by looking


@pytest.mark.requirement("R5")
def test_a_case_at_the_window_shows_the_new_day_and_its_early_alarm_moves_it(hall: Hall):
    case_id = hall.submitted()
    hall.world.publish_day_off(*OFF)
    (waiting,), _ = waiting_cases(hall.platform, PERSONAS[CLERK].actor, None, limit=9, after=None)
    seen = seen_case(hall.platform, hall.caller(CLERK), case_id)
    assert (waiting.due("acceptance"), seen.due("acceptance")) == (date(2026, 12, 3), date(2026, 12, 3))
    assert listed(seen, hall.clock().date()).model_copy(update={"applicant_name": "阳江******公司"}) == listed(
        waiting, hall.clock().date()
    )
    hall.clock.move_to(datetime(2026, 12, 2, tzinfo=SHANGHAI))
    assert sweep(hall.platform, FIRES) == 1
    event = hall.events(case_id)[-1]
    assert (event.type, event.role) == ("dues_recounted", "machine")
    assert event.data["recounted"] == {"acceptance": {"before": "2026-12-01", "after": "2026-12-03"}}
    alarm = alarms.find(hall.platform, keys.case(case_id), ACCEPTANCE)
    assert alarm is not None
    assert alarm.due == datetime(2026, 12, 4, tzinfo=SHANGHAI)
    assert hall.case(case_id).due("acceptance") == date(2026, 12, 3)
    assert hall.case(case_id).etag == '"v1"'
    hall.clock.move_to(alarm.due)
    assert sweep(hall.platform, FIRES) == 1
    assert hall.case(case_id).deemed


@pytest.mark.law("5.7")
def test_a_recount_writes_old_and_new_days_and_moves_every_copy(hall: Hall):
    case_id = hall.accepted()
    hall.world.publish_day_off(*OFF)
    assert recount(hall.platform, CaseFile(hall.case(case_id)))
    case, event, task = hall.case(case_id), hall.events(case_id)[-1], hall.task(case_id)
    assert event.data["recounted"] == {
        "promised": {"before": "2026-12-03", "after": "2026-12-07"},
        "statutory": {"before": "2026-12-08", "after": "2026-12-10"},
    }
    assert (case.due("promised"), task.due, task.statutory_due) == (LATER, LATER, date(2026, 12, 10))
    (row,) = hall.rows(case_id, "TASK#")
    assert row["tasks_sk"].startswith("2026-12-07#")
    assert case.due("acceptance") == date(2026, 12, 1)  # that clock had ended
    assert broken_at(hall.events(case_id)) is None
    assert not recount(hall.platform, CaseFile(case))


def test_repair_finds_and_counts_again_what_a_notice_has_moved(hall: Hall):
    case_id = hall.accepted()
    hall.issue_documents()
    hall.world.publish_day_off(*OFF)
    looked = repair_case(hall.platform, case_id, dry_run=True)
    assert looked is not None
    assert ("dues_outdated", "promised,statutory") in looked.before.findings
    mended = repair_case(hall.platform, case_id)
    assert mended is not None
    assert ("dues_outdated", "promised,statutory") in mended.mended
    assert hall.case(case_id).due("promised") == LATER
    again = repair_case(hall.platform, case_id)
    assert again is not None
    assert "dues_outdated" not in {finding.trouble for finding in again.before.findings}


def test_any_act_takes_the_new_days_along_and_tells_them_in_its_event(hall: Hall):
    case_id = hall.accepted()
    hall.world.publish_day_off(*OFF)
    hall.answer(case_id)
    case, event = hall.case(case_id), hall.events(case_id)[-1]
    assert event.type == "reviewed"
    assert event.data["recounted"]["promised"] == {"before": "2026-12-03", "after": "2026-12-07"}
    assert case.due("promised") == LATER


def test_what_has_ended_stays_as_it_was(hall: Hall):
    """Closed cases are never changed in silence, and a term that was met is not counted again."""
    decided, closed = hall.decided(), hall.closed()
    before = {case_id: hall.case(case_id) for case_id in (decided, closed)}
    hall.world.publish_day_off(*OFF, date(2026, 11, 25))
    for case_id in (decided, closed):
        shown = seen_case(hall.platform, hall.caller("supervisor"), case_id)
        assert shown.due("promised") == before[case_id].due("promised")
        terms = {
            term.term: term for term in timeline(shown, hall.events(case_id), OFF[0], hall.platform.calendars).terms
        }
        assert terms["承诺期限"].due == PROMISED
    assert seen_case(hall.platform, hall.caller("supervisor"), closed) == before[closed]
    assert seen_case(hall.platform, hall.caller("supervisor"), decided).due("issue") == date(2026, 12, 11)


@pytest.mark.law("5.7")
@pytest.mark.parametrize("how", ["withdrawn", "rejected", "archived", "delivered late"])
def test_the_clocks_of_what_has_ended_never_move(hall: Hall, how: str):
    """Each day of them is told by the calendar of the moment at which they ended (CR9)."""
    case_id = _ended(hall, how)
    hall.clock.pass_time(days=20)
    before = _clocks_told(hall, case_id)
    assert any(clock.state == "ended" for clock in before[0])
    hall.world.publish_day_off(*OFF, date(2026, 11, 30), *(date(2026, 12, day) for day in (4, 7, 8, 9)))
    assert _clocks_told(hall, case_id) == before


def _ended(hall: Hall, how: str) -> str:
    people = hall.people
    if how == "withdrawn":
        case_id = hall.submitted()
        people.withdraw(case_id, hall.caller(COMPANY, case_id))
    elif how == "rejected":
        case_id = hall.submitted()
        people.reject(case_id, hall.caller(CLERK, case_id))
    else:
        case_id = hall.reviewed()
        hall.clock.pass_time(days=13)  # four workdays after the promised day
        hall.decide(case_id)
        hall.carry_out_everything()
        hall.compare(case_id)
        hall.carry_out_everything()
        hall.issue_documents()
        hall.clock.pass_time(days=20 if how == "delivered late" else 0)
        hall.deliver(case_id)
    return case_id


def _clocks_told(hall: Hall, case_id: str) -> tuple[Any, Any]:
    """`/clock` and the terms of `/timeline`, as the routes answer."""
    known: dict[str, Any] = {"known": hall.caller(CLERK)}
    told: Any = clock.read_clock(Call(hall.platform, None, clock.AsOf(), "/v1", "192.0.2.1", "r-1", **known), case_id)
    shown = timeline(hall.case(case_id), hall.events(case_id), hall.clock.at.date(), hall.platform.calendars)
    return [one for one in told.body.clocks if one.state == "ended"], shown.terms


def test_a_notice_that_only_confirms_the_days_is_told_too(hall: Hall):
    """The holidays of 2027 are published: the days stay, and rest on nothing provisional any more."""
    hall.clock.pass_time(days=34)
    case_id = hall.submitted()
    assert hall.case(case_id).provisional
    hall.world.publish_day_off(date(2027, 10, 8))
    assert recount(hall.platform, CaseFile(hall.case(case_id)))
    day = {"before": "2027-01-05", "after": "2027-01-05", "provisional": False}
    assert hall.events(case_id)[-1].data["recounted"] == {"acceptance": day}
    assert not hall.case(case_id).provisional
