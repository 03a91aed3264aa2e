"""行政许可法55 in a random story: since when the inspection of a case is awaited, by its events, and until when."""

from datetime import date, datetime
from typing import Any

from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.term import count_term
from chalicelib.durable.audit import Event
from proofs.soak.events_told import ACCEPTED

WORKDAYS = 5


def awaited_since(event: Event, before: date | None) -> date | None:
    """The day of the acceptance, until the inspection has begun. Whether the case needs one its acceptance tells."""
    if event.type in ACCEPTED:
        since = datetime.fromisoformat(event.data.get("since", event.at.isoformat())).date()
        return since if "inspection_start" in event.data["clocks"] else None
    begun = event.type == "suspended" and event.data["kind"] == "inspection_test"
    return None if begun or event.data.get("site_check") else before


def count_inspection(clock: dict[str, Any], rests: dict[str, bool], since: date | None, calendar: WorkCalendar) -> None:
    clock["inspection_start_due"] = None
    rests.pop("inspection_start", None)
    if since:
        term = count_term(since, WORKDAYS, "workday", (), 0, calendar)
        clock["inspection_start_due"], rests["inspection_start"] = term.due, term.provisional
