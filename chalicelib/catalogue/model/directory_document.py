"""Departments or the profile of a place imported by themselves, beside the catalogue that is there. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from chalicelib.catalogue.model.document import DEPARTMENT_ID, PARTS, repeated_number_codes
from chalicelib.directory.model import DepartmentDocument, Place
from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.foundation.validation import field_errors, pointer_of

ONLY_DEPARTMENTS = "这一次只导入部门，未导入这一部分；导入整个目录请用 import catalogue"
M = TypeVar("M", bound=BaseModel)
# The names by which an imported file calls what the product keeps of a department.
DEPARTMENT_FIELDS = frozenset(field.alias or name for name, field in DepartmentDocument.model_fields.items())


@dataclass(frozen=True)
class DirectoryDocument:
    """Valid departments. `warnings` name what of the file is not kept."""

    departments: dict[str, DepartmentDocument]
    warnings: list[FieldError]


def read_departments(raw: object, place: Place | None) -> DirectoryDocument:
    """The departments of `{departments: {id: …}, …}`. A directory tells more than the product keeps (windows, staff,
    letters, names of the past): that is left out, with a warning for each part.

    `place` is the profile for which document numbers must stay apart. Raises Invalid (code directory_invalid).
    """
    parts = _object(raw, "departments")
    departments = cast("Mapping[str, Any]", parts["departments"])
    errors, read, more = list[FieldError](), dict[str, DepartmentDocument](), set[str]()
    for name, part in departments.items():
        at = pointer_of(["departments", name])
        if not DEPARTMENT_ID.fullmatch(name):
            errors.append(FieldError(at, "department_id", "部门标识应为小写字母、数字或下划线"))
        kept = part
        if isinstance(part, dict):
            told = cast("dict[str, Any]", part)
            kept = {field: value for field, value in told.items() if field in DEPARTMENT_FIELDS}
            more |= told.keys() - DEPARTMENT_FIELDS - {"id"}
        if department := _read(DepartmentDocument, kept, at, errors):
            read[name] = department
    if place:
        errors += repeated_number_codes(place, read)
    if errors:
        raise _refused(errors)
    ignored = [pointer_of([name]) for name in parts if name not in ("departments", "meta")]
    ignored += [f"/departments/*/{field}" for field in sorted(more)]
    return DirectoryDocument(read, [_left_out(at) for at in ignored])


def _left_out(pointer: str) -> FieldError:
    """Of a whole catalogue the other parts are kept when they are imported as such."""
    if pointer[1:] in PARTS:
        return FieldError(pointer, "part_not_imported", ONLY_DEPARTMENTS)
    return FieldError(pointer, "part_not_kept", "平台尚不保存这一部分，未导入")


def read_place(raw: object, division: str, departments: Mapping[str, DepartmentDocument]) -> Place:
    """The profile in `{place: {…}}` or by itself, of this division, for these departments.

    Raises Invalid (code place_invalid).
    """
    parts = _object(raw)
    root, part = ("/place", parts["place"]) if "place" in parts else ("", parts)
    errors = list[FieldError]()
    place = _read(Place, part, root, errors)
    if place:
        if place.division != division:
            errors.append(FieldError(f"{root}/division", "place_division", f"应为 {division}"))
        errors += [
            FieldError(root + pointer_of(["organs", name]), "department_unknown", "没有这个部门")
            for name in place.organs
            if departments and name not in departments
        ]
        errors += repeated_number_codes(place, departments)
    if errors or place is None:
        raise _refused(errors)
    return place


def _object(raw: object, *required: str) -> Mapping[str, Any]:
    if not isinstance(raw, dict):
        raise _refused([FieldError("", "model_type", "应为对象")])
    parts = cast("Mapping[str, Any]", raw)
    wrong = [
        FieldError(pointer_of([name]), "missing" if name not in parts else "dict_type", "应为对象，且必须有")
        for name in required
        if not isinstance(parts.get(name), dict)
    ]
    if wrong:
        raise _refused(wrong)
    return parts


def _read(model: type[M], part: object, at: str, errors: list[FieldError]) -> M | None:
    try:
        return model.model_validate_json(json.dumps(part))
    except ValidationError as error:
        errors += field_errors(error, at, part)
        return None


def _refused(errors: list[FieldError]) -> Invalid:
    return Invalid(code="directory_invalid", title="机构信息有误，未导入任何内容，请按提示修改", errors=errors)
