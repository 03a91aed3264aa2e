"""Clocks around acceptance: the five days for the one-time notice, deemed acceptance and correction (行政许可法 32)."""

from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.term import Term, count_term

NOTICE_WORKDAYS = 5


@dataclass(frozen=True, slots=True)
class Deemed:
    """An acceptance by silence, come about on `since`; it takes effect on `accepted`, day 0 of the decision clock."""

    accepted: date
    since: date
    reason: str


@dataclass(frozen=True, slots=True)
class Received:
    """Day 0 of the five-day term and the reason for it."""

    date: date
    reason: str


def deemed_acceptance_due(received: date, calendar: WorkCalendar) -> Term:
    """The term for accepting, or for telling all gaps at once: 5 workdays from receipt; past its due day, accepted."""
    return count_term(received, NOTICE_WORKDAYS, "workday", (), 0, calendar)


def deemed_acceptance(received: date, noticed: date | None, today: date, calendar: WorkCalendar) -> Deemed | None:
    """Whether silence has accepted by `today`: no one-time notice by the end of the fifth workday (counting rule CR5).

    `noticed` is the day the one-time notice was given; one given after the fifth workday comes too late.
    """
    due = deemed_acceptance_due(received, calendar).due
    if today <= due or (noticed is not None and noticed <= due):
        return None
    silence = f"至{due}(第{NOTICE_WORKDAYS}个工作日)未一次性告知补正"
    reason = f"{silence},自收到申请材料之日{received}起即为受理(《行政许可法》第三十二条)"
    return Deemed(received, due + timedelta(days=1), reason)


def received_complete(received: date, corrected: date | None) -> Received:
    """The receipt, or the day the complete corrected set came in. The wait belongs to no clock (counting rule CR6)."""
    if corrected is None:
        return Received(received, "收到申请材料之日")
    if corrected < received:
        raise ValueError("a correction cannot come before the receipt")
    return Received(corrected, "按要求提交全部补正申请材料之日(《行政许可法》第三十二条),补正等待时间不计入期限")
