"""Which kind of applicant a form is filled in for, where it does not say so itself. Pure."""

from collections.abc import Mapping
from typing import Any, cast

from chalicelib.catalogue.model.item import ItemDocument
from chalicelib.catalogue.model.values import ApplicantKind

PERSON: ApplicantKind = "自然人"


def kind_of(item: ItemDocument, document: Mapping[str, Any]) -> str | None:
    """The kind that is filled in; else the only one of the item that has a number of the sort that is filled in."""
    applicant = document.get("applicant")
    filled: Mapping[str, object] = cast(Mapping[str, object], applicant) if isinstance(applicant, Mapping) else {}
    if isinstance(said := filled.get("kind"), str) and said:
        return said
    if "uscc" in filled:
        possible = [kind for kind in item.service_objects if kind != PERSON]
    elif "id_number" in filled:
        possible = [kind for kind in item.service_objects if kind == PERSON]
    else:
        possible = list(item.service_objects)
    return possible[0] if len(possible) == 1 else None


def with_kind(item: ItemDocument, document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The form with its kind, where only one fits: an item that later opens to others still takes older forms."""
    applicant = document.get("applicant")
    if not isinstance(applicant, Mapping) or len(item.service_objects) == 1:
        return document
    filled = cast(Mapping[str, object], applicant)
    kind = kind_of(item, document)
    return document if "kind" in filled or kind is None else {**document, "applicant": {"kind": kind, **filled}}
