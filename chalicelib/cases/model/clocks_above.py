"""The clocks of a 上报件 on its way upward and back (行政许可法35, 42, 43, 45). Pure."""

from collections.abc import Sequence
from datetime import date

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.clock import Clock, counted
from chalicelib.cases.model.clocks import Clocks, counted_again, on_stops
from chalicelib.cases.model.returns import Return, standing_still_above
from chalicelib.cases.model.status import Status
from chalicelib.cases.model.stops import Stop
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.upward import superior_term
from chalicelib.clock.calendar import WorkCalendar


def on_report(case: Case, item: ItemDocument, reported: date, calendar: WorkCalendar) -> Clocks:
    """The whole file has arrived above: the term of the organ that decides begins (行政许可法35, 42). After a return it
    goes on, with what was extended and what has stood still before.
    """
    term, returns = superior_term(item), case.returns
    if term is None:
        return case.clocks
    first = returns[0].reported if returns else reported
    begun = counted(first, term.length, term.unit, term.source, calendar)
    kept = {
        "pauses": standing_still_above(case.stops, returns, reported),
        "extension": case.extended.length if case.extended else 0,
    }
    return counted_again({**case.clocks, "superior": begun.model_copy(update=kept)}, ("superior",), calendar)


def on_return(clocks: Clocks, stops: Sequence[Stop], returns: Sequence[Return], calendar: WorkCalendar) -> Clocks:
    """The term above stands still and is not shown; what is left of the terms here goes on from this day."""
    here: Clocks = {kind: clock for kind, clock in clocks.items() if kind != "superior"}
    return on_stops(here, stops, calendar, returns)


def standing_above(
    above: Clock, stops: Sequence[Stop], returns: Sequence[Return], day: date, calendar: WorkCalendar
) -> Clock:
    """The term above while the file is here again: its last day is that of a report on `day`."""
    stands = above.model_copy(update={"pauses": standing_still_above(stops, returns, day)})
    return counted_again({"superior": stands}, ("superior",), calendar)["superior"]


def is_above(case: Case) -> bool:
    """Whether the organ above has the case: its term runs, and it alone stops or extends that."""
    return case.status is Status.REPORTED


def stopped(case: Case, clocks: Clocks, stops: Sequence[Stop], calendar: WorkCalendar) -> Clocks:
    """The clocks without the days of these special procedures: those of whoever has the case now."""
    if is_above(case) and case.reported_at:
        return on_stops_above(clocks, stops, case.returns, case.reported_at.date(), calendar)
    return on_stops(clocks, stops, calendar, case.returns)


def on_stops_above(
    clocks: Clocks, stops: Sequence[Stop], returns: Sequence[Return], reported: date, calendar: WorkCalendar
) -> Clocks:
    """The term above without the days of that organ's special procedures. Those of the review here have ended."""
    if "superior" not in clocks:
        return clocks
    pauses = standing_still_above(stops, returns, reported)
    above = clocks["superior"].model_copy(update={"pauses": pauses})
    return counted_again({**clocks, "superior": above}, ("superior",), calendar)
