"""The profile of a place imported by itself, beside the catalogue that is there. Pure."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from chalicelib.directory.model import DepartmentDocument, Place
from chalicelib.directory.model.place import repeated_number_codes
from chalicelib.foundation.parts import read_part
from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.foundation.validation import pointer_of

M = TypeVar("M", bound=BaseModel)


def read_place(raw: object, division: str, departments: Mapping[str, DepartmentDocument]) -> Place:
    """The profile in `{place: {…}}` or by itself, of this division, for these departments.

    Raises Invalid (code place_invalid).
    """
    if not isinstance(raw, dict):
        raise _refused([FieldError("", "model_type", "应为对象")])
    parts = cast("Mapping[str, Any]", raw)
    root, part = ("/place", parts["place"]) if "place" in parts else ("", parts)
    errors = list[FieldError]()
    place = read_part(Place, part, root, errors)
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


def _refused(errors: list[FieldError]) -> Invalid:
    return Invalid(code="directory_invalid", title="机构信息有误，未导入任何内容，请按提示修改", errors=errors)
