"""延续 (行政许可法50): by which day the holder of a licence that runs out asks for its renewal. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.citations import citations, without_research
from chalicelib.clock.backwards import LatestDay, count_back
from chalicelib.clock.calendar import OutsideCalendar, WorkCalendar
from chalicelib.clock.kinds import KINDS
from chalicelib.clock.unit import Unit
from chalicelib.durable.audit import Event

LAW = KINDS["renewal"]


class RenewalTerm(NamedTuple):
    """How long before the expiry, and what says so; `note` is what the item's own rule adds in words."""

    length: int
    unit: Unit
    source: str
    note: str | None = None


class RenewalShown(BaseModel, defer_build=True):
    """延续申请：应当在有效期届满前提出的最后一日。"""

    model_config = ConfigDict(hide_input_in_errors=True)

    label: Annotated[str, Field(description="期限的中文名称")]
    valid_until: Annotated[date, Field(description="有效期届满之日")]
    latest: Annotated[date, Field(description="提出延续申请的最后一日，可以是休息日")]
    advised: Annotated[
        date | None,
        Field(description="建议最晚之日，即最后一日或者其前的最后一个工作日；工作日历还算不到那一年的为 null"),
    ]
    length: Annotated[int, Field(description="届满前多少，单位为 unit")]
    unit: Unit
    source: Annotated[str, Field(description="依据")]
    note: Annotated[str | None, Field(description="事项自身规定的补充说明")]
    provisional: Annotated[bool, Field(description="暂定：其中有放假通知尚未公布的日子")]


def renewal_term(item: ItemDocument) -> RenewalTerm | None:
    """The item's own days where its data have a number; else the 30 days of 行政许可法50. None of what has no validity,
    or is no licence.
    """
    if not item.is_licence or (item.validity is not None and item.validity.kind == "none"):
        return None
    laws, own = [basis.law for basis in item.legal_basis], item.result.renewal
    if own is None or not isinstance(own.days_before_expiry, int):
        note = without_research(own.rule, laws) if own else None
        return RenewalTerm(LAW.length or 0, LAW.unit, LAW.article, note)
    source = citations(own.source, laws) if own.source else None
    unit: Unit = "workday" if own.unit == "workday" else "day"
    return RenewalTerm(own.days_before_expiry, unit, source or LAW.article)


def renew_by(item: ItemDocument, valid_until: date | None, calendar: WorkCalendar) -> LatestDay | None:
    """None of a result that does not run out, and of workdays beyond the calendar. A result may be valid longer than
    the calendar reaches: days are counted back all the same, only the workday before them is not known yet.
    """
    term = renewal_term(item)
    if term is None or valid_until is None:
        return None
    try:
        return count_back(valid_until, term.length, term.unit, calendar)
    except OutsideCalendar:
        latest = valid_until - timedelta(days=term.length)
        return LatestDay(latest, None, provisional=True) if term.unit == "day" else None


def renewal_shown(item: ItemDocument, events: Iterable[Event], calendar: WorkCalendar) -> RenewalShown | None:
    """Of the result that these events have granted, as it was corrected last."""
    told = [event.data["valid_until"] for event in events if event.data.get("valid_until")]
    until, term = (date.fromisoformat(told[-1]) if told else None), renewal_term(item)
    days = renew_by(item, until, calendar)
    if days is None or until is None or term is None:
        return None
    return RenewalShown(
        label=LAW.label,
        valid_until=until,
        latest=days.latest,
        advised=days.advised,
        length=term.length,
        unit=term.unit,
        source=term.source,
        note=term.note,
        provisional=days.provisional,
    )
