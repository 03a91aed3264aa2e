"""A form with fields, filled in with the examples of the catalogue: what the applicant is asked, and no more."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.form_fields import FormField
from chalicelib.catalogue.model.forms import examples

# The examples of the catalogue name persons without a number.
NUMBER = "44170219900307801X"


def example_answers(
    item: ItemDocument, applicant: Mapping[str, Any], on: date, *, optional: bool = False, **given: Any
) -> dict[str, Any]:
    """The answers that make the form complete; `given` are those that the proof is about. With `optional` also what
    need not be filled in.
    """
    return examples.example_answers(item, applicant, on, number=NUMBER, optional=optional, given=given)


def example_of(field: FormField) -> Any:
    return examples.example_of(field, NUMBER)
