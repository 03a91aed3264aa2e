"""检验、检测、检疫 (行政许可法55): within five workdays of the acceptance the organ sends two or more officers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from chalicelib.cases.model.clock import Clock, ClockKind, counted
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.citations import citations
from chalicelib.catalogue.model.conditions import Answers, evaluate, parse
from chalicelib.catalogue.model.record import Special
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.kinds import KINDS

KIND = "inspection_test"
TERM = KINDS["inspection_start"]
ARTICLE_55 = "《行政许可法》第五十五条"
ON_THE_SPOT = "即办件"


def inspections(item: ItemDocument) -> list[Special]:
    """The inspections of the item that rest on art. 55, which is about licences."""
    if not item.is_licence or item.handling_type == ON_THE_SPOT:
        return []
    laws = [basis.law for basis in item.legal_basis]
    return [one for one in item.special if one.kind == KIND and ARTICLE_55 in (citations(one.basis, laws) or "")]


def inspection_clock(
    item: ItemDocument, answers: Answers, accepted: date, calendar: WorkCalendar
) -> Mapping[ClockKind, Clock]:
    """The term to begin, where the form says that this case needs the inspection. Where the organ judges whether it
    does, nothing is late before the organ has said so.
    """
    if not any(_needed(one, answers) for one in inspections(item)):
        return {}
    return {"inspection_start": counted(accepted, TERM.length or 0, TERM.unit, TERM.article, calendar)}


def begins(event: str, data: Mapping[str, Any]) -> bool:
    """Whether this event shows that the inspection has begun: the notice of the procedure, or a check on site by two or
    more officers.
    """
    return (event == "suspended" and data["kind"] == KIND) or bool(data.get("site_check"))


def without_inspection(clocks: Mapping[ClockKind, Clock], event: str, **data: Any) -> Mapping[ClockKind, Clock]:
    """The clocks after this event."""
    return {kind: one for kind, one in clocks.items() if kind != "inspection_start" or not begins(event, data)}


def _needed(special: Special, answers: Answers) -> bool:
    if special.when in ("always", "organ"):
        return special.when == "always"
    return evaluate(parse(special.when), answers) is True
