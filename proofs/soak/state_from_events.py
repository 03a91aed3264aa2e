"""What the events of a case come to: its status and its clocks, computed from the chain alone.

Written apart from the acts, with the law's numbers and `chalicelib.clock`, so that the two can be compared.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from chalicelib.catalogue.model import ItemDocument
from chalicelib.clock.acceptance import deemed_acceptance_due
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.term import Term, Unit, count_term
from chalicelib.durable.audit import Event

ON_THE_SPOT = "即办件"
LICENCE = "01"
ISSUE_WORKDAYS = 10
# The clock facts of a case that nobody has received.
UNCOUNTED: Mapping[str, Any] = {
    "started": None,
    "promised": None,
    "promised_unit": "workday",
    "statutory": None,
    "statutory_unit": "workday",
    "statutory_started": None,
    "accept_due": None,
    "promised_due": None,
    "statutory_due": None,
    "issue_due": None,
    "provisional": False,
}
# event -> the status it leads to; None leaves it as it is. Where it depends on the item see `status_after`.
LEADS_TO: Mapping[str, str | None] = {
    "submitted": "submitted",
    "received": "submitted",
    "supplemented": "submitted",
    "correction_noticed": "correcting",
    "form_corrected": None,
    "rejected": "rejected",
    "withdrawn": "withdrawn",
    "acceptance_overdue": None,
    "task_opened": None,
    "reviewed": "deciding",
    "decided": "decided",
    "mismatch_found": None,
    "result_corrected": "decided",
    "compared": "delivering",
    "delivered": "delivered",
    "archived": "closed",
}
ACCEPTED = ("accepted", "deemed_accepted")
MACHINES_DO = ("deemed_accepted", "acceptance_overdue", "task_opened", "result_made", "archived")


@dataclass
class ExpectedState:
    """`clock` holds every clock fact of the case by its name; `open_task` is the kind somebody has to answer."""

    status: str = "draft"
    open_task: str | None = None
    received: date | None = None
    clock: dict[str, Any] = field(default_factory=lambda: dict(UNCOUNTED))


def state_from(events: Iterable[Event], item: ItemDocument, calendar: WorkCalendar) -> ExpectedState:
    """Raises LookupError on an event it does not know."""
    expected = ExpectedState()
    for event in events:
        expected.status = status_after(event, expected.status, item)
        count(expected, event, item, calendar)
        match event.type:
            case "task_opened":
                expected.open_task = event.data["kind"]
            case "reviewed" | "decided" | "withdrawn":
                expected.open_task = None
            case _:
                """Nobody has to answer anything else now."""
    return expected


def status_after(event: Event, status: str, item: ItemDocument) -> str:
    if event.type in ACCEPTED:
        return "deciding" if item.handling_type == ON_THE_SPOT else "in_review"
    if event.type == "result_made":
        return "comparing" if "digest" in event.data else "delivering"
    if event.type not in LEADS_TO:
        raise LookupError(f"an event that no rule knows: {event.type}")
    return LEADS_TO[event.type] or status


def count(expected: ExpectedState, event: Event, item: ItemDocument, calendar: WorkCalendar) -> None:
    clock = expected.clock
    match event.type:
        case "submitted" | "received" | "supplemented":
            expected.received = event.at.date()
            term = deemed_acceptance_due(expected.received, calendar)
            clock |= {"accept_due": term.due, "provisional": term.provisional}
        case "correction_noticed":
            clock |= {"accept_due": None, "provisional": False}
        case "accepted" | "deemed_accepted":
            since = datetime.fromisoformat(event.data.get("since", event.at.isoformat())).date()
            before = clock["provisional"]
            clock |= decision_clocks(expected.received or since, since, clock["accept_due"], item, calendar)
            clock["provisional"] |= before
        case "decided":
            term = count_term(event.at.date(), ISSUE_WORKDAYS, "workday", (), 0, calendar)
            clock |= {"issue_due": term.due, "provisional": clock["provisional"] or term.provisional}
        case _:
            """Moves no clock."""


def decision_clocks(
    received: date, accepted: date, accept_due: date | None, item: ItemDocument, calendar: WorkCalendar
) -> dict[str, Any]:
    """A licence accepted too late was accepted on its receipt (行政许可法32(4)); some laws count from it anyway."""
    if item.category_code == LICENCE and accept_due and accepted > accept_due:
        accepted = received
    begin = received if item.statutory_limit.start_event == "receipt" else accepted
    promised, statutory = (
        counted(accepted, item.promised_limit, calendar),
        counted(begin, item.statutory_limit, calendar),
    )
    return {
        "started": accepted,
        "statutory_started": begin if item.statutory_limit.value is not None else None,
        "promised": item.promised_limit.value,
        "promised_unit": unit(item.promised_limit),
        "promised_due": promised.due if promised else None,
        "statutory": item.statutory_limit.value,
        "statutory_unit": unit(item.statutory_limit),
        "statutory_due": statutory.due if statutory else None,
        "provisional": any(term.provisional for term in (promised, statutory) if term),
    }


def counted(begin: date, limit: Any, calendar: WorkCalendar) -> Term | None:
    if limit.value is None:
        return None
    return count_term(begin, limit.value, unit(limit), (), 0, calendar)


def unit(limit: Any) -> Unit:
    return "day" if limit.unit == "calendar_day" else "workday"
