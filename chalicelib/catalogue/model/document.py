"""Reading a whole catalogue document: every error of every part at once, nothing accepted while one is left. Pure."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from chalicelib.catalogue.model import ItemDocument, JointTheme, conditions, publication
from chalicelib.catalogue.model.schemes import document as schemes_document
from chalicelib.catalogue.model.schemes.publication import Known
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.shared_fields import shared_field_conflicts
from chalicelib.directory.model import DepartmentDocument, Place
from chalicelib.directory.model.place import repeated_number_codes
from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.foundation.validation import field_errors, pointer_of

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
EXTERNAL = "EXT-"  # a member of a joint theme that an outside system handles: status by interface only
M = TypeVar("M", bound=BaseModel)


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
    findings = _Findings()
    findings.errors += _shape(raw)
    if findings.errors:
        raise findings.refusal()
    place = findings.read(Place, raw["place"], "place")
    departments = {
        name: findings.read(DepartmentDocument, part, "departments", name) for name, part in raw["departments"].items()
    }
    items = [findings.read(ItemDocument, part, "items", number) for number, part in enumerate(raw["items"])]
    themes = [findings.read(JointTheme, part, "joint_themes", n) for n, part in enumerate(raw.get("joint_themes", []))]
    findings.errors += _malformed_ids(departments)
    findings.errors += _unknown_organs(raw["place"], departments)
    findings.errors += repeated_number_codes(place, departments) if place else []
    for number, item in enumerate(items):
        if item:
            findings.add(number, item, departments)
    known = _ids(raw["items"])
    findings.errors += _duplicates("items", raw["items"]) + _duplicates("joint_themes", raw.get("joint_themes", []))
    findings.errors += [*_unknown_prerequisites(items, known), *_wrong_nodes(themes, known)]
    findings.errors += shared_field_conflicts(items)
    schemes = findings.add_schemes(raw, items, departments, demonstrations=demonstrations)
    if findings.errors or place is None:
        raise findings.refusal()
    return CatalogueDocument(
        place,
        {name: part for name, part in departments.items() if part},
        tuple(item for item in items if item),
        tuple(theme for theme in themes if theme),
        findings.warnings,
        schemes,
        consent_of(raw),
    )


def consent_of(raw: Mapping[str, Any]) -> str:
    """The number of the consent that the document carries."""
    meta: object = raw.get("meta")
    consent = cast("Mapping[str, object]", meta).get("consent") if isinstance(meta, dict) else None
    return consent.strip()[:LONGEST_CONSENT] if isinstance(consent, str) else ""


@dataclass
class _Findings:
    errors: list[FieldError] = field(default_factory=list[FieldError])
    warnings: list[FieldError] = field(default_factory=list[FieldError])

    def read(self, model: type[M], part: Any, *path: int | str) -> M | None:
        """One part by its model; None, and its errors noted, where it does not fit."""
        try:
            # Through JSON, because exact types let a JSON list be a tuple but not a Python list.
            return model.model_validate_json(json.dumps(part))
        except ValidationError as error:
            self.errors += field_errors(error, pointer_of(path), part)
            return None

    def add(self, number: int, item: ItemDocument, departments: Mapping[str, DepartmentDocument | None]) -> None:
        root = f"/items/{number}"
        self.errors += [_under(root, finding) for finding in publication.errors_of(item)]
        self.warnings += [_under(root, finding) for finding in publication.warnings_of(item)]
        if item.department not in departments:
            self.errors.append(FieldError(f"{root}/dept", "department_unknown", "没有这个部门"))
        elif (department := departments[item.department]) and not item.implementing_code.startswith(department.uscc):
            pointer = f"{root}/implementing_code_SYNTHETIC"
            self.errors.append(
                FieldError(pointer, "implementing_code_organ", "实施编码前 18 位应为实施部门的统一社会信用代码")
            )

    def add_schemes(
        self,
        raw: Mapping[str, Any],
        items: Sequence[ItemDocument | None],
        departments: Mapping[str, DepartmentDocument | None],
        *,
        demonstrations: bool,
    ) -> tuple[SchemeDocument, ...]:
        """The schemes of the document, held against its own items and departments."""
        read = schemes_document.read_schemes(raw.get("schemes", []), raw.get("unified_items", []))
        known = Known({item.id: item for item in items if item}, frozenset(departments))
        region = str(raw["place"].get("division"))
        errors, warnings = schemes_document.findings(read, region, known, demonstrations=demonstrations)
        self.errors += errors
        self.warnings += warnings
        return tuple(read.schemes.values())

    def refusal(self) -> Invalid:
        return Invalid(code="catalogue_invalid", title="事项目录有误，未导入任何内容，请按提示修改", errors=self.errors)


def _under(root: str, finding: FieldError) -> FieldError:
    return finding._replace(pointer=root + finding.pointer)


def _shape(raw: object) -> list[FieldError]:
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
    return unknown + missing + wrong


def _unknown_organs(place: Mapping[str, Any], departments: Mapping[str, object]) -> Iterator[FieldError]:
    organs: object = place.get("organs")
    for name in cast(Mapping[str, object], organs) if isinstance(organs, dict) else ():
        if name not in departments:
            yield FieldError(pointer_of(["place", "organs", name]), "department_unknown", "没有这个部门")


def _malformed_ids(departments: Iterable[str]) -> Iterator[FieldError]:
    for name in departments:
        if not DEPARTMENT_ID.fullmatch(name):
            yield FieldError(pointer_of(["departments", name]), "department_id", "部门标识应为小写字母、数字或下划线")


def _duplicates(part: str, entries: Sequence[Any]) -> list[FieldError]:
    seen, found = set[str](), list[FieldError]()
    for number, entry in enumerate(entries):
        name = cast(Mapping[str, object], entry).get("id") if isinstance(entry, dict) else None
        if isinstance(name, str) and name in seen:
            found.append(FieldError(pointer_of([part, number, "id"]), "duplicate_id", "编号重复"))
        seen |= {name} if isinstance(name, str) else set()
    return found


def _ids(entries: Sequence[Any]) -> set[object]:
    ids = (cast(Mapping[str, object], entry).get("id") for entry in entries if isinstance(entry, dict))
    return {name for name in ids if isinstance(name, str)}


def _unknown_prerequisites(items: Sequence[ItemDocument | None], known: set[object]) -> Iterator[FieldError]:
    for number, item in enumerate(items):
        for place, reference in enumerate(item.prerequisites if item else ()):
            if not _refers(reference, known):
                yield FieldError(
                    pointer_of(["items", number, "prerequisites", place]), "item_unknown", "前置事项不在目录中"
                )


def _wrong_nodes(themes: Sequence[JointTheme | None], known: set[object]) -> Iterator[FieldError]:
    for number, theme in enumerate(themes):
        for place, node in enumerate(theme.nodes if theme else ()):
            pointer = pointer_of(["joint_themes", number, "nodes", place])
            if not all(_refers(reference, known) for reference in (node.item, *node.depends_on)):
                yield FieldError(pointer, "item_unknown", "联办事项不在目录中")
            try:
                if node.condition:
                    conditions.parse(node.condition)
            except conditions.ConditionError as error:
                yield FieldError(f"{pointer}/condition", "condition_malformed", f"条件有误，{error}")


def _refers(reference: str, known: set[object]) -> bool:
    """'A|B' is any of them, 'A?cond' only under a condition."""
    return all(name in known or name.startswith(EXTERNAL) for name in reference.partition("?")[0].split("|"))
