"""The clocks of a 上报件 on its way upward and back (行政许可法35, 42, 43). Pure."""

from collections.abc import Sequence
from datetime import date

from chalicelib.cases.model.clock import counted
from chalicelib.cases.model.clocks import Clocks, counted_again, on_stops
from chalicelib.cases.model.returns import Return, days_below
from chalicelib.cases.model.stops import Stop
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.upward import superior_term
from chalicelib.clock.calendar import WorkCalendar


def on_report(
    clocks: Clocks, item: ItemDocument, reported: date, calendar: WorkCalendar, returns: Sequence[Return] = ()
) -> Clocks:
    """The whole file has arrived above: the term of the organ that decides begins (行政许可法35, 42). After a return it
    goes on.
    """
    term = superior_term(item)
    if term is None:
        return clocks
    first = returns[0].reported if returns else reported
    begun = counted(first, term.length, term.unit, term.source, calendar)
    above = begun.model_copy(update={"pauses": days_below(returns, reported)})
    return counted_again({**clocks, "superior": above}, ("superior",), calendar)


def on_return(clocks: Clocks, stops: Sequence[Stop], returns: Sequence[Return], calendar: WorkCalendar) -> Clocks:
    """The term above stands still and is not shown; what is left of the terms here goes on from this day."""
    here: Clocks = {kind: clock for kind, clock in clocks.items() if kind != "superior"}
    return on_stops(here, stops, calendar, returns)
