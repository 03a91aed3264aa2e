"""The sections of a directory's file, read by their models; every error is named with its JSON pointer. Pure.

A section that is not in the table below is left out with a warning. Registers of people add their own rows to it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeVar, cast

from pydantic import BaseModel

from chalicelib.directory.model.halls import Hall, Window, WindowKind
from chalicelib.directory.model.hours import ServiceHours
from chalicelib.directory.model.letters import AcceptLetter, PowerLetter
from chalicelib.directory.model.organs import (
    Body,
    Contact,
    DepartmentRecord,
    FunctionMoved,
    Provider,
    RuleDocument,
)
from chalicelib.directory.model.regions import Region, Township
from chalicelib.directory.model.routing import Routing
from chalicelib.directory.model.seals import Seal
from chalicelib.directory.model.staff import StaffMember
from chalicelib.foundation.parts import read_part
from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.foundation.validation import MESSAGES, pointer_of

M = TypeVar("M", bound=BaseModel)
MOST_ERRORS = 500
DEPARTMENT_ID = re.compile(r"[a-z][a-z0-9_]{0,29}")


class Section(NamedTuple):
    """A section of the file. `shape`: a list of records, an object by their ids, or one record. `identity` is the field
    with the id of a record in a list.
    """

    name: str
    label: str
    model: type[BaseModel]
    shape: Literal["list", "mapping", "one"] = "list"
    identity: str = "id"


SECTIONS: tuple[Section, ...] = (
    Section("regions", "地区", Region, identity="code"),
    Section("departments", "部门", DepartmentRecord, "mapping"),
    Section("county_contacts", "县区联系人", Contact),
    Section("bodies", "机构", Body),
    Section("external_providers", "外部单位", Provider),
    Section("service_hours", "服务时间", ServiceHours),
    Section("halls", "大厅", Hall),
    Section("window_kinds", "窗口类型", WindowKind, identity="kind"),
    Section("windows", "窗口", Window),
    Section("routing", "事项分流", Routing, "one"),
    Section("documents", "文件依据", RuleDocument),
    Section("functions_moved", "职能划转", FunctionMoved, identity="function"),
    Section("townships", "镇街", Township, identity="code12"),
    Section("staff", "进驻人员", StaffMember),
    Section("seals", "印章", Seal),
    Section("letters_accept", "委托书", AcceptLetter),
    Section("letters_power", "授权书", PowerLetter),
)
# The registers of people, letters and seals: each record says of which region it is.
REGISTERS = ("staff", "seals", "letters_accept", "letters_power")
# Told in a file, and no section: what the file says of itself, and what follows from the other sections.
PASSED_OVER = ("meta", "organs_now", "county_note")


# Parts of a catalogue, which are imported as such.
OF_CATALOGUE = ("place", "items", "joint_themes")
NOT_KEPT = "平台尚不保存这一部分，未导入"
ONLY_DIRECTORY = "这一次只导入部门等机构信息，未导入这一部分；导入整个目录请用 import catalogue"
# Of a department, kept by the platform and told in no file.
KEPT_ALONE = "posts"


class Entry(NamedTuple):
    """A record of the file, its id, and where it stands. `within` is the region in whose part it stands, if it does."""

    pointer: str
    id: str
    record: Any
    within: str | None = None


@dataclass
class FileParts:
    """The records of a file by section. `warnings` name what of it is not kept."""

    sections: dict[str, list[Entry]] = field(default_factory=dict[str, list[Entry]])
    errors: list[FieldError] = field(default_factory=list[FieldError])
    warnings: list[FieldError] = field(default_factory=list[FieldError])

    def of(self, section: str) -> list[Entry]:
        return self.sections.get(section, [])


def read_parts(raw: object, sections: tuple[Section, ...] = SECTIONS) -> FileParts:
    """The records of every known section. Raises Invalid (code directory_invalid) for what is no object."""
    if not isinstance(raw, dict):
        raise refused([FieldError("", "model_type", "应为对象")])
    document, parts = cast("dict[str, Any]", raw), FileParts()
    known = {section.name: section for section in sections}
    for name, content in document.items():
        if name in known:
            entries = list(_entries(known[name], content, parts))
            parts.sections[name] = entries
        elif name not in PASSED_OVER:
            parts.warnings.append(_left_out(name))
    for entries in parts.sections.values():
        parts.errors += _repeated(entries)
    parts.errors += _ill_named(parts)
    return parts


def _ill_named(parts: FileParts) -> Iterator[FieldError]:
    for entry in parts.of("departments"):
        if not DEPARTMENT_ID.fullmatch(entry.id):
            yield FieldError(entry.pointer, "department_id", "部门标识应为小写字母、数字或下划线")
        elif entry.record.id not in {None, entry.id}:
            yield FieldError(f"{entry.pointer}/id", "id_differs", f"应为 {entry.id}，或不填")


def _left_out(name: str) -> FieldError:
    if name in OF_CATALOGUE:
        return FieldError(pointer_of([name]), "part_not_imported", ONLY_DIRECTORY)
    return FieldError(pointer_of([name]), "part_not_kept", NOT_KEPT)


def refused(errors: list[FieldError]) -> Invalid:
    told = errors[:MOST_ERRORS]
    if len(errors) > MOST_ERRORS:
        words = f"另有 {len(errors) - MOST_ERRORS} 处有误未逐一列出，请先按提示修改"
        told.append(FieldError("", "more_errors", words))
    return Invalid(code="directory_invalid", title="机构信息有误，未导入任何内容，请按提示修改", errors=told)


def _entries(section: Section, content: object, parts: FileParts) -> Iterator[Entry]:
    at = pointer_of([section.name])
    if section.shape == "one":
        if (record := read_part(section.model, content, at, parts.errors, strict=True)) is not None:
            yield Entry(at, "", record)
        return
    if not isinstance(content, dict if section.shape == "mapping" else list):
        wanted = "对象" if section.shape == "mapping" else "列表"
        parts.errors.append(FieldError(at, "dict_type" if wanted == "对象" else "list_type", f"应为{wanted}"))
        return
    pairs: Iterable[tuple[int | str, Any]] = (
        cast("dict[str, Any]", content).items() if isinstance(content, dict) else enumerate(cast("list[Any]", content))
    )
    for key, part in pairs:
        pointer = pointer_of([section.name, key])
        kept = _without_departments(part, pointer, parts) if section.name == "regions" else part
        kept = _only_told(kept, pointer, parts) if section.name == "departments" else kept
        if (record := read_part(section.model, kept, pointer, parts.errors, strict=True)) is not None:
            yield Entry(pointer, key if isinstance(key, str) else str(kept[section.identity]), record)


def _without_departments(part: Any, pointer: str, parts: FileParts) -> Any:
    """A region's part tells its departments too; they are read as departments."""
    if not isinstance(part, dict):
        return part
    told = cast("dict[str, Any]", part)
    own: Any = told.get("departments", [])
    if not isinstance(own, list):
        parts.errors.append(FieldError(f"{pointer}/departments", "list_type", "应为列表"))
        own = []
    departments, region = parts.sections.setdefault(OF_COUNTIES, []), str(told.get("code"))
    for place, one in enumerate(cast("list[Any]", own)):
        at = f"{pointer}/departments/{place}"
        if (record := read_part(DepartmentRecord, _only_told(one, at, parts), at, parts.errors, strict=True)) is None:
            continue
        if record.id is None:
            parts.errors.append(FieldError(f"{at}/id", "missing", "请填写此项"))
            continue
        departments.append(Entry(at, f"{region} {record.id}", record, region))
    return {name: value for name, value in told.items() if name != "departments"}


def _only_told(part: Any, at: str, parts: FileParts) -> Any:
    """The part of a department without what the platform itself keeps of it: a file does not tell that."""
    told = cast("dict[str, Any]", part if isinstance(part, dict) else {})
    if KEPT_ALONE not in told:
        return cast("Any", part)
    parts.errors.append(FieldError(f"{at}/{KEPT_ALONE}", "extra_forbidden", MESSAGES["extra_forbidden"]))
    return {name: value for name, value in told.items() if name != KEPT_ALONE}


# Departments that stand in the part of a county.
OF_COUNTIES = "departments of counties"


def _repeated(entries: list[Entry]) -> Iterator[FieldError]:
    seen: dict[str, str] = {}
    for entry in entries:
        if entry.id in seen:
            yield FieldError(entry.pointer, "duplicate_id", f"编号与 {seen[entry.id]} 重复")
        seen.setdefault(entry.id, entry.pointer)


def by_id(entries: list[Entry]) -> Mapping[str, Entry]:
    return {entry.id: entry for entry in entries}
