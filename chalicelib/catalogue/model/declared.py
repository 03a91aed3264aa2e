"""What the form of an item tells conditions: its fields, and the variables that follow from them. Pure."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from chalicelib.catalogue.model import ItemDocument, conditions
from chalicelib.catalogue.model.form_fields import Derive, FormField, choices_of

Kind = Literal["boolean", "integer", "choice", "date", "other"]
KINDS: Mapping[str, Kind] = {"boolean": "boolean", "integer": "integer", "choice": "choice", "date": "date"}


class Declared(NamedTuple):
    """The type of a field or of a derived variable, as conditions compare it; `choices` of a choice."""

    kind: Kind
    choices: tuple[str, ...] = ()


def declared(item: ItemDocument) -> Mapping[str, Declared]:
    """Every name that a condition of this item may use."""
    fields = {field.key: _of_field(field) for field in item.fields}
    return fields | {derive.variable: _of_derive(derive) for derive in item.derives}


def _of_field(field: FormField) -> Declared:
    return Declared(KINDS.get(field.type, "other"), tuple(field.choices or ()) if field.type == "choice" else ())


def _of_derive(derive: Derive) -> Declared:
    return Declared(derive.kind, tuple(choices_of(derive)))


def needs(item: ItemDocument) -> Mapping[str, frozenset[str]]:
    """Of each field and derived variable the names without which nobody can tell whether it is there, or what it is.

    Raises ConditionError.
    """
    found = {field.key: _named(field.condition) for field in item.fields if field.condition}
    return found | {derive.variable: frozenset(derive.sources) | _named(derive.condition) for derive in item.derives}


def _named(condition: str | None) -> frozenset[str]:
    if condition is None:
        return frozenset()
    return frozenset(one.variable for one in conditions.comparisons(conditions.parse(condition)))
