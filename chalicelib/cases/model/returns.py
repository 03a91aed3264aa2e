"""退回补报: what the organ above has sent back, and to which organ each day belongs (行政许可法35, 43). Pure.

The term of the organ above begins with the first report and never anew. While the file is here again, its term stands
still and that of the review here goes on; while it is above, the other way round. So no return makes both terms
together longer than the law does.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from pydantic import AwareDatetime

from chalicelib.cases.model.record import Record
from chalicelib.cases.model.stops import Stop
from chalicelib.clock.pauses import Pause, merge_pauses

ReturnReason = Literal["unreadable", "opinion_incomplete"]
Days = tuple[tuple[date, date], ...]
DAY = timedelta(days=1)


class Return(Record):
    """One return, of what was reported on the day `reported`. `lines` are those whose files cannot be read."""

    reason: ReturnReason
    lines: tuple[str, ...] = ()
    reported: date
    at: AwareDatetime


def standing_still(stops: Sequence[Stop], returns: Sequence[Return]) -> Days:
    """What the review here does not count, as the fewest pauses: special procedures, and the days above. The day of a
    report was not used up: whoever has reported on the last day has one day left after a return.
    """
    procedures = [Pause(one.started, one.last) for one in stops if not one.above]
    above = [Pause(one.reported - DAY, one.at.date()) for one in returns]
    return _days(merge_pauses([*procedures, *above]))


def standing_still_above(stops: Sequence[Stop], returns: Sequence[Return], reported: date) -> Days:
    """What the term above does not count: that organ's own special procedures, and the days from each return to the
    next report, the last on `reported`.
    """
    again = [*(one.reported for one in returns[1:]), reported]
    below = [Pause(one.at.date(), day) for one, day in zip(returns, again, strict=False)]
    return _days(merge_pauses([*below, *(Pause(one.started, one.last) for one in stops if one.above)]))


def came_back(returns: Sequence[Return], reason: ReturnReason) -> Return | None:
    """The last return on this ground."""
    return next((one for one in reversed(returns) if one.reason == reason), None)


def was_above(day: date, returns: Sequence[Return]) -> bool:
    """Whether the review here does not count this day because the file was above."""
    return any(one.reported <= day <= one.at.date() for one in returns)


def _days(pauses: Sequence[Pause]) -> Days:
    return tuple((pause.start, pause.end) for pause in pauses)
