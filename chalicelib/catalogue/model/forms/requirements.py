"""Which fields of a form have to be filled in, and which must not be: that depends on what else is filled in. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, cast

from chalicelib.catalogue.model.forms.facts import Facts
from chalicelib.catalogue.model.forms.field_types import is_filled
from chalicelib.catalogue.model.item import ItemDocument
from chalicelib.foundation.problems import FieldError

MISSING = "请填写此项"
HIDDEN = "按您填写的情形不需要填写此项，请删除"


def field_faults(item: ItemDocument, document: Mapping[str, Any], on: date, *, draft: bool) -> Iterator[FieldError]:
    """Fields that are missing, and fields that are filled in although this applicant is not asked for them.

    A draft is told of the second only once the form decides it; nothing is missing in a draft yet.
    """
    facts, block = Facts(item, document, on), document.get("answers")
    answers: Mapping[str, object] = cast(Mapping[str, object], block) if isinstance(block, Mapping) else {}
    for field in item.fields:
        shown, filled = facts.shown(field), is_filled(answers.get(field.key))
        if filled and (shown is False or (shown is None and not draft)):
            yield FieldError(f"/answers/{field.key}", "field_hidden", HIDDEN)
        elif shown and not filled and facts.needed(field) and not draft:
            yield FieldError(f"/answers/{field.key}", "missing", MISSING)


def asked_of(item: ItemDocument, document: Mapping[str, Any], on: date) -> frozenset[str]:
    """The keys of the fields that this applicant is asked for, as far as the form decides it."""
    facts = Facts(item, document, on)
    return frozenset(field.key for field in item.fields if facts.shown(field))
