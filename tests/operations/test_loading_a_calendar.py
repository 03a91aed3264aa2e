"""An administrator loads days off: what changes, from when it holds, and every open case counted again (R52, CR9)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.cases.model.status import Status
from chalicelib.clock.amendment import CalendarAmendment
from chalicelib.clock.notice import HolidayNotice
from chalicelib.durable import alarms
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.durable.audit import broken_at
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.foundation.problems import Conflict, Invalid
from chalicelib.foundation.table import Table
from chalicelib.operations.acts import recount_cases
from chalicelib.operations.acts.load_calendar import load_calendar
from chalicelib.operations.model.calendar import HOLDS_AFTER, Loaded
from chalicelib.operations.store.loaded_calendar import OWNER, alarm_name, find_progress
from chalicelib.wiring.alarms import FIRES
from proofs.kit.calendar import notices_with_days_off
from proofs.kit.hall import Hall

# Accepted on the 24th of November: 7 workdays end on the 3rd of December.
TYPHOON = date(2026, 11, 26)
PROMISED, LATER = date(2026, 12, 3), date(2026, 12, 4)
ADMIN = "administrator"


def day_off(*days: date, division: str | None = None, name: str = "台风停工") -> CalendarAmendment:
    return CalendarAmendment.model_validate(
        {
            "division": division,
            "days": [{"date": day, "workday": False, "name": name} for day in days],
            "paper": "阳府办〔2026〕9号",
        }
    )


def load(hall: Hall, loaded: Loaded, reason: str = "台风红色预警") -> dict[str, Any]:
    return load_calendar(hall.platform, hall.caller(ADMIN), loaded, reason).facts


def holds(hall: Hall) -> None:
    hall.clock.move_to(hall.clock() + HOLDS_AFTER)


@pytest.mark.requirement("R52")
@pytest.mark.law("5.7")
def test_a_typhoon_day_moves_the_due_day_of_an_open_case_and_says_why(hall: Hall):
    case_id = hall.accepted()
    facts = load(hall, day_off(TYPHOON))
    assert [(one["date"], one["workday_before"], one["workday_after"]) for one in facts["changed"]] == [
        ("2026-11-26", True, False)
    ]
    assert facts["changed"][0]["reason_after"] == "临时放假:台风停工"
    holds(hall)
    assert sweep(hall.platform, FIRES) >= 1
    case, event = hall.case(case_id), hall.events(case_id)[-1]
    assert case.due("promised") == LATER
    assert event.type == "dues_recounted"
    assert event.data["recounted"]["promised"] == {"before": str(PROMISED), "after": str(LATER)}
    assert event.data["calendar"] == {"number": 1, "paper": "阳府办〔2026〕9号", "reason": "台风红色预警"}
    assert broken_at(hall.events(case_id)) is None
    progress = find_progress(hall.platform, 1)
    assert progress is not None
    assert (progress.state, progress.looked_at, progress.moved, progress.failed) == ("done", 1, 1, 0)
    assert alarms.find(hall.platform, OWNER, alarm_name(1)) is None


def test_until_it_holds_nothing_is_counted_by_it_and_then_everything_is(hall: Hall):
    load(hall, day_off(TYPHOON))
    hall.clock.move_to(hall.clock() + HOLDS_AFTER - timedelta(seconds=20))
    assert hall.platform.calendar.day(TYPHOON).workday
    holds(hall)
    assert not hall.platform.calendar.day(TYPHOON).workday


def test_a_process_that_knows_the_calendar_before_reads_it_again_in_time(hall: Hall):
    """Another process than the one that has loaded it: it reads the row every five minutes."""
    other = hall.platform
    assert other.calendar.day(TYPHOON).workday
    known = other.calendars
    del vars(other)["calendars"]
    load(hall, day_off(TYPHOON))
    vars(other)["calendars"] = known
    hall.world.wall.move_to(hall.world.wall() + timedelta(minutes=5))
    holds(hall)
    assert not other.calendar.day(TYPHOON).workday


def test_what_is_submitted_accepted_or_closed_meanwhile_is_right_by_the_new_calendar(hall: Hall):
    load(hall, day_off(TYPHOON))
    holds(hall)
    case_id = hall.accepted()
    assert hall.case(case_id).due("promised") == LATER
    assert sweep(hall.platform, FIRES) >= 1
    assert [event.type for event in hall.events(case_id)].count("dues_recounted") == 0


def test_a_count_that_meets_a_later_entry_names_both_papers(hall: Hall):
    """Two days off hold when the first count begins: the due day moves by both, once."""
    case_id = hall.accepted()
    load(hall, day_off(TYPHOON))
    load(hall, day_off(date(2026, 11, 27)).model_copy(update={"paper": "阳府办〔2026〕10号"}), "延长一天")
    holds(hall)
    sweep(hall.platform, FIRES)
    told = [event.data["calendar"] for event in hall.events(case_id) if event.type == "dues_recounted"]
    papers = {"paper": "阳府办〔2026〕9号；阳府办〔2026〕10号", "reason": "台风红色预警；延长一天"}
    assert told == [{"number": 2, **papers}]
    assert hall.case(case_id).due("promised") == date(2026, 12, 7)


def test_a_count_says_the_same_paper_and_reason_once(hall: Hall):
    case_id = hall.accepted()
    for day in (TYPHOON, date(2026, 11, 27), date(2026, 11, 30)):
        load(hall, day_off(day))
    holds(hall)
    sweep(hall.platform, FIRES)
    (told,) = [event.data["calendar"] for event in hall.events(case_id) if event.type == "dues_recounted"]
    assert told == {"number": 3, "paper": "阳府办〔2026〕9号", "reason": "台风红色预警"}


@pytest.mark.parametrize("days", [[date(2026, 11, 28)], [date(2026, 11, 28), date(2026, 11, 29)]])
def test_an_amendment_that_moves_no_day_is_refused(hall: Hall, days: list[date]):
    """A weekend is a day off whatever it is called; nothing would be counted again."""
    with pytest.raises(Conflict) as refused:
        load(hall, day_off(*days))
    assert refused.value.code == "calendar_unchanged"
    assert find_progress(hall.platform, 1) is None
    load(hall, day_off(*days, TYPHOON))


@pytest.mark.law("5.7")
def test_a_closed_case_never_changes(hall: Hall):
    case_id = hall.closed()
    before, events = hall.case(case_id), hall.events(case_id)
    load(hall, day_off(before.due("issue") or TYPHOON))
    holds(hall)
    sweep(hall.platform, FIRES)
    assert hall.case(case_id) == before
    assert before.status is Status.CLOSED
    assert hall.events(case_id) == events


def test_the_count_goes_on_where_it_stopped(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """A page of cases, then the time is over; the process dies in the middle of another page."""
    cases = [hall.accepted() for _ in range(6)]
    monkeypatch.setattr(recount_cases, "SLICE", timedelta(0))
    monkeypatch.setattr("chalicelib.operations.store.census.SCANNED", 40)
    load(hall, day_off(TYPHOON))
    holds(hall)
    looked, rounds = list[int](), 0
    while (progress := find_progress(hall.platform, 1)) is not None and progress.state != "done":
        if rounds == 2:
            with monkeypatch.context() as dying:
                dying.setattr(Table, "write", die)
                with pytest.raises(Died):
                    recount_cases.recount_cases(hall.platform, alarm_of(hall))
        sweep(hall.platform, FIRES)
        hall.clock.move_to(hall.clock() + timedelta(minutes=1))
        looked.append(progress.looked_at)
        rounds += 1
        assert rounds < 200
    assert rounds > 3
    assert looked == sorted(looked)
    assert progress is not None
    assert (progress.looked_at, progress.moved, progress.failed) == (6, 6, 0)
    for case_id in cases:
        assert hall.case(case_id).due("promised") == LATER
        assert [event.type for event in hall.events(case_id)].count("dues_recounted") == 1


class Died(BaseException):
    """The process ends here."""


def die(*_: object) -> None:
    raise Died


def alarm_of(hall: Hall) -> alarms.Alarm:
    found = alarms.find(hall.platform, OWNER, alarm_name(1))
    assert found is not None
    return found


def test_a_case_that_cannot_be_counted_is_told_and_the_others_go_on(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    bad, good = hall.accepted(), hall.accepted()
    whole = recount_cases.load_file

    def broken(table: Table, case_id: str):
        if case_id == bad:
            raise LookupError("a row that cannot be read")
        return whole(table, case_id)

    monkeypatch.setattr(recount_cases, "load_file", broken)
    load(hall, day_off(TYPHOON))
    holds(hall)
    sweep(hall.platform, FIRES)
    progress = find_progress(hall.platform, 1)
    assert progress is not None
    assert (progress.state, progress.failed, progress.failed_cases) == ("done", 1, (bad,))
    assert hall.case(good).due("promised") == LATER


def test_a_notice_ends_what_was_provisional(hall: Hall):
    assert hall.platform.calendar.day(date(2027, 3, 1)).provisional
    (notice,) = notices_with_days_off(hall.platform.calendar, date(2027, 2, 11))
    facts = load(hall, notice, "国务院办公厅通知")
    assert facts["confirmed"] > 300
    assert "2027-02-11" in {one["date"] for one in facts["changed"]}
    holds(hall)
    calendar = hall.platform.calendar
    assert not calendar.day(date(2027, 3, 1)).provisional
    assert not calendar.day(date(2027, 2, 11)).workday


@pytest.mark.parametrize("division", [None, "440000", "441700"])
def test_days_of_the_region_and_of_all_above_it_are_kept(hall: Hall, division: str | None):
    load(hall, day_off(TYPHOON, division=division))
    holds(hall)
    assert not hall.platform.calendar.day(TYPHOON).workday


@pytest.mark.parametrize("division", ["440100", "441781", "450000"])
def test_days_of_another_region_are_refused(hall: Hall, division: str):
    with pytest.raises(Invalid) as refused:
        load(hall, day_off(TYPHOON, division=division))
    assert refused.value.errors[0].pointer == "/amendment/division"


def test_a_later_amendment_takes_back_an_earlier_one(hall: Hall):
    load(hall, day_off(TYPHOON))
    back = {"date": TYPHOON, "workday": True, "name": "台风停工取消"}
    load(hall, CalendarAmendment.model_validate({"days": [back], "paper": "阳府办〔2026〕10号"}))
    holds(hall)
    day = hall.platform.calendar.day(TYPHOON)
    assert (day.workday, day.reason) == (True, "临时调整上班:台风停工取消")


def test_what_changes_nothing_is_refused(hall: Hall):
    load(hall, day_off(TYPHOON))
    holds(hall)
    with pytest.raises(Conflict, match="没有日期发生变化"):
        load(hall, day_off(TYPHOON))


def test_two_who_load_at_once_both_count_and_nothing_is_lost(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """The second one reads the row before the first one writes: its condition is refused, and it begins again."""
    from chalicelib.operations.acts import load_calendar as module

    once, whole = list[bool](), module.keep_entry

    def meanwhile(*args: Any):
        if not once:
            once.append(True)
            load(hall, day_off(date(2026, 12, 1), name="另一次"))
        return whole(*args)

    monkeypatch.setattr(module, "keep_entry", meanwhile)
    assert load(hall, day_off(TYPHOON))["number"] == 2
    holds(hall)
    assert not hall.platform.calendar.day(TYPHOON).workday
    assert not hall.platform.calendar.day(date(2026, 12, 1)).workday


def test_a_notice_with_a_day_that_is_off_and_made_up_is_refused():
    with pytest.raises(ValueError, match="既为放假日又为上班日"):
        HolidayNotice.model_validate(
            {
                "year": 2027,
                "off_days": [{"date": "2027-01-02", "name": "元旦"}],
                "makeup_workdays": ["2027-01-02"],
                "paper": "x",
            }
        )


def test_a_notice_that_leaves_out_a_statutory_holiday_is_refused(hall: Hall):
    day = {"date": "2027-01-01", "name": "元旦"}
    with pytest.raises(Invalid) as refused:
        load(hall, HolidayNotice.model_validate({"year": 2027, "off_days": [day], "paper": "x"}))
    error = refused.value.errors[0]
    assert (error.pointer, error.code) == ("/notice/off_days", "statutory_holidays_missing")
    assert "2027-10-01(国庆节)" in error.message


@pytest.mark.parametrize("name", [" ", "\n", "台风\n停工", " 台风"])
def test_names_are_one_line_of_words(name: str):
    with pytest.raises(ValueError, match="string_pattern_mismatch"):
        day_off(TYPHOON, name=name)


def test_the_alarm_stands_at_the_moment_from_which_it_holds(hall: Hall):
    facts = load(hall, day_off(TYPHOON))
    assert alarm_of(hall).due == datetime.fromisoformat(facts["since"]).astimezone(SHANGHAI)
