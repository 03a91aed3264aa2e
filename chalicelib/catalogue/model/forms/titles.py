"""What the fields of a form are called in Chinese, by their JSON pointers. Pure."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import cast, get_args

from pydantic import BaseModel

from chalicelib.catalogue.model import ApplicantKind, ItemDocument
from chalicelib.catalogue.model.forms.applicant import APPLICANTS
from chalicelib.catalogue.model.forms.field_types import Person
from chalicelib.catalogue.model.forms.schema import model_of
from chalicelib.catalogue.model.kept import once_per_item
from chalicelib.foundation.validation import pointer_of

BLOCK_OWNERS = {
    "/applicant/guardian": "监护人",
    "/applicant/agent": "代理人",
    "/applicant/legal_representative": "法定代表人（负责人）",
}
ROW = re.compile(r"^(/answers/[^/]+)/([0-9]+)(/.+)?$")


def field_titles(item: ItemDocument, kind: str | None) -> dict[str, str]:
    """Every field that is filled in, by its pointer, with its Chinese title; `kind` is the applicant's.

    A person, a table or a range in the answers is one field: it is told, and put right, as a whole.
    """
    chosen = next((known for known in item.service_objects if known == kind), item.service_objects[0])
    titles = _titles(chosen) | answer_titles(item)
    return {pointer: title for pointer, title in titles.items() if not any(f"{pointer}/" in other for other in titles)}


def title_at(item: ItemDocument, kind: ApplicantKind, pointer: str) -> str | None:
    """The title of what stands there, also inside a person or a row of the answers."""
    whole = _titles(kind).get(pointer) or answer_titles(item).get(pointer)
    return whole or _inner_titles(item).get(pointer) or _in_row(item, pointer)


def _in_row(item: ItemDocument, pointer: str) -> str | None:
    found = ROW.match(pointer)
    if found is None or (title := answer_titles(item).get(found[1])) is None:
        return None
    inner = _inner_titles(item).get(f"{found[1]}/*{found[3]}", "") if found[3] else ""
    return f"{title}第{int(found[2]) + 1}行{inner}"


@once_per_item
def answer_titles(item: ItemDocument) -> dict[str, str]:
    """The fields under /answers; those that follow from the form are none."""
    if item.form_fields:
        return {f"/answers/{field.key}": field.title for field in item.fields}
    answers = model_of(item).model_fields["answers"].annotation
    return dict(_walk(cast(type[BaseModel], answers), "/answers"))


@once_per_item
def _inner_titles(item: ItemDocument) -> dict[str, str]:
    """The parts of persons by their pointers, and those of rows with a star for the number of the row."""
    titles = dict[str, str]()
    for field in item.fields:
        root = f"/answers/{field.key}"
        parts = {name: info.title or name for name, info in Person.model_fields.items()}
        if field.type == "person":
            titles |= {f"{root}/{name}": f"{field.title}{title}" for name, title in parts.items()}
        elif field.type == "people":
            titles |= {f"{root}/*/{name}": title for name, title in parts.items()}
        titles |= {f"{root}/*/{column.key}": f"“{column.title}”" for column in field.columns or ()}
    return titles


@lru_cache
def _titles(kind: ApplicantKind) -> dict[str, str]:
    return dict(_walk(APPLICANTS[kind], "/applicant"))


def _walk(model: type[BaseModel], root: str, whose: str = "") -> Iterator[tuple[str, str]]:
    """The title of a field of somebody else than the applicant says whose it is: 监护人姓名."""
    for name, info in model.model_fields.items():
        pointer, title = root + pointer_of([info.alias or name]), info.title or name
        yield pointer, title if whose in title else f"{whose}{title}"
        for part in get_args(info.annotation) or (info.annotation,):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from _walk(part, pointer, BLOCK_OWNERS.get(pointer, ""))
