"""延续 (行政许可法50): by which day the holder of a licence that runs out asks for its renewal. Pure.

The item's own term goes before the thirty days of the law. It may be in days, workdays or months, or between two of
them, of which the smaller tells the last day. What is written in other words tells no day: then none is shown.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.citations import citations, without_research
from chalicelib.clock.backwards import LatestDay, count_back
from chalicelib.clock.calendar import OutsideCalendar, WorkCalendar
from chalicelib.clock.kinds import KINDS
from chalicelib.clock.years import months_earlier
from chalicelib.durable.audit import Event

LAW = KINDS["renewal"]
RenewalUnit = Literal["workday", "day", "month"]
# 6个月, 30个工作日, 15-90 workdays
WRITTEN = re.compile(r"(?:届满)?前?([0-9]{1,3})(?:[-至]([0-9]{1,3}))?\s*(个月|个工作日|工作日|workdays|日|天)前?")
UNITS: dict[str, RenewalUnit] = {"个月": "month", "日": "day", "天": "day"}
NOTE = re.compile(r"\s*[（(][^（()）]*[）)]")
NAMES: dict[RenewalUnit, str] = {"month": "个月", "day": "日", "workday": "个工作日"}
# Where only editors can read the note of the source.
OWN = f"本事项自身的规定（{LAW.article}：法律、法规、规章另有规定的，依照其规定）"


class RenewalTerm(NamedTuple):
    """How long before the expiry, and what says so; `note` is what the item's own rule adds in words.
    `window` is the longer end of a rule that has two: it is not asked for before that.
    """

    length: int
    unit: RenewalUnit
    source: str
    note: str | None = None
    extension: int = 0
    window: int | None = None


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
    unit: RenewalUnit
    source: Annotated[str, Field(description="依据")]
    note: Annotated[str | None, Field(description="事项自身规定的补充说明")]
    provisional: Annotated[bool, Field(description="暂定：其中有放假通知尚未公布的日子")]


def runs_out(item: ItemDocument) -> bool:
    """Whether its results may end with a day: not what has no validity, nor what an event ends."""
    return item.validity is None or item.validity.kind not in ("none", "until_event")


def renewal_term(item: ItemDocument) -> RenewalTerm | None:
    """The item's own term, else the thirty days of 行政许可法50. None of what does not run out, is no licence, or has a
    term of its own that tells no number.
    """
    if not item.is_licence or not runs_out(item):
        return None
    laws, own = [basis.law for basis in item.legal_basis], item.result.renewal
    if own is None or own.days_before_expiry is None:
        note = without_research(own.rule, laws) if own else None
        return _extended_before(item, laws) or RenewalTerm(LAW.length or 0, "day", LAW.article, note)
    term = _written(own.days_before_expiry, "workday" if own.unit == "workday" else "day")
    if term is None:
        return None
    notes = [term.note, without_research(own.rule, laws)]
    return term._replace(source=_source(term, own.source, laws), note="；".join(filter(None, notes)) or None)


def _extended_before(item: ItemDocument, laws: list[str]) -> RenewalTerm | None:
    """Where the validity itself says until when its extension is asked for (核准: 30 个工作日前)."""
    rules = item.validity.rules if item.validity else ()
    for rule in rules:
        if rule.apply_before and (term := _written(rule.apply_before, "day")):
            basis = rule.basis or (item.validity.basis if item.validity else None)
            once = f"可以延期一次，不超过{rule.extend_once_years}年" if rule.extend_once_years else None
            return term._replace(source=_source(term, basis, laws), note=once)
    return None


def _written(text: int | str, unit: RenewalUnit) -> RenewalTerm | None:
    """The term that a number or a text of the item's data tells, with what the source has yet to say."""
    if isinstance(text, int):
        return RenewalTerm(text, unit, OWN)
    found = WRITTEN.fullmatch(NOTE.sub("", text).strip())
    if found is None:
        return None
    numbers, counted = sorted(int(one) for one in found.groups()[:2] if one), UNITS.get(found[3], "workday")
    window = f"应当在届满前{numbers[0]}至{numbers[-1]}{NAMES[counted]}内提出" if len(numbers) > 1 else None
    furthest = numbers[-1] if len(numbers) > 1 else None
    return RenewalTerm(numbers[0], counted, OWN, window, window=furthest)


def _source(term: RenewalTerm, written: str | None, laws: list[str]) -> str:
    """The item's own; that of the law where no citation is noted and the term is the law's."""
    same = (term.length, term.unit) == (LAW.length, LAW.unit)
    return (citations(written, laws) if written else None) or (LAW.article if same else OWN)


def renew_by(
    item: ItemDocument, valid_until: date | None, granted_on: date | None, calendar: WorkCalendar
) -> LatestDay | None:
    """None of a result that does not run out, or so soon that the day was over when it was granted, and of workdays
    beyond the calendar.
    """
    term = renewal_term(item)
    if term is None or valid_until is None:
        return None
    days = latest_day(term, valid_until, calendar)
    return None if days is None or (granted_on is not None and days.latest < granted_on) else days


def latest_day(term: RenewalTerm, valid_until: date, calendar: WorkCalendar) -> LatestDay | None:
    """A result may be valid longer than the calendar reaches: days and months are counted back all the same, only the
    workday before them is not known yet.
    """
    try:
        return counted_back(term, valid_until, calendar)
    except OutsideCalendar:
        latest = None if term.unit == "workday" else _without_calendar(term, valid_until)
        return LatestDay(latest, None, provisional=True) if latest else None


def first_day(term: RenewalTerm, valid_until: date, calendar: WorkCalendar) -> date | None:
    """The first day to ask for it, where the item's own rule has one that the calendar reaches."""
    found = latest_day(term._replace(length=term.window), valid_until, calendar) if term.window else None
    return found.latest if found else None


def counted_back(term: RenewalTerm, valid_until: date, calendar: WorkCalendar) -> LatestDay:
    """Raises OutsideCalendar."""
    if term.unit == "workday":
        return count_back(valid_until, term.length, term.unit, calendar)
    return count_back(valid_until, (valid_until - _without_calendar(term, valid_until)).days, "day", calendar)


def _without_calendar(term: RenewalTerm, valid_until: date) -> date:
    if term.unit == "month":
        return months_earlier(valid_until, term.length)
    return valid_until - timedelta(days=term.length)


def renewal_shown(item: ItemDocument, events: Iterable[Event], calendar: WorkCalendar) -> RenewalShown | None:
    """Of the result that these events have granted, as it was corrected last."""
    told = [event for event in events if event.data.get("valid_until")]
    until, term = (date.fromisoformat(told[-1].data["valid_until"]) if told else None), renewal_term(item)
    days = renew_by(item, until, told[0].at.date() if told else None, calendar)
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
