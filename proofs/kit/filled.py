"""A form with fields, filled in with the examples of the catalogue: what the applicant is asked, and no more."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.form_fields import FormField
from chalicelib.catalogue.model.forms.facts import Facts

# The examples of the catalogue name persons without a number.
NUMBER = "44170219900307801X"


def example_answers(
    item: ItemDocument, applicant: Mapping[str, Any], on: date, *, optional: bool = False, **given: Any
) -> dict[str, Any]:
    """The answers that make the form complete; `given` are those that the proof is about. With `optional` also what
    need not be filled in.
    """
    answers = dict(given)
    for _ in item.fields:  # a field may decide whether one before it is asked
        for field in item.fields:
            facts = Facts(item, {"applicant": applicant, "answers": answers}, on)
            if facts.shown(field) and field.key not in answers and (optional or field.required is not False):
                answers[field.key] = example_of(field)
    return answers


def example_of(field: FormField) -> Any:
    match field.type:
        case "person":
            return {"id_number": NUMBER, **cast("dict[str, Any]", field.example)}
        case "people":
            return [{"id_number": NUMBER, **cast("dict[str, Any]", one)} for one in cast("list[Any]", field.example)]
        case "table":
            rows = cast("list[Any]", field.example)
            return [*rows, *rows[:1] * (int(field.min or 0) - len(rows))]
        case _:
            return field.example
