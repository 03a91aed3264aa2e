"""What is wrong with a filled form: everything at once, in Chinese, while drafting and at submission."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, cast

from pydantic import ValidationError

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.conditions.wording import choice_labels
from chalicelib.catalogue.model.forms.agreements import agreement_faults
from chalicelib.catalogue.model.forms.field_checks import check_faults
from chalicelib.catalogue.model.forms.persons import (
    impossible_births,
    passports_without_country,
    unknown_regions,
    unusual_telephones,
)
from chalicelib.catalogue.model.forms.representation import contradictions, representation_faults, with_derived
from chalicelib.catalogue.model.forms.requirements import field_faults
from chalicelib.catalogue.model.forms.schema import model_of
from chalicelib.catalogue.model.forms.titles import title_at
from chalicelib.catalogue.model.forms.ward import ward_faults
from chalicelib.foundation.masked import is_masked, mask_copied
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import Words, field_errors

Mode = Literal["draft", "complete"]
NOT_YET = (None, "")
BLOCKS = ("/applicant", "/answers")


@dataclass(frozen=True)
class CheckedForm:
    """The findings. `value` is the form with identifiers in canonical writing, None unless it is complete and right."""

    errors: list[FieldError]
    warnings: list[FieldError] = field(default_factory=list[FieldError])
    value: dict[str, Any] | None = None


def validate_form(item: ItemDocument, data: Mapping[str, Any], on: date, mode: Mode = "complete") -> list[FieldError]:
    """The errors of `check_form`; empty when nothing is wrong with what is filled in (draft) or missing (complete)."""
    return check_form(item, data, on, mode).errors


def check_form(item: ItemDocument, data: Mapping[str, Any], on: date, mode: Mode = "complete") -> CheckedForm:
    """Check `{applicant: {...}, answers: {variable: value}}` against the item's form; pointers are relative to `data`.

    A draft may leave fields out or empty, what is there must be right; unknown fields are refused in both modes. `on`
    is the day of the question: nobody was born after it.
    """
    document: dict[str, Any] = {"applicant": {}, "answers": {}, **with_derived(item, data, on)}
    form, errors = None, list[FieldError]()
    try:
        form = model_of(item).model_validate(document)
    except ValidationError as error:
        errors = [_copied(found, document) for found in field_errors(error, document=document, words=_words(item))]
    named = {error.pointer for error in errors}
    judged = (
        impossible_births(document, on),
        representation_faults(item, document, on),
        ward_faults(item, document, on),
    )
    required = field_faults(item, document, on, draft=mode == "draft")
    facts = (*judged, contradictions(item, document, on), required)
    errors += [error for found in facts for error in found if error.pointer not in named]
    told = {error.pointer for error in errors}
    errors += [error for error in check_faults(item, document, on) if not _within(error.pointer, told)]
    told |= {error.pointer for error in errors}
    agreed = agreement_faults(item, document) if mode == "complete" else ()
    errors += [error for error in agreed if error.pointer not in told]
    wrong = [
        _named(finding, item, document) for finding in errors if mode == "complete" or not _open(finding, document)
    ]
    value = form.model_dump(mode="json", by_alias=True, exclude_none=True) if form and not errors else None
    noticed = (unknown_regions(document), passports_without_country(document), unusual_telephones(document))
    return CheckedForm(wrong, [one for found in noticed for one in found if one.pointer not in named], value)


def _within(pointer: str, told: set[str]) -> bool:
    """Whether something is told of this field already, or of a part of it."""
    return any(one == pointer or one.startswith(f"{pointer}/") for one in told)


def _words(item: ItemDocument) -> Words:
    """How the choices of the field at a pointer are called, and elsewhere those of conditions. The same value may be
    called otherwise in another field.
    """
    choices = {f"/answers/{field.key}": field.choices for field in item.fields if field.choices}

    def words(values: Sequence[str], pointer: str) -> Mapping[str, str]:
        field = "/".join(pointer.split("/")[:3])
        return choices.get(field) or choice_labels(values)

    return words


def _copied(finding: FieldError, document: Mapping[str, Any]) -> FieldError:
    """Where somebody sent back the masked form of a value, the finding says so, and not that the type is wrong."""
    if finding.code == "extra_forbidden" or not is_masked(_at(document, finding.pointer)):
        return finding
    refusal = mask_copied()
    return finding._replace(code=refusal.type, message=refusal.message())


def _open(finding: FieldError, document: Mapping[str, Any]) -> bool:
    """Whether the finding only says that something is not filled in yet."""
    if finding.code in {"extra_forbidden", "union_tag_invalid"}:  # below a wrong tag nothing has been looked at
        return False
    if finding.code == "union_tag_not_found":
        return not any(value not in NOT_YET for value in cast(Mapping[str, Any], document["applicant"]).values())
    if finding.pointer in BLOCKS:  # a block may be left out, but is an object wherever it is read
        return False
    return finding.code in {"missing", "guardian_missing"} or _at(document, finding.pointer) in NOT_YET


def _at(document: Mapping[str, Any], pointer: str) -> object:
    here: object = document
    for part in pointer.split("/")[1:]:
        if isinstance(here, Mapping):
            here = cast(Mapping[str, object], here).get(part)
        elif isinstance(here, list) and part.isdigit() and int(part) < len(cast("list[object]", here)):
            here = cast("list[object]", here)[int(part)]
        else:
            return None
    return here


def _named(finding: FieldError, item: ItemDocument, document: Mapping[str, Any]) -> FieldError:
    kind = _at(document, "/applicant/kind")
    chosen = kind if kind in item.service_objects else item.service_objects[0]
    title = title_at(item, chosen, finding.pointer)
    if title is None or finding.message.startswith(title):  # some sentences name the field themselves
        return finding
    return finding._replace(message=f"{title}：{finding.message}")
