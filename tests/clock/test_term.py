"""What holds of every term, whatever its start, length and pauses."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.clock import CountedDay, OutsideCalendar, Pause, Unit, WorkCalendar, count_term, merge_pauses
from tests.clock.strategies import lengths, pauses_after, starts, units

CALENDAR = WorkCalendar()


@given(st.data(), starts, lengths, units, st.integers(0, 40))
def test_a_term_is_consistent(data: st.DataObject, start: date, length: int, unit: Unit, extension: int) -> None:
    pauses = data.draw(pauses_after(start))
    term = count_term(start, length, unit, pauses, extension, CALENDAR)

    assert [day.number for day in term.days if day.counted] == list(range(1, length + extension + 1))
    assert all((day.number is not None) == day.counted for day in term.days)
    assert [day.date for day in term.days] == [start + timedelta(days=n) for n in range(len(term.days))]
    assert term.due == term.days[-1].date
    assert not term.days[0].counted
    assert term.provisional == any(CALENDAR.day(day.date).provisional for day in term.days)
    paused = {day.date for day in term.days if any(pause.start < day.date <= pause.end for pause in pauses)}
    assert not any(day.counted for day in term.days if day.date in paused)
    assert CALENDAR.day(term.due).workday
    if length + extension:
        assert term.due not in paused
    if unit == "workday":
        after = term.days[1:] if length + extension else ()  # what is done at once counts no day
        workdays = [day.date for day in after if CALENDAR.day(day.date).workday and day.date not in paused]
        assert [day.date for day in term.days if day.counted] == workdays


@given(st.data(), starts, lengths, units)
def test_a_longer_term_is_never_due_earlier(data: st.DataObject, start: date, length: int, unit: Unit) -> None:
    pauses = data.draw(pauses_after(start))
    shorter = count_term(start, length, unit, pauses, 0, CALENDAR)
    longer = count_term(start, length + 1, unit, pauses, 0, CALENDAR)
    assert longer.due > shorter.due if unit == "workday" and length else longer.due >= shorter.due


@given(st.data(), starts, lengths, units)
def test_a_pause_never_makes_a_term_due_earlier(data: st.DataObject, start: date, length: int, unit: Unit) -> None:
    pauses = data.draw(pauses_after(start))
    more = data.draw(pauses_after(start))
    with_fewer = count_term(start, length, unit, pauses, 0, CALENDAR)
    assert count_term(start, length, unit, pauses + more, 0, CALENDAR).due >= with_fewer.due


@given(st.data(), starts, lengths, units, st.integers(0, 40))
def test_an_extension_adds_to_the_same_clock(
    data: st.DataObject, start: date, length: int, unit: Unit, extension: int
) -> None:
    pauses = data.draw(pauses_after(start))
    extended = count_term(start, length, unit, pauses, extension, CALENDAR)
    assert extended.due == count_term(start, length + extension, unit, pauses, 0, CALENDAR).due
    told = [day.number for day in extended.days if "延长期限第" in day.reason]
    assert told == list(range(length + 1, length + extension + 1))


@given(st.data(), starts)
@pytest.mark.law("5.6")
def test_merged_pauses_exclude_the_same_days(data: st.DataObject, start: date) -> None:
    pauses = data.draw(pauses_after(start))
    merged = merge_pauses(pauses)
    assert excluded(merged) == excluded(pauses)
    assert merge_pauses(merged) == merged
    assert all(earlier.end < later.start for earlier, later in pairwise(merged))


@given(st.data(), starts, lengths, units)
def test_splitting_a_pause_changes_nothing(data: st.DataObject, start: date, length: int, unit: Unit) -> None:
    pauses = data.draw(pauses_after(start))
    split: list[Pause] = []
    for pause in pauses:
        middle = data.draw(st.dates(pause.start, pause.end))
        split += [Pause(pause.start, middle), Pause(middle, pause.end)]
    split = data.draw(st.permutations(split))
    assert count_term(start, length, unit, split, 0, CALENDAR) == count_term(start, length, unit, pauses, 0, CALENDAR)


def excluded(pauses: "list[Pause] | tuple[Pause, ...]") -> set[date]:
    return {
        pause.start + timedelta(days=offset)
        for pause in pauses
        for offset in range(1, (pause.end - pause.start).days + 1)
    }


@pytest.mark.parametrize(
    ("start", "due", "reasons"),
    [
        (date(2025, 9, 26), date(2025, 9, 26), ["即办件当日办结"]),
        (
            date(2025, 9, 27),
            date(2025, 9, 28),  # a Sunday of work
            ["即办件当日办结;当日为周末,顺延至下一工作日", "顺延至此日,当日办结"],
        ),
        (
            date(2027, 2, 7),
            date(2027, 2, 9),
            [
                "即办件当日办结;当日为法定节假日:春节,顺延至下一工作日(推算,待放假通知公布)",
                "法定节假日:春节,顺延至下一工作日(推算,待放假通知公布)",
                "顺延至此日,当日办结(推算,待放假通知公布)",
            ],
        ),
    ],
)
@pytest.mark.parametrize("unit", ["workday", "day"])
@pytest.mark.requirement("R46")
def test_what_is_decided_at_once_is_due_that_day_or_on_the_next_workday(
    start: date, due: date, reasons: list[str], unit: Unit
) -> None:
    term = count_term(start, 0, unit, [Pause(start, start + timedelta(days=9))], 0, CALENDAR)
    days = [CountedDay(start + timedelta(days=n), False, None, reason) for n, reason in enumerate(reasons)]
    assert (term.due, list(term.days)) == (due, days)


@pytest.mark.law("15.23")
def test_each_day_is_explained() -> None:
    term = count_term(date(2025, 9, 26), 2, "workday", [Pause(date(2025, 9, 28), date(2025, 9, 29))], 1, CALENDAR)
    assert [(day.date.strftime("%m-%d"), day.number, day.reason) for day in term.days] == [
        ("09-26", None, "起始日不计入(《民法典》第二百零一条)"),
        ("09-27", None, "周末"),
        ("09-28", 1, "调休上班:国庆节"),
        ("09-29", None, "特别程序期间不计入(《行政许可法》第四十五条)"),
        ("09-30", 2, "工作日"),
        ("10-01", None, "法定节假日:国庆节"),
        ("10-02", None, "法定节假日:国庆节"),
        ("10-03", None, "法定节假日:国庆节"),
        ("10-04", None, "周末"),
        ("10-05", None, "周末"),
        ("10-06", None, "法定节假日:中秋节"),
        ("10-07", None, "调休放假:国庆节"),
        ("10-08", None, "调休放假:国庆节"),
        ("10-09", 3, "工作日;延长期限第1日(《行政许可法》第四十二条)"),
    ]


def test_a_pause_also_holds_up_the_day_a_term_rolls_to() -> None:
    saturday = date(2025, 11, 15)
    term = count_term(date(2025, 11, 13), 2, "day", [Pause(saturday, date(2025, 11, 17))], 0, CALENDAR)
    assert [(day.number, day.reason) for day in term.days[1:]] == [
        (1, "自然日(工作日)"),
        (2, "自然日(周末);最后一日为休息日,顺延(《民法典》第二百零三条)"),
        (None, "中止期间不计入"),
        (None, "中止期间不计入"),
        (None, "顺延至此日届满(《民法典》第二百零三条)"),
    ]


def test_a_term_into_a_year_without_notice_is_provisional() -> None:
    term = count_term(date(2026, 12, 30), 2, "workday", (), 0, CALENDAR)
    assert (term.due, term.provisional) == (date(2027, 1, 4), True)
    assert term.days[-1].reason == "工作日(推算,待放假通知公布)"
    assert not count_term(date(2026, 12, 30), 1, "workday", (), 0, CALENDAR).provisional


def test_impossible_terms_are_refused() -> None:
    with pytest.raises(OutsideCalendar):
        count_term(date(2119, 12, 25), 10, "workday", (), 0, CALENDAR)
    with pytest.raises(ValueError, match="negative"):
        count_term(date(2026, 1, 5), -1, "workday", (), 0, CALENDAR)
    with pytest.raises(ValueError, match="negative"):
        count_term(date(2026, 1, 5), 1, "workday", (), -1, CALENDAR)
    with pytest.raises(ValueError, match="before it starts"):
        Pause(date(2026, 1, 5), date(2026, 1, 4))
