"""What moves the decision clocks of a case: special procedures (行政许可法45), one extension (42). Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field

from chalicelib.cases.model.record import Record
from chalicelib.catalogue.model.record import SpecialKind
from chalicelib.clock.pauses import Pause, merge_pauses

MOST_STOPS = 20


class Stop(Record):
    """A special procedure that stops the decision clocks: the days d with started < d <= `last` belong to no term.

    `until` is the last day that the applicant was told in writing. `ended` is the day on which the procedure really
    ended. Days after `until` count, whether it has ended or not: nobody has told the applicant of them.
    `document` is the notice. `told`: the supervisors know that the procedure takes longer than was told. `above`: it is
    one of the organ above, which had the case then, so that it stops that organ's term alone.
    """

    kind: SpecialKind
    basis: Annotated[str, Field(description="the article that takes its time out of the term")]
    needed_by: Annotated[str, Field(description="the article that asks for the procedure")]
    started: date
    until: date
    ended: date | None = None
    document: str
    told: bool = False
    above: bool = False

    @property
    def last(self) -> date:
        """The last day that does not count."""
        return min(self.until, self.ended) if self.ended else self.until

    def stops_on(self, today: date) -> bool:
        """Whether the clocks do not run on this day because of it. On the day after the notice they stand still."""
        return self.ended is None and today <= self.until


class Extended(Record):
    """The one extension of the term of the law: `length` in the unit of that clock. `document` is the notice,
    `approval` the number of the paper by which the government has approved that of a joint request.
    """

    at: AwareDatetime
    length: int
    basis: str
    before: Annotated[date, Field(description="the due day before it")]
    document: str
    approval: str | None = None


def excluded(stops: Iterable[Stop]) -> tuple[tuple[date, date], ...]:
    """The days that all of them together take out, as the fewest pauses: procedures at the same time count once."""
    return tuple((pause.start, pause.end) for pause in merge_pauses([Pause(one.started, one.last) for one in stops]))


def ended_on(stops: Sequence[Stop], kind: SpecialKind, day: date) -> tuple[Stop, ...]:
    """Every procedure of this kind that is open has ended on this day."""
    return tuple(
        one.model_copy(update={"ended": day}) if one.kind == kind and one.ended is None else one for one in stops
    )


def open_kinds(stops: Iterable[Stop]) -> tuple[SpecialKind, ...]:
    """The kinds of procedures that have not ended, in the order in which they began."""
    return tuple(dict.fromkeys(one.kind for one in stops if one.ended is None))


def stopped_until(stops: Iterable[Stop], today: date) -> date | None:
    """The last day for which the clocks stand still today, as far as anybody has told; None while they run."""
    return max((one.until for one in stops if one.stops_on(today)), default=None)


def unsupported_until(stop: Stop, stops: Sequence[Stop], today: date) -> date | None:
    """The last day on which this procedure went on though nobody had told of that day, so that it counts; None where it
    did not. The next notice of the same kind tells of the days after its own.
    """
    later = [one.started for one in stops[stops.index(stop) + 1 :] if one.kind == stop.kind]
    went_on = min([stop.ended or today, *later])
    return went_on if went_on > stop.until else None


def first_overrun(stops: Sequence[Stop]) -> date | None:
    """The last told day of the procedure that nobody has ended and the supervisors do not know of, the earliest one. A
    later notice of the same kind replaces the day of the earlier one.
    """
    return min((one.until for one in _in_force(stops) if not one.told), default=None)


def told_overruns(stops: Sequence[Stop], today: date) -> tuple[Stop, ...]:
    """The procedures with those marked that have gone on past the told day."""
    return tuple(
        one.model_copy(update={"told": True}) if one in _in_force(stops) and one.until < today else one for one in stops
    )


def _in_force(stops: Sequence[Stop]) -> list[Stop]:
    """The last notice of each kind that has not ended."""
    return list({one.kind: one for one in stops if one.ended is None}.values())
