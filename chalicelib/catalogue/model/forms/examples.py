"""A form filled in with the examples of its fields: every field that is asked, and no more. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.form_fields import FormField
from chalicelib.catalogue.model.forms.facts import Facts


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

    `given` answers stay as they are. With `optional` also what need not be filled in.
    """
    answers = dict(given or {})
    for _ in item.fields:  # a field may decide whether one before it is asked
        for field in item.fields:
            facts = Facts(item, {"applicant": applicant, "answers": answers}, on)
            if facts.shown(field) and field.key not in answers and (optional or field.required is not False):
                answers[field.key] = example_of(field, number)
    return answers


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
