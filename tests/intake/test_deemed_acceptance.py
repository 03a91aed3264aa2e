"""视为受理: five workdays of silence accept a licence from its receipt, and nothing else (行政许可法32(4))."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.model.case_alarms import ACCEPTANCE
from chalicelib.cases.model.order import missing_stages
from chalicelib.cases.model.timeline import timeline
from chalicelib.durable import alarms
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.durable.alarms import Alarm
from chalicelib.durable.audit import broken_at
from chalicelib.foundation import keys, names
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.foundation.problems import Conflict
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import update
from chalicelib.intake.acts.accept import accept
from chalicelib.intake.acts.supplement import supplement
from chalicelib.wiring.alarms import FIRES
from local.demo.application import form
from proofs.kit.applications import COMPANY, PERMIT, SERVICE
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from tests.cases.acts import TRIED_ACTS

# Received on Tuesday the 24th: the fifth workday is the next Tuesday, and it ends at midnight.
RECEIVED, END = date(2026, 11, 24), datetime(2026, 12, 2, tzinfo=SHANGHAI)
NO_LICENCE = "YM-S03"
ANSWERS = {"YM-P01": PERMIT.answers, NO_LICENCE: SERVICE.answers}


def submitted(hall: Hall, item: str) -> str:
    return hall.submitted(item, filled={**form(), "answers": ANSWERS[item]})


def alarm_of(hall: Hall, case_id: str) -> Alarm | None:
    return alarms.find(hall.platform, keys.case(case_id), ACCEPTANCE)


def at(hall: Hall, instant: datetime) -> int:
    """Legal time moves to this instant, and the sweeper comes."""
    hall.clock.move_to(instant)
    return sweep(hall.platform, FIRES)


def deemed(hall: Hall) -> str:
    case_id = hall.submitted()
    assert at(hall, END) == 1
    hall.carry_out_everything()
    return case_id


def types(hall: Hall, case_id: str) -> list[str]:
    return [event.type for event in hall.events(case_id)]


def notice(hall: Hall, case_id: str) -> dict[str, Any]:
    (row,) = [row for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "acceptance_notice"]
    return row


@pytest.mark.requirement("R5")
@pytest.mark.law("1.4", "15.2", "15.3")
def test_silence_until_the_end_of_the_fifth_workday_accepts_from_the_day_of_receipt(hall: Hall):
    case_id = hall.submitted()
    assert at(hall, END - timedelta(seconds=1)) == 0
    assert hall.case(case_id).status is Status.SUBMITTED
    before = hall.case(case_id)
    assert at(hall, END) == 1
    case, event = hall.case(case_id), hall.events(case_id)[-1]
    assert (case.status, case.accepted_at, case.version) == (Status.IN_REVIEW, before.received_at, before.version)
    assert (case.clocks["promised"].started, case.clocks["statutory"].started) == (RECEIVED, RECEIVED)
    assert (event.type, event.role) == ("deemed_accepted", "machine")
    assert event.at >= END
    assert "《行政许可法》第三十二条" in event.data["reason"]
    assert str(RECEIVED) in event.data["reason"]
    assert broken_at(hall.events(case_id)) is None
    assert alarm_of(hall, case_id) is None


@pytest.mark.requirement("R5")
def test_the_clocks_are_those_of_an_acceptance_on_the_day_of_receipt(hall: Hall):
    by_window = hall.submitted()
    accept(hall.platform, hall.caller(CLERK, by_window), by_window)
    by_silence = hall.submitted()
    at(hall, END)
    assert hall.case(by_silence).clocks == hall.case(by_window).clocks


@pytest.mark.requirement("R5")
def test_the_applicant_gets_an_acceptance_notice_that_says_so(hall: Hall):
    row = notice(hall, deemed(hall))
    assert "五个工作日内未一次告知需要补正的全部内容" in row["data"]
    assert "2026年11月24日）起即为受理" in row["data"]
    assert "现决定" not in row["data"]
    assert row["no"] in [message["document"] for message in hall.messages(names.DOCUMENTS_QUEUE)]


def test_the_department_gets_its_task_and_the_case_can_be_closed(hall: Hall):
    case_id = deemed(hall)
    assert hall.task(case_id).state == "open"
    hall.answer(case_id)
    hall.carry_out_everything()
    hall.decide(case_id)
    hall.carry_out_everything()
    hall.compare(case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    hall.deliver(case_id)
    hall.carry_out_everything()
    assert hall.case(case_id).status is Status.CLOSED
    assert missing_stages(hall.case(case_id), (event.type for event in hall.events(case_id))) == []


def test_papers_that_are_not_scanned_do_not_stop_it(hall: Hall):
    case_id = hall.draft()
    files = hall.hand_in(case_id, *hall.required_lines(case_id))
    TRIED_ACTS["submit"].do(hall.people, case_id, hall.caller(COMPANY, case_id))
    for file in files:
        hall.platform.table.write(update(keys.material(case_id, file), put={"state": "requested"}))
    assert at(hall, END) == 1
    assert types(hall, case_id)[-1] == "deemed_accepted"


@pytest.mark.requirement("R5")
@pytest.mark.law("0")
def test_what_is_no_licence_is_not_accepted_by_silence_but_told_of_once(hall: Hall):
    case_id = submitted(hall, NO_LICENCE)
    assert at(hall, END) == 1
    for days in (1, 3):
        assert at(hall, END + timedelta(days=days)) == 0
    case = hall.case(case_id)
    assert case.status is Status.SUBMITTED
    assert case.accepted_at is None
    assert types(hall, case_id) == ["submitted", "acceptance_overdue"]
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    assert hall.case(case_id).accepted_at is not None


@pytest.mark.parametrize("name", ["accept", "correct", "reject", "withdraw"])
def test_who_acts_in_time_ends_the_alarm(hall: Hall, name: str):
    case_id, caller = TRIED_ACTS[name].prepare(hall)
    assert alarm_of(hall, case_id) is not None
    TRIED_ACTS[name].do(hall.people, case_id, caller)
    assert alarm_of(hall, case_id) is None
    at(hall, END + timedelta(days=30))  # an accepted case is late by then: that alarm is another one
    assert not {"deemed_accepted", "acceptance_overdue"} & {*types(hall, case_id)}


@pytest.mark.requirement("R5")
def test_a_supplement_is_received_anew_and_gives_five_new_workdays(hall: Hall):
    case_id = hall.correcting("01")
    hall.clock.move_to(datetime(2026, 12, 3, 10, tzinfo=SHANGHAI))
    hall.hand_in(case_id, "01")
    supplement(hall.platform, hall.caller(COMPANY, case_id), case_id)
    assert at(hall, datetime(2026, 12, 10, 23, 59, tzinfo=SHANGHAI)) == 0
    assert at(hall, datetime(2026, 12, 11, tzinfo=SHANGHAI)) == 1
    assert hall.case(case_id).clocks["promised"].started == date(2026, 12, 3)


def test_a_draft_has_no_alarm_and_its_withdrawal_none_to_end(hall: Hall):
    case_id = hall.draft()
    assert alarm_of(hall, case_id) is None
    TRIED_ACTS["withdraw"].do(hall.people, case_id, hall.caller(COMPANY, case_id))
    assert at(hall, END + timedelta(days=30)) == 0


def test_an_alarm_that_outlives_its_reason_ends_quietly(hall: Hall):
    case_id = hall.accepted()
    hall.platform.table.write(alarms.set_alarm(keys.case(case_id), ACCEPTANCE, END, hall.platform.now()))
    hall.platform.table.write(alarms.set_alarm(keys.case("nobody"), ACCEPTANCE, END, hall.platform.now()))
    before = hall.events(case_id)
    assert at(hall, END) == 2
    assert hall.events(case_id) == before
    assert (alarm_of(hall, case_id), alarm_of(hall, "nobody")) == (None, None)


def test_an_alarm_too_early_for_the_calendar_moves_to_the_right_day(hall: Hall):
    case_id = hall.submitted()
    early = END - timedelta(days=1)
    hall.platform.table.write(alarms.set_alarm(keys.case(case_id), ACCEPTANCE, early, hall.platform.now()))
    assert at(hall, early) == 1
    moved = alarm_of(hall, case_id)
    assert moved is not None
    assert (moved.due, hall.case(case_id).status) == (END, Status.SUBMITTED)
    assert at(hall, END) == 1
    assert hall.case(case_id).status is Status.IN_REVIEW


def test_the_clerk_who_comes_a_moment_before_wins(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """And only one acceptance is in the chain."""
    case_id = hall.submitted()
    clerk = hall.caller(CLERK, case_id)
    write = hall.platform.table.write

    def interrupted(*ops: Any) -> None:
        monkeypatch.setattr(hall.platform.table, "write", write)
        accept(hall.platform, clerk, case_id)
        write(*ops)

    monkeypatch.setattr(hall.platform.table, "write", interrupted)
    assert at(hall, END) == 0
    assert at(hall, END) == 0
    assert types(hall, case_id) == ["submitted", "accepted"]


def test_the_clerk_who_comes_a_moment_after_is_told(hall: Hall):
    case_id = hall.submitted()
    clerk = hall.caller(CLERK, case_id)
    at(hall, END)
    with pytest.raises(Conflict):
        accept(hall.platform, clerk, case_id)
    assert types(hall, case_id) == ["submitted", "deemed_accepted"]


def test_a_late_second_firing_is_refused(hall: Hall):
    case_id = hall.submitted()
    alarm = alarm_of(hall, case_id)
    assert alarm is not None
    at(hall, END)
    with pytest.raises(Refused):
        FIRES[ACCEPTANCE](hall.platform, alarm)
    assert types(hall, case_id).count("deemed_accepted") == 1


@pytest.mark.parametrize(("item", "label"), [("YM-P01", "逾期未告知，视为受理"), (NO_LICENCE, "逾期未受理")])
def test_the_timeline_names_it(hall: Hall, item: str, label: str):
    case_id = submitted(hall, item)
    at(hall, END)
    shown = timeline(hall.case(case_id), hall.events(case_id), END.date(), hall.platform.calendars)
    assert shown.stages[-1].label == label
