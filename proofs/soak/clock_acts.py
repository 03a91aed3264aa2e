"""When the decision clocks of a case may be stopped, go on and be extended: the law, told apart from the acts."""

from datetime import date, timedelta

from chalicelib.cases.model.clocks import recounted
from chalicelib.cases.model.status import Status
from chalicelib.clock.calendar import WorkCalendar
from proofs.kit.catalogue import item_document
from proofs.soak.parties import awaited
from proofs.soak.seen import Seen

LICENCE, ON_THE_SPOT = "01", "即办件"
MOST, DAYS = 20, 5
# Workdays of all hearings together (ADR 0098).
MOST_WORKDAYS = 60


def lawful_on_clocks(name: str, seen: Seen) -> bool:
    """A hearing stops the clocks of licences (行政许可法45) before their last day; one extension, on that day at the
    latest, where the item's law has one or none of its own (42).
    """
    item, today = item_document(seen.case.item), seen.world.clock.at.date()
    if name == "resume":
        return hearings_open(seen)
    if item.category_code != LICENCE or item.handling_type == ON_THE_SPOT:
        return False
    if name == "suspend":
        return today < law_ends(seen) and _may_be_told(seen, today)
    once = not any(event.type == "extended" for event in seen.events)
    return once and today <= law_ends(seen) and item.statutory_limit.extension is not None


def _may_be_told(seen: Seen, today: date) -> bool:
    """Another notice tells a later day than the open one, and all together are no longer than they may be."""
    calendar = seen.world.calendar_at(seen.world.clock.at)
    until, told = calendar.workday_after(today, DAYS), [event for event in seen.events if event.type == "suspended"]
    if hearings_open(seen) and str(until) <= told[-1].data["until"]:
        return False
    days = {day for stop in seen.case.stops for day in _workdays(stop.started, stop.last, calendar)}
    return len(told) < MOST and len(days | {*_workdays(today, until, calendar)}) <= MOST_WORKDAYS


def _workdays(after: date, until: date, calendar: WorkCalendar) -> list[date]:
    days = (after + timedelta(days=number) for number in range(1, (until - after).days + 1))
    return [day for day in days if calendar.day(day).workday]


def held_back(seen: Seen) -> bool:
    """A procedure is open, or somebody whom the case concerns may still be heard."""
    return hearings_open(seen) or awaited(seen)


def hearings_open(seen: Seen) -> bool:
    told = [event.type for event in seen.events if event.type in ("suspended", "resumed")]
    return told[-1:] == ["suspended"]


def law_ends(seen: Seen) -> date:
    """By the calendar in force now."""
    case = recounted(seen.case, seen.world.calendar_at(seen.world.clock.at))
    here = case.due("lower_review") or case.due("statutory")
    due = case.due("superior") if case.status is Status.REPORTED else here
    if due is None:
        raise LookupError(f"the law sets no term for {seen.case.item}")
    return due
