"""Reading a whole catalogue document: every error of every part at once, nothing accepted while one is left. Pure."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from chalicelib.catalogue.model import ItemDocument, JointTheme
from chalicelib.catalogue.model.checking import Check
from chalicelib.catalogue.model.schemes.document import read_schemes
from chalicelib.catalogue.model.schemes.publication import Known
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.directory.model import DepartmentDocument, Place
from chalicelib.directory.model.place import repeated_number_codes
from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.foundation.validation import pointer_of

PARTS: Mapping[str, type] = {
    "meta": dict,
    "place": dict,
    "departments": dict,
    "items": list,
    "joint_themes": list,
    "schemes": list,
    "unified_items": list,
}
REQUIRED_PARTS = ("place", "departments", "items")
DEPARTMENT_ID = re.compile(r"[a-z][a-z0-9_]{0,29}")
LONGEST_CONSENT = 100


@dataclass(frozen=True)
class CatalogueDocument:
    """A valid document. `warnings` are findings that do not hinder the import. `consent` is the number of the paper by
    which 编办 has consented to what the document publishes (`meta.consent`); empty of a document that names none.
    """

    place: Place
    departments: dict[str, DepartmentDocument]
    items: tuple[ItemDocument, ...]
    joint_themes: tuple[JointTheme, ...]
    warnings: list[FieldError]
    schemes: tuple[SchemeDocument, ...] = ()
    consent: str = ""


def parse_json(raw: bytes) -> Any:
    """The JSON of a document. Raises Invalid (code catalogue_unreadable) naming the place where it stops being JSON."""
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line, column = _place(raw[: error.start].decode("utf-8", errors="ignore"))
        title = f"事项目录不是 UTF-8 编码：第 {line} 行第 {column} 列有无法识别的字节"
    except json.JSONDecodeError as error:
        title = f"事项目录不是有效的 JSON：第 {error.lineno} 行第 {error.colno} 列不符合 JSON 语法"
    raise Invalid(code="catalogue_unreadable", title=title)


def _place(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def read_document(raw: Mapping[str, Any], *, demonstrations: bool = False) -> CatalogueDocument:
    """The document of `{place: {…}, departments: {id: …}, items: […], schemes?: […], unified_items?: […],
    joint_themes?: […], meta?}`. `demonstrations`: whether schemes that rest on invented bases may be among them.

    Raises Invalid (code catalogue_invalid) naming every error by its JSON pointer.
    """
    check = Check()
    check.errors += shape_errors(raw)
    if check.errors:
        raise check.refusal()
    place, departments = read_frame(check, raw["place"], raw["departments"])
    items = [check.item(number, part) for number, part in enumerate(raw["items"])]
    check.finish_items(departments)
    themes = check.themes(raw.get("joint_themes", []))
    schemes = check.schemes(
        read_schemes(raw.get("schemes", []), raw.get("unified_items", [])),
        str(raw["place"].get("division")),
        Known({item.id: item for item in items if item}, frozenset(departments)),
        demonstrations=demonstrations,
    )
    if check.errors or place is None:
        raise check.refusal()
    return CatalogueDocument(
        place,
        {name: part for name, part in departments.items() if part},
        tuple(item for item in items if item),
        themes,
        check.warnings,
        schemes,
        consent_of(raw),
    )


def read_frame(
    check: Check, raw_place: Mapping[str, Any], raw_departments: Mapping[str, Any]
) -> tuple[Place | None, dict[str, DepartmentDocument | None]]:
    """Place and departments, whose errors `check` notes; None stands for what could not be read."""
    place = check.read(Place, raw_place, "place")
    departments = {
        name: check.read(DepartmentDocument, part, "departments", name) for name, part in raw_departments.items()
    }
    check.errors += _malformed_ids(departments)
    check.errors += _unknown_organs(raw_place, departments)
    check.errors += repeated_number_codes(place, departments) if place else []
    return place, departments


def consent_of(raw: Mapping[str, Any]) -> str:
    """The number of the consent that the document carries."""
    meta: object = raw.get("meta")
    consent = cast("Mapping[str, object]", meta).get("consent") if isinstance(meta, dict) else None
    return consent.strip() if isinstance(consent, str) else ""


def shape_errors(raw: object) -> list[FieldError]:
    """Parts that are unknown, missing, or no list or object where they should be one."""
    if not isinstance(raw, Mapping):
        return [FieldError("", "model_type", "应为对象")]
    parts = cast(Mapping[str, object], raw)
    unknown = [
        FieldError(pointer_of([name]), "extra_forbidden", "没有这一项，请删除") for name in parts if name not in PARTS
    ]
    missing = [FieldError(pointer_of([name]), "missing", "请填写此项") for name in REQUIRED_PARTS if name not in parts]
    wrong = [
        FieldError(pointer_of([name]), f"{kind.__name__}_type", "应为列表" if kind is list else "应为对象")
        for name, kind in PARTS.items()
        if name in parts and not isinstance(parts[name], kind)
    ]
    return unknown + missing + wrong + _consent_errors(parts.get("meta"))


def _consent_errors(meta: object) -> list[FieldError]:
    """The consent is kept with each version, so one that cannot be kept as it is written is refused."""
    written = cast("Mapping[str, object]", meta).get("consent", "") if isinstance(meta, dict) else ""
    if not isinstance(written, str):
        return [FieldError("/meta/consent", "string_type", "应为文字：编办同意文件的文号")]
    if len(written.strip()) > LONGEST_CONSENT:
        return [FieldError("/meta/consent", "string_too_long", f"最多 {LONGEST_CONSENT} 个字")]
    return []


def _unknown_organs(place: Mapping[str, Any], departments: Mapping[str, object]) -> Iterator[FieldError]:
    organs: object = place.get("organs")
    for name in cast(Mapping[str, object], organs) if isinstance(organs, dict) else ():
        if name not in departments:
            yield FieldError(pointer_of(["place", "organs", name]), "department_unknown", "没有这个部门")


def _malformed_ids(departments: Iterable[str]) -> Iterator[FieldError]:
    for name in departments:
        if not DEPARTMENT_ID.fullmatch(name):
            yield FieldError(pointer_of(["departments", name]), "department_id", "部门标识应为小写字母、数字或下划线")
