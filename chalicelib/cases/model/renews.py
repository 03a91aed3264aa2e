"""A case that renews an earlier result, and its renewal by silence (行政许可法50(2)). Pure.

Who has asked for the renewal in time gets it where the organ has not decided by the last day of the licence. Nothing
moves that day: it is no term of an act that special procedures stop, or that ends on the next workday.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.clock import Clock
from chalicelib.cases.model.clocks import Clocks, counted_again
from chalicelib.cases.model.renewal import first_day, latest_day, renewal_term
from chalicelib.cases.model.result_end import END_LABELS
from chalicelib.cases.model.status import Status
from chalicelib.cases.model.term import term_of
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.faces import VALID_FROM
from chalicelib.catalogue.model.upward import superior_of
from chalicelib.catalogue.model.validity import Granted, Stated, TermUnit, granted, last_day
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.foundation.problems import Invalid

ARTICLE = "《行政许可法》第五十条第二款"
# The result lies with its holder.
IN_HAND = frozenset({Status.DELIVERED, Status.CLOSED})
NONE_SUCH = "请填写同一申请人、同一事项已经送达结果的办件"


def renewed_fault(item: ItemDocument, old: Case | None, case: Case, today: date) -> tuple[str, str] | None:
    """Why `case` cannot renew the result of `old`: code and sentence. Of a case that is not the same holder's nothing
    is told.
    """
    if renewal_term(item) is None or superior_of(item) is not None:
        return "not_renewed", "本事项不办理延续，或者由上级机关决定延续，请按该事项的办事指南重新申请"
    if old is None or not _same(old, case) or old.status not in IN_HAND or old.outcome != "grant":
        return "renewed_unfit", NONE_SUCH
    if old.result_ends:
        return "renewed_ended", f"该办件的结果{END_LABELS[old.result_ends[-1].state]}，不能延续"
    until = term_of(old).until
    if until is None:
        return "renewed_lasts", "该办件的结果没有有效期届满之日，不需要延续"
    return expired_fault(until, today)


def expired_fault(until: date, today: date) -> tuple[str, str] | None:
    """What has run out is not renewed (70(1)): it is applied for anew."""
    return ("renewed_expired", f"有效期已于{until}届满，不能延续，请重新申请") if until < today else None


def _same(old: Case, case: Case) -> bool:
    """The same holder, the same item, decided by the same department."""
    named = ("applicant_parts", "item", "department", "division")
    return bool(old.applicant_parts) and all(getattr(old, name) == getattr(case, name) for name in named)


def late_for_silence(case: Case, item: ItemDocument, today: date, calendar: WorkCalendar) -> date | None:
    """The last day on which silence still helps who asks, where that is over."""
    term, renews = renewal_term(item), case.renews
    days = latest_day(term, renews.until, calendar) if term and renews else None
    return days.latest if days and days.latest < today else None


def early_for_item(case: Case, item: ItemDocument, today: date, calendar: WorkCalendar) -> date | None:
    """The first day to ask by the item's own rule, where that is still to come."""
    term, renews = renewal_term(item), case.renews
    first = first_day(term, renews.until, calendar) if term and renews else None
    return first if first and first > today else None


def with_expiry(clocks: Clocks, case: Case, item: ItemDocument, calendar: WorkCalendar) -> Clocks:
    """The clocks of an accepted case, with that of a renewal which was asked for in time. Whoever has completed the
    application only after the last day has left the organ nothing to decide on until then.
    """
    renews, asked, received = case.renews, case.first_received_at, case.received_at
    if renews is None or asked is None or received is None or not item.is_licence:
        return clocks
    if received.date() > renews.until or late_for_silence(case, item, asked.date(), calendar):
        return clocks
    length = (renews.until - asked.date()).days
    clock = Clock(started=asked.date(), length=length, unit="day", basis=ARTICLE, last=renews.until, due=renews.until)
    return counted_again({**clocks, "expiry": clock}, ("promised", "statutory"), calendar)


def renewed_face(old: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What the officer stated of the result before, but for its days. None where that is known no more."""
    return None if old is None else {name: value for name, value in old.items() if name != VALID_FROM}


def renewed_term(item: ItemDocument, answers: Mapping[str, object], renews_begins: date, until: date) -> Granted:
    """The next term, from the day after the last one: as long as the item fixes it, else as long as it usually is, else
    as long as it was. Silence states no other length.
    """
    starts = until + timedelta(days=1)
    same = last_day(starts, *_length(renews_begins, until))
    for stated in (None, Stated(until=same)):
        try:
            found = granted(item.validity, stated, answers, starts)
        except Invalid:
            continue
        if found.until is not None:
            return found
    return Granted(until=same)


def _length(begins: date, until: date) -> tuple[int, TermUnit]:
    """How long a term was: in whole years or months, else in days."""
    months = (until.year - begins.year) * 12 + until.month - begins.month
    for length in (months, months + 1):
        if length and last_day(begins, length, "month") == until:
            return (length // 12, "year") if length % 12 == 0 else (length, "month")
    return (until - begins).days + 1, "day"
