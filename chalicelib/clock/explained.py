"""The explanation of a counted term, one line a day."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple, cast

from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.pauses import Pause
from chalicelib.clock.unit import Unit
from chalicelib.clock.workdays import PROJECTED, CountedDay, Day, mark, uncounted


class Question(NamedTuple):
    """What was counted, and the due day that came out. `pauses` are merged."""

    start: date
    due: date
    length: int
    extension: int
    unit: Unit
    pauses: Sequence[Pause]


# A day, with its line if it is a day of rest in a term of workdays.
_Line = tuple[Day, CountedDay | None]
PAUSED = {"workday": "特别程序期间不计入(《行政许可法》第四十五条)", "day": "中止期间不计入"}
EXTENDED = {"workday": ";延长期限第{}日(《行政许可法》第四十二条)", "day": ";延长期限第{}日"}
# In half the time of the class itself, which is most of the time of a long term.
_made = cast("Callable[[type[CountedDay], tuple[date, bool, int | None, str]], CountedDay]", tuple.__new__)  # pyright: ignore[reportUnknownMemberType]
ROLLS = ";最后一日为休息日,顺延(《民法典》第二百零三条)"


def written_out(asked: Question, calendar: WorkCalendar) -> list[CountedDay]:
    """The days from the start to the due day, both included."""
    total = asked.length + asked.extension
    if total == 0:
        return list(_at_once(asked, calendar))
    lines = [uncounted(calendar.day(asked.start), "起始日不计入(《民法典》第二百零一条)")]
    return lines + (_workdays(asked, calendar) if asked.unit == "workday" else list(_days(asked, calendar)))


def _at_once(asked: Question, calendar: WorkCalendar) -> Iterator[CountedDay]:
    """即办件: the day itself; a day of rest gives way to the next workday."""
    for number in range((asked.due - asked.start).days):
        day = calendar.day(asked.start + timedelta(days=number))
        first = "即办件当日办结;当日为" if day.date == asked.start else ""
        yield uncounted(day, f"{first}{day.reason},顺延至下一工作日")
    yield uncounted(calendar.day(asked.due), "即办件当日办结" if asked.due == asked.start else "顺延至此日,当日办结")


def _stretches(asked: Question, calendar: WorkCalendar) -> Iterator[tuple[Sequence[_Line], bool]]:
    """The days after the start, up to the due day, cut at the pauses, and whether a stretch is paused."""
    days, start, reached = _between(asked.start, asked.due, calendar), asked.start, 0
    for pause in asked.pauses:
        begins, ends = max((pause.start - start).days, reached), (pause.end - start).days
        if begins < ends:
            yield days[reached:begins], False
            yield days[begins:ends], True
            reached = ends
    yield days[reached:], False


def _between(after: date, until: date, calendar: WorkCalendar) -> Sequence[_Line]:
    """The days d with after < d <= until."""
    first, last = after.toordinal() + 1, until.toordinal()
    days: list[_Line] = []
    for year in range(after.year, until.year + 1):
        table = calendar.table(year)
        span = slice(max(0, first - table.first), last - table.first + 1)
        days += zip(table.days[span], table.lines[span], strict=True)
    return days


def _workdays(asked: Question, calendar: WorkCalendar) -> list[CountedDay]:
    number, length, at_rest = 0, asked.length, PAUSED["workday"]
    lines: list[CountedDay] = []
    for days, paused in _stretches(asked, calendar):
        for (day, _, reason, provisional), rest in days:
            if rest is not None:
                lines.append(rest)
            elif paused:
                lines.append(_made(CountedDay, (day, False, None, at_rest + PROJECTED if provisional else at_rest)))
            else:
                number += 1
                told = reason if number <= length else reason + EXTENDED["workday"].format(number - length)
                lines.append(_made(CountedDay, (day, True, number, told + PROJECTED if provisional else told)))
    return lines


def _days(asked: Question, calendar: WorkCalendar) -> Iterator[CountedDay]:
    number, length, total = 0, asked.length, asked.length + asked.extension
    for days, paused in _stretches(asked, calendar):
        for day, _ in days:
            if number == total:
                yield _rolled(day, paused=paused)
            elif paused:
                yield uncounted(day, PAUSED["day"])
            else:
                number += 1
                extended = EXTENDED["day"].format(number - length) if number > length else ""
                rolls = ROLLS if number == total and not day.workday else ""
                yield CountedDay(day.date, True, number, f"自然日({day.reason}){extended}{rolls}{mark(day)}")


def _rolled(day: Day, *, paused: bool) -> CountedDay:
    """民法典 203: a last day of rest gives way to the next workday; a pause stands in the way of that day too."""
    if day.workday and not paused:
        return uncounted(day, "顺延至此日届满(《民法典》第二百零三条)")
    return uncounted(day, PAUSED["day"] if paused else f"顺延:{day.reason}")
