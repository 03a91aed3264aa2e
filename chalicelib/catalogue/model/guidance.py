"""What one person needs for an item before applying (R14): lines and why, the terms if it began today. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from chalicelib.catalogue.model import ItemDocument, conditions
from chalicelib.catalogue.model.answering import Asked, missing_answers, open_variables
from chalicelib.catalogue.model.checklists import ChecklistLine, checklist
from chalicelib.catalogue.model.conditions.wording import choice_label, label
from chalicelib.catalogue.model.forms.schema import questions_of
from chalicelib.catalogue.model.limits import split_condition, statutory_under
from chalicelib.catalogue.model.promises import NOTHING_OWN, HallTerms, Promised, promise_of
from chalicelib.catalogue.model.schemes.parts import Length
from chalicelib.catalogue.model.schemes.plans import CLOCK_UNITS
from chalicelib.catalogue.model.schemes.terms import statutory_of
from chalicelib.catalogue.model.upward import lower_term, superior_of
from chalicelib.clock import Term, WorkCalendar, count_term, count_to_duty, deemed_acceptance_due
from chalicelib.clock.term import ending_on
from chalicelib.foundation.problems import FieldError


class Limit(NamedTuple):
    """A term that begins on the day that was asked for: its length as published, and its days."""

    length: Length
    term: Term

    @property
    def due(self) -> date:
        return self.term.due


@dataclass(frozen=True)
class Guidance:
    """`accept_by`: the last day to accept or to tell every gap, if the application came on the day that was asked for.
    `statutory` and `promised`: the last days of a decision if it was accepted on that day too; None where there are
    none. `promise` says what the promise rests on. `missing`: the questions without whose answers some line or term is
    open.
    """

    lines: tuple[ChecklistLine, ...]
    missing: list[FieldError]
    accept_by: Term
    promise: Promised | None
    promised: Limit | None
    statutory: Limit | None


def questions_asked(item: ItemDocument) -> tuple[Asked, ...]:
    """The questions on which the item's lines and terms depend."""
    return tuple(
        Asked(one.name, one.kind, label(one.name), {choice: choice_label(choice) for choice in one.choices})
        for one in questions_of(item)
    )


def guidance(
    item: ItemDocument,
    answers: conditions.Answers,
    day: date,
    calendar: WorkCalendar,
    here: HallTerms = NOTHING_OWN,
) -> Guidance:
    """`answers` are what the conditions name (`asking.py`), `here` is what the directory says of the item in this
    region. Raises OutsideCalendar for a day that the calendar does not reach.
    """
    given = {name: value for name, value in answers.items() if value is not None}
    promised, statutory = promise_of(item, given, here, day, calendar), _statutory(item, given, day, calendar)
    law = _reviewed_here(item, day, calendar) or (statutory.term if statutory else None)
    return Guidance(
        lines=checklist(item, given),
        missing=list(missing_answers(questions_asked(item), _open(item, given))),
        accept_by=deemed_acceptance_due(day, calendar),
        promise=promised,
        promised=_promised(promised, law, day, calendar) if promised else None,
        statutory=statutory,
    )


def _statutory(item: ItemDocument, given: conditions.Answers, day: date, calendar: WorkCalendar) -> Limit | None:
    """None of what an organ above decides: its term begins with the report, whose day nobody knows yet."""
    if superior_of(item):
        return None
    limit, value = statutory_of(item), statutory_under(item.statutory_limit, given)
    if limit is None or value is None:
        return None
    length = Length(value=value, unit=limit.unit)
    return Limit(length, _counted(length, day, calendar))


def _reviewed_here(item: ItemDocument, day: date, calendar: WorkCalendar) -> Term | None:
    """The law's term for the review here of what an organ above decides (行政许可法43)."""
    lower = lower_term(item) if superior_of(item) else None
    return count_term(day, lower.length, lower.unit, (), 0, calendar) if lower else None


def _promised(promised: Promised, law: Term | None, day: date, calendar: WorkCalendar) -> Limit:
    """A promise is never later than the law's last day (优化营商环境条例36(2))."""
    length = Length(value=promised.promise.value, unit=promised.promise.unit)
    term = _counted(length, day, calendar)
    if promised.duty is not None:
        term = count_to_duty(day, promised.duty, calendar)
    return Limit(length, ending_on(term, law.due, provisional=law.provisional) if law and law.due < term.due else term)


def _open(item: ItemDocument, given: conditions.Answers) -> frozenset[str]:
    promised, track = item.promised_limit, item.statutory_limit.short_track
    texts = [conditions.parse(line.condition) for line in item.materials if line.condition]
    texts += [conditions.parse(route.condition) for route in promised.routes]
    if promised.condition:
        texts.append(split_condition(promised.condition)[0])
    if track is not None and track.when:
        texts.append(conditions.parse(track.when))
    return frozenset(name for text in texts for name in open_variables(text, given))


def _counted(length: Length, start: date, calendar: WorkCalendar) -> Term:
    return count_term(start, length.value, CLOCK_UNITS[length.unit], (), 0, calendar)
