"""What one person needs for an item before applying (R14): lines and why, the terms if it began today. Pure."""

from dataclasses import dataclass
from datetime import date

from chalicelib.catalogue.model import ItemDocument, conditions
from chalicelib.catalogue.model.answering import Asked, missing_answers, open_variables, wrong_answers
from chalicelib.catalogue.model.checklists import ChecklistLine, checklist
from chalicelib.catalogue.model.conditions.wording import choice_label, label
from chalicelib.catalogue.model.forms.schema import questions_of
from chalicelib.catalogue.model.limits import Promise, promised_under, split_condition
from chalicelib.catalogue.model.schemes.parts import Length
from chalicelib.catalogue.model.schemes.plans import CLOCK_UNITS
from chalicelib.catalogue.model.schemes.terms import statutory_of
from chalicelib.clock import Term, WorkCalendar, count_term, deemed_acceptance_due
from chalicelib.foundation.problems import FieldError


@dataclass(frozen=True)
class Guidance:
    """`accept_by`: the last day to accept or to tell every gap, if the application came on the day that was asked for.
    `statutory` and `promised`: the last days of a decision if it was accepted on that day too; None where there are
    none. `missing`: the questions without whose answers some line or term is open.
    """

    lines: tuple[ChecklistLine, ...]
    missing: list[FieldError]
    accept_by: Term
    promise: Promise | None
    promised: Term | None
    statutory_limit: Length | None
    statutory: Term | None


def questions_asked(item: ItemDocument) -> tuple[Asked, ...]:
    """The questions on which the item's lines and terms depend."""
    return tuple(
        Asked(one.name, one.kind, label(one.name), {choice: choice_label(choice) for choice in one.choices})
        for one in questions_of(item)
    )


def wrong_for(item: ItemDocument, answers: conditions.Answers) -> list[FieldError]:
    return list(wrong_answers(questions_asked(item), answers))


def guidance(item: ItemDocument, answers: conditions.Answers, day: date, calendar: WorkCalendar) -> Guidance:
    """Raises OutsideCalendar for a day that the calendar does not reach."""
    given = {name: value for name, value in answers.items() if value is not None}
    promise = promised_under(item.promised_limit, given)
    limit = statutory_of(item)
    statutory = _counted(limit, day, calendar) if limit else None
    promised = None
    if promise:
        promised = _counted(Length(value=promise.value, unit=item.promised_limit.unit), day, calendar)
        promised = min(promised, statutory, key=lambda term: term.due) if statutory else promised
    return Guidance(
        lines=checklist(item, given),
        missing=list(missing_answers(questions_asked(item), _open(item, given))),
        accept_by=deemed_acceptance_due(day, calendar),
        promise=promise,
        promised=promised,
        statutory_limit=limit,
        statutory=statutory,
    )


def _open(item: ItemDocument, given: conditions.Answers) -> frozenset[str]:
    texts = [conditions.parse(line.condition) for line in item.materials if line.condition]
    if item.promised_limit.condition:
        texts.append(split_condition(item.promised_limit.condition)[0])
    return frozenset(name for text in texts for name in open_variables(text, given))


def _counted(length: Length, start: date, calendar: WorkCalendar) -> Term:
    return count_term(start, length.value, CLOCK_UNITS[length.unit], (), 0, calendar)
