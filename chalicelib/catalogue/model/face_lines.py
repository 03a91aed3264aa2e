"""The lines of the face of a certificate as they are printed, and which of them the public may see. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple, cast

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer

from chalicelib.catalogue.model.faces import (
    ISSUED,
    ISSUER,
    NUMBERS,
    REMEDIES,
    VALID_FROM,
    VALID_UNTIL,
    as_field,
    block,
    faces_of,
    is_stated,
    told_by_number,
    unit_of,
)
from chalicelib.catalogue.model.form_fields import OF_PERSONS, Column, FormField
from chalicelib.catalogue.model.forms.field_types import is_filled
from chalicelib.catalogue.model.item import ItemDocument
from chalicelib.catalogue.model.record import DECISION, SYSTEM, ResultField
from chalicelib.catalogue.model.validity import document_instead

# How two writings of a value are held against each other, and how it is masked.
Kind = Literal["text", "number", "date", "until", "amount"]
MaskKind = Literal["name", "number", "text"]
NAME, NUMBER = "applicant.name", "applicant.id_number"
REPRESENTATIVE = "applicant.legal_representative"
# Of a person nothing is public that is written freely, nor where the person lives.
CODED = frozenset({"choice", "multi_choice", "boolean", "integer", "decimal", "money", "area", "date", "date_range"})
AMOUNTS = frozenset({"integer", "decimal", "money", "area"})
WORDS = frozenset({"text", "paragraph", "address"})
NUMBERED = ("号码", "证号")
# That of the certificate which this one renews; a line after those of the item.
RENEWS = "renews"
VALIDITY_LABEL, LAPSE_LABEL = "有效期限", "效力说明"


class FaceLine(BaseModel, defer_build=True):
    """One line: `value` is printed as it is, empty where there is nothing to say. `mask`: it is somebody's name, number
    or affair, and is shown whole to who says what for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    key: str
    label: str
    value: str
    kind: Kind = "text"
    mask: MaskKind | None = None

    @model_serializer(mode="wrap")
    def _short(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Most lines are plain text that everybody may see, and their certificate is stored."""
        usual = {"kind": "text", "mask": None}
        return {name: value for name, value in handler(self).items() if name not in usual or value != usual[name]}


def _no_name(_: str) -> str | None:
    return None


class Known(NamedTuple):
    """What the platform knows of a result. `until` and `words` are its validity: a day, or the words instead of one.
    `region_name` gives the name of a region by its code, None for one that the place does not know.
    """

    number: str
    organ: str
    issued: date
    until: date | None
    words: str | None
    remedies: str
    region_name: Callable[[str], str | None] = _no_name


def lines_of_face(
    item: ItemDocument, form: Mapping[str, Any], stated: Mapping[str, Any], known: Known
) -> tuple[FaceLine, ...]:
    """Every line of the item's face, in its order. A validity for which the face has no line has one at the end."""
    lines = [_line(item, face, form, stated, known) for face in faces_of(item, form)]
    if VALID_UNTIL not in {line.key for line in lines} and (known.until or known.words):
        text = chinese(known.until.isoformat()) if known.until else str(known.words)
        kind: Kind = "until" if known.until else "text"
        label = LAPSE_LABEL if document_instead(item.validity, block(form, "answers")) else VALIDITY_LABEL
        lines.append(FaceLine(key="validity", label=label, value=text, kind=kind))
    return tuple(lines)


def public_lines(item: ItemDocument, form: Mapping[str, Any], lines: Sequence[FaceLine]) -> list[FaceLine]:
    """What anybody may see who has the certificate: of a licence (行政许可法40: decisions on licences are public), and
    nothing personal.

    Left out are what the record marks as sensitive, names and numbers of persons, tables, and of a person's licence
    also addresses and what is written freely. Number, organ and days are told anyway.
    """
    if not item.is_licence:
        return []
    person = of_a_person(form)
    told = NUMBERS | {ISSUER, ISSUED, VALID_UNTIL, REMEDIES, "validity", RENEWS}
    faces = {face.key: face for face in item.result_fields}
    return [
        line
        for line in lines
        if line.value and line.mask is None and line.key not in told and _is_public(item, faces[line.key], person)
    ]


def _is_public(item: ItemDocument, face: ResultField, person: bool) -> bool:
    kinds = {field.type for field in item.fields if field.key in (face.source, face.else_from)} or {face.type}
    if kinds & (OF_PERSONS | {"table"}):
        return False
    return not person or kinds <= CODED


def of_a_person(form: Mapping[str, Any]) -> bool:
    return "uscc" not in block(form, "applicant")


def chinese(day: str) -> str:
    """2026-11-03 as documents print it."""
    made = date.fromisoformat(day)
    return f"{made.year}年{made.month}月{made.day}日"


def _line(
    item: ItemDocument, face: ResultField, form: Mapping[str, Any], stated: Mapping[str, Any], known: Known
) -> FaceLine:
    if face.source not in (DECISION, SYSTEM):
        return _of_form(item, face, form, known)
    line = _of_platform(face, form, known)
    if line is not None:
        return line
    value = stated.get(face.key) if is_stated(face, form) else None
    if value is None and face.type == "date" and (face.source == DECISION or face.key == VALID_FROM):
        value = known.issued.isoformat()
    field = as_field(face)
    text, mask = text_of(field, value, unit_of(face)), _mask_of_stated(item, face, form)
    return FaceLine(key=face.key, label=face.title, value=text, kind=_kind(field), mask=mask)


def _of_platform(face: ResultField, form: Mapping[str, Any], known: Known) -> FaceLine | None:
    """What the platform knows by itself; None where somebody states it, or it is a day of the decision."""

    def made(value: str, kind: Kind = "text", mask: MaskKind | None = None) -> FaceLine:
        return FaceLine(key=face.key, label=face.title, value=value, kind=kind, mask=mask)

    if face.fixed:
        return made(face.fixed)
    if face.key in NUMBERS:
        return made(known.number, "number")
    if face.key == VALID_UNTIL:
        return made(chinese(known.until.isoformat()), "until") if known.until else made(known.words or "")
    if face.key in (ISSUER, REMEDIES):
        return made(known.organ if face.key == ISSUER else known.remedies)
    told = told_by_number(face, form)
    if told is None:
        return None
    return made(chinese(told), "date", "text") if face.type == "date" else made(told, mask="text")


def _mask_of_stated(item: ItemDocument, face: ResultField, form: Mapping[str, Any]) -> MaskKind | None:
    """Sentences of the officer name people and tell of their affairs, but not where an organisation has a licence."""
    if face.format:
        return "number"
    hidden = face.type in WORDS and (of_a_person(form) or not item.is_licence)
    return "text" if hidden else None


def _of_form(item: ItemDocument, face: ResultField, form: Mapping[str, Any], known: Known) -> FaceLine:
    """The first source that is filled in."""
    fields = {field.key: field for field in item.fields}
    answers, applicant = block(form, "answers"), block(form, "applicant")
    line = FaceLine(key=face.key, label=face.title, value="", kind="text")
    for source in (face.source, face.else_from):
        if source in fields and is_filled(answers.get(source)):
            return _of_field(fields[source], answers[source], line, known)
        if source and source.startswith("applicant."):
            line = _of_applicant(source, applicant, line)
            if line.value:
                return line
    return line


def _of_applicant(source: str, applicant: Mapping[str, Any], line: FaceLine) -> FaceLine:
    """A line about the applicant. Where the applicant is a person, the representative is that person."""
    value: Any = applicant.get(source.removeprefix("applicant."))
    mask: MaskKind = "name" if source in (NAME, REPRESENTATIVE) else "number"
    if source == REPRESENTATIVE:
        value = block(applicant, "legal_representative").get("name")
        if value is None and "uscc" not in applicant:
            value = applicant.get("name")
    kind: Kind = "text" if mask == "name" else "number"
    return line.model_copy(update={"value": str(value or ""), "kind": kind, "mask": mask})


def _of_field(field: FormField, value: Any, line: FaceLine, known: Known) -> FaceLine:
    if field.type == "person":
        person = cast("Mapping[str, Any]", value)
        if line.label.endswith(NUMBERED):
            return line.model_copy(
                update={"value": str(person.get("id_number", "")), "kind": "number", "mask": "number"}
            )
        whole = line.label.endswith("信息")
        text = "，".join(str(person[part]) for part in ("name", "id_type", "id_number") if person.get(part))
        return line.model_copy(update={"value": text if whole else person["name"], "mask": "text" if whole else "name"})
    mask: MaskKind | None = "text" if field.personal else None
    if field.format == "resident_id":
        mask = "number"
    if field.type == "region":
        name = known.region_name(str(value)) or f"行政区划代码{value}"
        return line.model_copy(update={"value": name, "mask": mask})
    return line.model_copy(update={"value": text_of(field, value, field.unit), "kind": _kind(field), "mask": mask})


def _kind(field: FormField) -> Kind:
    if field.type == "date":
        return "date"
    if field.type in AMOUNTS:
        return "amount"
    return "number" if field.format or field.type in ("credit_code", "phone") else "text"


def text_of(field: FormField, value: Any, unit: str | None) -> str:
    """What was filled in, as it is printed."""
    if not is_filled(value):
        return ""
    if field.type in AMOUNTS:
        return f"{value} {unit}" if unit else str(value)
    return TEXTS[field.type](field, value) if field.type in TEXTS else str(value)


def _choice(field: FormField, value: Any) -> str:
    return (field.choices or {}).get(value, str(value))


def _row(columns: Sequence[Column], row: Mapping[str, Any]) -> str:
    cells = ((column, row[column.key]) for column in columns if is_filled(row.get(column.key)))
    return "，".join(chinese(value) if column.type == "date" else str(value) for column, value in cells)


TEXTS: Mapping[str, Callable[[FormField, Any], str]] = {
    "choice": _choice,
    "multi_choice": lambda field, values: "、".join(_choice(field, value) for value in values),
    "boolean": lambda _, value: "是" if value else "否",
    "date": lambda _, value: chinese(value),
    "date_range": lambda _, value: f"{chinese(value[0])}至{chinese(value[1])}",
    "people": lambda _, people: "、".join(str(one["name"]) for one in people),
    "table": lambda field, rows: "；".join(_row(field.columns or (), row) for row in rows),
}
