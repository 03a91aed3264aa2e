"""What is wrong with a filled form: everything at once, in Chinese, while drafting and at submission."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Literal, cast, get_args

from pydantic import BaseModel, ValidationError

from chalicelib.catalogue.model import ApplicantKind, ItemDocument
from chalicelib.catalogue.model.conditions.wording import choice_labels
from chalicelib.catalogue.model.forms.applicant import APPLICANTS
from chalicelib.catalogue.model.forms.persons import (
    impossible_births,
    passports_without_country,
    unknown_regions,
    unusual_telephones,
)
from chalicelib.catalogue.model.forms.representation import contradictions, representation_faults, with_derived
from chalicelib.catalogue.model.forms.schema import form_model, questions_of
from chalicelib.foundation.masked import is_masked, mask_copied
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import field_errors, pointer_of

Mode = Literal["draft", "complete"]
NOT_YET = (None, "")
BLOCKS = ("/applicant", "/answers")
BLOCK_OWNERS = {
    "/applicant/guardian": "监护人",
    "/applicant/legal_representative": "法定代表人（负责人）",
}


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
    model = form_model(item.service_objects, questions_of(item))
    form, errors = None, list[FieldError]()
    try:
        form = model.model_validate(document)
    except ValidationError as error:
        errors = [_copied(found, document) for found in field_errors(error, document=document, words=choice_labels)]
    named = {error.pointer for error in errors}
    judged = (impossible_births(document, on), representation_faults(item, document, on))
    facts = (*judged, contradictions(item, document, on))
    errors += [error for found in facts for error in found if error.pointer not in named]
    wrong = [
        _named(finding, item, document) for finding in errors if mode == "complete" or not _open(finding, document)
    ]
    value = form.model_dump(mode="json", by_alias=True, exclude_none=True) if form and not errors else None
    noticed = (unknown_regions(document), passports_without_country(document), unusual_telephones(document))
    return CheckedForm(wrong, [one for found in noticed for one in found if one.pointer not in named], value)


def _copied(finding: FieldError, document: Mapping[str, Any]) -> FieldError:
    """Of a choice, a day or a count that was typed back as it is shown masked, that is what is told."""
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
        here = cast(Mapping[str, object], here).get(part) if isinstance(here, Mapping) else None
    return here


def _named(finding: FieldError, item: ItemDocument, document: Mapping[str, Any]) -> FieldError:
    kind = _at(document, "/applicant/kind")
    chosen = kind if kind in item.service_objects else item.service_objects[0]
    title = _titles(chosen).get(finding.pointer) or _answer_titles(item).get(finding.pointer)
    if title is None or finding.message.startswith(title):  # some sentences name the field themselves
        return finding
    return finding._replace(message=f"{title}：{finding.message}")


def field_titles(item: ItemDocument, kind: str | None) -> dict[str, str]:
    """Every field that is filled in, by its pointer, with its Chinese title; `kind` is the applicant's."""
    chosen = next((known for known in item.service_objects if known == kind), item.service_objects[0])
    titles = _titles(chosen) | _answer_titles(item)
    return {pointer: title for pointer, title in titles.items() if not any(f"{pointer}/" in other for other in titles)}


@lru_cache
def _titles(kind: ApplicantKind) -> dict[str, str]:
    return dict(_walk(APPLICANTS[kind], "/applicant"))


def _answer_titles(item: ItemDocument) -> dict[str, str]:
    answers = form_model(item.service_objects, questions_of(item)).model_fields["answers"].annotation
    return dict(_walk(cast(type[BaseModel], answers), "/answers"))


def _walk(model: type[BaseModel], root: str, whose: str = "") -> Iterator[tuple[str, str]]:
    """The title of a field of somebody else than the applicant says whose it is: 监护人姓名."""
    for name, info in model.model_fields.items():
        pointer, title = root + pointer_of([info.alias or name]), info.title or name
        yield pointer, title if whose in title else f"{whose}{title}"
        for part in get_args(info.annotation) or (info.annotation,):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from _walk(part, pointer, BLOCK_OWNERS.get(pointer, ""))
