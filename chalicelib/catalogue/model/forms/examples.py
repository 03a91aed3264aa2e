"""A form filled in with the examples of its fields: every field that is asked, and no more. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.form_fields import FormField
from chalicelib.catalogue.model.forms.facts import Facts, day_of
from chalicelib.catalogue.model.forms.field_checks import check_faults
from chalicelib.catalogue.model.values import ApplicantKind

# The day for which the examples of the demonstration catalogue are written.
EXAMPLES_OF = date(2026, 11, 24)


def example_answers(
    item: ItemDocument,
    applicant: Mapping[str, Any],
    on: date,
    *,
    number: str,
    optional: bool = False,
    given: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The answers that make the form complete. The catalogue's examples of persons have no number: they get this one.

    `given` answers stay as they are. With `optional` also what need not be filled in. The examples are of one day: on
    another day on which their dates would be refused, those that are checked are so many days earlier or later.
    """
    answers, filled = dict(given or {}), dict[str, Any]()
    for days in (0, (on - EXAMPLES_OF).days):
        filled = _filled(item, applicant, on, number, answers, optional=optional, days=days)
        if not any(check_faults(item, {"applicant": applicant, "answers": filled}, on)):
            break
    return filled


def sample_answers(item: ItemDocument, kind: ApplicantKind, number: str = "") -> dict[str, Any]:
    """The answers of one applicant of this kind, also to what need not be answered, on the day of the examples. Without
    `number` persons have none, as they are printed.
    """
    return example_answers(item, {"kind": kind}, EXAMPLES_OF, number=number, optional=True)


def _filled(
    item: ItemDocument,
    applicant: Mapping[str, Any],
    on: date,
    number: str,
    given: Mapping[str, Any],
    *,
    optional: bool,
    days: int,
) -> dict[str, Any]:
    answers = dict(given)
    for _ in item.fields:  # a field may decide whether one before it is asked
        for field in item.fields:
            facts = Facts(item, {"applicant": applicant, "answers": answers}, on)
            if facts.shown(field) and field.key not in answers and (optional or facts.needed(field)):
                answers[field.key] = (
                    _moved(example_of(field, number), days) if field.checks else example_of(field, number)
                )
    return answers


def _moved(value: Any, days: int) -> Any:
    """A date, or each date of a range, so many days later. Other values stay as they are."""
    if not days:
        return value
    if isinstance(value, list):
        return [_moved(one, days) for one in cast("list[Any]", value)]
    day = day_of(value)
    return (day + timedelta(days=days)).isoformat() if day else value


def example_of(field: FormField, number: str) -> Any:
    match field.type:
        case "person":
            return {"id_number": number, **cast("dict[str, Any]", field.example)}
        case "people":
            return [{"id_number": number, **cast("dict[str, Any]", one)} for one in cast("list[Any]", field.example)]
        case "table":
            rows = cast("list[Any]", field.example)
            return [*rows, *rows[:1] * (int(field.min or 0) - len(rows))]
        case _:
            return field.example
