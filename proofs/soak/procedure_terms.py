"""Terms of procedures by its events: to begin an inspection (行政许可法55), to hold a hearing (47)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.term import count_term
from chalicelib.durable.audit import Event
from proofs.soak.events_told import ACCEPTED

WORKDAYS: Mapping[str, int] = {"inspection_start": 5, "hearing": 20}


def awaited_since(event: Event, before: Mapping[str, date]) -> Mapping[str, date]:
    """From which day each of the two terms runs after this event. Whether a case needs an inspection its acceptance
    tells.
    """
    data = event.data
    if event.type in ACCEPTED:
        since = datetime.fromisoformat(data.get("since", event.at.isoformat())).date()
        return {"inspection_start": since} if "inspection_start" in data["clocks"] else {}
    after = dict(before)
    if (event.type == "suspended" and data["kind"] == "inspection_test") or data.get("site_check"):
        after.pop("inspection_start", None)
    if event.type == "suspended" and "requested_on" in data:
        after.setdefault("hearing", date.fromisoformat(data["requested_on"]))
    if event.type == "resumed" and data["kind"] == "hearing":
        after.pop("hearing", None)
    return after


def count_procedure_terms(
    clock: dict[str, Any], rests: dict[str, bool], since: Mapping[str, date], calendar: WorkCalendar
) -> None:
    for kind, workdays in WORKDAYS.items():
        clock[f"{kind}_due"] = None
        rests.pop(kind, None)
        if kind in since:
            term = count_term(since[kind], workdays, "workday", (), 0, calendar)
            clock[f"{kind}_due"], rests[kind] = term.due, term.provisional
