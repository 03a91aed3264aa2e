"""Reading schemes from an import document: every error of every scheme at once. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from chalicelib.catalogue.model.schemes.publication import Known, errors_of, warnings_of
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.unified import UnifiedItem
from chalicelib.foundation.parts import read_part
from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.foundation.validation import pointer_of

PARTS = ("schemes", "unified_items")
# Notes of whoever wrote the file: nothing of them is imported.
NOTES = ("meta", "item_patches", "defects_repaired")
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class ReadSchemes:
    """What could be read, by its place in the file; `errors` are of what could not."""

    schemes: Mapping[int, SchemeDocument]
    errors: list[FieldError] = field(default_factory=list[FieldError])

    @property
    def items(self) -> tuple[str, ...]:
        """The items of all members, each once."""
        return tuple(dict.fromkeys(code for scheme in self.schemes.values() for code in scheme.items))


@dataclass(frozen=True)
class SchemesDocument:
    """Schemes that may be published. `warnings` do not hinder it."""

    schemes: tuple[SchemeDocument, ...]
    warnings: list[FieldError]


def read_alone(raw: object) -> ReadSchemes:
    """The schemes of `{schemes: […], unified_items?: […]}`. Raises Invalid where the file has another shape."""
    if not isinstance(raw, dict):
        raise refusal([FieldError("", "model_type", "应为对象")])
    parts = cast("Mapping[str, Any]", raw)
    known = (*PARTS, *NOTES)
    wrong = [
        FieldError(pointer_of([name]), "extra_forbidden", "没有这一项，请删除") for name in parts if name not in known
    ]
    wrong += [] if "schemes" in parts else [FieldError("/schemes", "missing", "请填写此项")]
    wrong += [
        FieldError(pointer_of([name]), "list_type", "应为列表")
        for name in PARTS
        if not isinstance(parts.get(name, []), list)
    ]
    if wrong:
        raise refusal(wrong)
    return read_schemes(parts.get("schemes", []), parts.get("unified_items", []))


def read_schemes(schemes: Sequence[Any], unified_items: Sequence[Any]) -> ReadSchemes:
    """Each scheme with the unified items of its members. What cannot be read is told by its pointer in the document."""
    errors = list[FieldError]()
    unified = [
        read_part(UnifiedItem, part, pointer_of(["unified_items", number]), errors)
        for number, part in enumerate(unified_items)
    ]
    read: dict[int, SchemeDocument] = {}
    codes = set[str]()
    for number, part in enumerate(schemes):
        scheme = read_part(SchemeDocument, part, pointer_of(["schemes", number]), errors)
        if scheme is None:
            continue
        if scheme.code in codes:
            errors.append(FieldError(pointer_of(["schemes", number, "code"]), "duplicate_id", "编号重复"))
        codes.add(scheme.code)
        members = {node.item for node in scheme.nodes if node.handling == "unified"}
        own = tuple(one for one in unified if one and one.item in members)
        read[number] = scheme if scheme.unified_items else scheme.model_copy(update={"unified_items": own})
    return ReadSchemes(read, errors)


def judged(read: ReadSchemes, region: str, known: Known, *, demonstrations: bool) -> SchemesDocument:
    """The schemes, when nothing hinders any of them. `demonstrations`: whether this deployment is one.

    Raises Invalid (code schemes_invalid) with every reason.
    """
    errors, warnings = findings(read, region, known, demonstrations=demonstrations)
    if errors:
        raise refusal(errors)
    return SchemesDocument(tuple(read.schemes.values()), warnings)


def findings(
    read: ReadSchemes, region: str, known: Known, *, demonstrations: bool
) -> tuple[list[FieldError], list[FieldError]]:
    """Errors, which hinder the import, and warnings, which do not; pointers are those of the document."""
    errors, warnings = [*read.errors], list[FieldError]()
    for number, scheme in read.schemes.items():
        root = pointer_of(["schemes", number])
        if scheme.region != region:
            errors.append(FieldError(f"{root}/region", "scheme_region", f"应为 {region}"))
        if scheme.demonstration and not demonstrations:
            message = "演示方案不能导入正式环境"
            errors.append(FieldError(f"{root}/demonstration", "scheme_demonstration", message))
        errors += [one._replace(pointer=root + one.pointer) for one in errors_of(scheme, known)]
        warnings += [one._replace(pointer=root + one.pointer) for one in warnings_of(scheme, known)]
    return errors, warnings


def refusal(errors: list[FieldError]) -> Invalid:
    return Invalid(code="schemes_invalid", title="联办方案有误，未导入任何内容，请按提示修改", errors=errors)
