"""A named clock of a case: facts to count from, and what they come to. The days themselves are counted by `clock`."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, JsonValue

from chalicelib.cases.model.record import Record
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.duty import count_to_duty
from chalicelib.clock.pauses import Pause
from chalicelib.clock.term import Term, count_term, ending_on
from chalicelib.clock.unit import Unit

ClockKind = Literal[
    "acceptance",
    "confirmation",
    "supplement",
    "promised",
    "deferral",
    "opinion",
    "inspection_start",
    "hearing",
    "statutory",
    "lower_review",
    "superior",
    "expiry",
    "issue",
    "verification",
    "rectification",
    "commitment",
    "commitment_2",
    "commitment_3",
]


class ClockWords(NamedTuple):
    """How a kind of clock is shown: its name in Chinese, the field of `limits` in answers that has its due day, and
    whether the timeline tells what is used and left of it. `tells_basis`: where its length comes from is a sentence for
    people; that of others is told by the item.
    """

    label: str
    limit: str
    on_timeline: bool = True
    tells_basis: bool = False


CLOCKS: Mapping[ClockKind, ClockWords] = {
    "acceptance": ClockWords("受理期限", "accept_due", on_timeline=False),
    "confirmation": ClockWords("征询部门意见的答复期限", "confirmation_due", on_timeline=False),
    "supplement": ClockWords("补正期限", "supplement_due"),
    "promised": ClockWords("承诺期限", "promised_due"),
    "deferral": ClockWords("容缺材料补齐期限", "deferral_due", tells_basis=True),
    "opinion": ClockWords("部门提出审查意见的期限", "opinion_due", on_timeline=False, tells_basis=True),
    "inspection_start": ClockWords("指派人员检验、检测、检疫的期限", "inspection_start_due", tells_basis=True),
    "hearing": ClockWords("组织听证期限", "hearing_due", tells_basis=True),
    "statutory": ClockWords("法定期限", "statutory_due"),
    "lower_review": ClockWords("下级审查期限", "lower_review_due", tells_basis=True),
    "superior": ClockWords("上级机关决定期限", "superior_due", tells_basis=True),
    "expiry": ClockWords("原许可有效期届满日（延续）", "expiry_due", tells_basis=True),
    "issue": ClockWords("颁发送达期限", "issue_due", tells_basis=True),
    "verification": ClockWords("承诺核查期限", "verification_due", tells_basis=True),
    "rectification": ClockWords("整改期限", "rectification_due", tells_basis=True),
    "commitment": ClockWords("承诺取得前置结果的期限", "commitment_due", tells_basis=True),
    "commitment_2": ClockWords("承诺取得前置结果的期限（二）", "commitment_2_due", tells_basis=True),
    "commitment_3": ClockWords("承诺取得前置结果的期限（三）", "commitment_3_due", tells_basis=True),
}


class Clock(Record):
    """`length` and `extension` are in `unit` (workday, or day for calendar days), counted from `started`, day 0.

    `basis` says where the length comes from; in a list it is empty. `pauses` belong to no term (行政许可法45). `due` is
    the last day by the calendar that was in force when it was counted; `provisional` says that it rests on a year whose
    holidays are not announced yet. Whoever compares or shows a due day counts it again first (`clocks.recounted`).

    `duty`: a promise for the same day that ends on the department's next day of duty, which is this weekday (1 is
    Monday). It is a fact of the promise: what the department's residency becomes later does not move it (R46).

    `own`: the term is the platform's own, which no law sets.

    `last`: it ends on this very day, whatever day of the week that is: the last day of a licence.
    """

    started: date
    length: int
    unit: Unit = "workday"
    basis: str = ""
    pauses: tuple[tuple[date, date], ...] = ()
    extension: int = 0
    duty: Annotated[int, Field(ge=1, le=7)] | None = None
    own: bool = False
    last: Annotated[date | None, Field(exclude_if=lambda day: day is None)] = None
    due: date
    provisional: bool = False

    def term(self, calendar: WorkCalendar) -> Term:
        """The clock counted day by day, up to its due day."""
        return ending_on(self.full_term(calendar), self.due, provisional=self.provisional)

    def full_term(self, calendar: WorkCalendar) -> Term:
        """The clock counted to its whole length, whatever other term ends it earlier."""
        if self.duty is not None:
            return count_to_duty(self.started, self.duty, calendar)
        pauses = [Pause(start, end) for start, end in self.pauses]
        if self.last is not None:
            term = count_term(self.started, self.length, self.unit, pauses, self.extension, calendar)
            return ending_on(term, self.last, provisional=False)
        return count_term(self.started, self.length, self.unit, pauses, self.extension, calendar)


def counted(
    started: date, length: int, unit: Unit, basis: str, calendar: WorkCalendar, duty: int | None = None
) -> Clock:
    """A clock that begins, with its due day."""
    begun = Clock(started=started, length=length, unit=unit, basis=basis, duty=duty, due=started)
    term = begun.full_term(calendar)
    return begun.model_copy(update={"due": term.due, "provisional": term.provisional})


def counted_only(clock: Clock) -> dict[str, JsonValue]:
    """What a due day is counted from, but for what is as it is at the beginning."""
    return clock.model_dump(mode="json", exclude={"basis"}, exclude_defaults=True)
