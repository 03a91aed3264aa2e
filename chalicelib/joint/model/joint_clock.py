"""The clock of a whole request (行政许可法42(2)): 45 workdays from its acceptance, and what does not count in it. Pure.

A member that waits for an examination which the law excludes (行政许可法45) stops the joint clock only on days on which
no other member could go on: so the applicant does not pay for one department's examination, and no department for
another's. The scheme says so (`pause_rule`); others count none, or all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from chalicelib.clock import Pause, Term, WorkCalendar, count_term
from chalicelib.clock.pauses import merge_pauses

PauseRule = Literal["blocking", "none", "any"]
LENGTH, LONGER = 45, 15


@dataclass(frozen=True)
class MemberTime:
    """When a member could go on: after `opened` and until `ended`, but for its lawful pauses. `ended` is None while it
    runs. One that waits for others has not opened, and one that waits for a decision of others counts as not running
    from `waits_from` on.
    """

    node: str
    opened: date
    ended: date | None = None
    pauses: tuple[Pause, ...] = ()
    waits_from: date | None = None

    def could_go_on(self, day: date) -> bool:
        if day <= self.opened or (self.ended is not None and day > self.ended):
            return False
        if self.waits_from is not None and day > self.waits_from:
            return False
        return not self.paused(day)

    def paused(self, day: date) -> bool:
        return any(one.start < day <= one.end for one in self.pauses)


def joint_pauses(members: Sequence[MemberTime], rule: PauseRule) -> tuple[Pause, ...]:
    """The days that do not count in the joint clock."""
    stopped = [pause for one in members for pause in one.pauses]
    if rule == "none" or not stopped:
        return ()
    if rule == "any":
        return merge_pauses(stopped)
    days = sorted({day for pause in stopped for day in _days(pause)})
    return merge_pauses([_one_day(day) for day in days if _blocks(members, day)])


def joint_term(
    accepted: date, members: Sequence[MemberTime], rule: PauseRule, calendar: WorkCalendar, *, extension: int = 0
) -> Term:
    """The joint clock with its last day. It never ends earlier than without the pauses."""
    return count_term(accepted, LENGTH, "workday", joint_pauses(members, rule), extension, calendar)


def _blocks(members: Sequence[MemberTime], day: date) -> bool:
    """Whether on this day some member is paused and none could go on."""
    return any(one.paused(day) for one in members) and not any(one.could_go_on(day) for one in members)


def _days(pause: Pause) -> Iterable[date]:
    return (pause.start + timedelta(days=number) for number in range(1, (pause.end - pause.start).days + 1))


def _one_day(day: date) -> Pause:
    return Pause(day - timedelta(days=1), day)
