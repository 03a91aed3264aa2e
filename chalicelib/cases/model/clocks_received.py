"""The term of the law that starts with the receipt (收到申请之日), as long as nobody has accepted the case. Pure."""

from datetime import date

from chalicelib.cases.model.clock import counted
from chalicelib.cases.model.clocks import UNITS, Clocks, law_of
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.conditions import Answers
from chalicelib.catalogue.model.limits import statutory_under
from chalicelib.catalogue.model.upward import LevelTerm, superior_of
from chalicelib.clock.calendar import WorkCalendar


def term_from_receipt(item: ItemDocument, answers: Answers) -> LevelTerm | None:
    """The term of an item whose own law counts from the receipt. What an organ above decides has its term there."""
    limit = item.statutory_limit
    length = statutory_under(limit, answers)
    if length is None or limit.start_event != "receipt" or superior_of(item):
        return None
    return LevelTerm(length, UNITS[limit.unit], law_of(item))


def on_receipt_by_law(term: LevelTerm | None, received: date, calendar: WorkCalendar) -> Clocks:
    """It begins with the receipt. While a supplement is awaited it belongs to nobody, and what is received then begins
    it anew (counting rule CR6). The acceptance tells it again, with the same day 0.
    """
    return {"statutory": counted(received, *term, calendar)} if term else {}
