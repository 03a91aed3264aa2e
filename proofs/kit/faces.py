"""What an officer states of the face of a result, made up for each type."""

from collections.abc import Mapping
from typing import Any

from pydantic import JsonValue

from chalicelib.cases.model import Case
from chalicelib.cases.model.charged import fee_printed
from chalicelib.cases.model.fee_order import FeeOrder
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.faces import may_be_left_out, stated_fields
from chalicelib.catalogue.model.record import ResultField
from proofs.kit.filled import NUMBER

# Those of persons whose names were written wrongly.
NAMES = ("陈改正", "陈又改")
VALUES: Mapping[str, JsonValue] = {
    "money": 2860.5,
    "integer": 120,
    "decimal": 3.25,
    "area": 88.8,
    "date": "2026-11-24",
    "credit_code": "91441700YM0000411A",
    "boolean": True,
    "phone": "13800138000",
}


def example_face(item: ItemDocument, form: Mapping[str, Any], *, optional: bool = False) -> dict[str, JsonValue]:
    """A value for each line that the officer has to state; with `optional` also for those that may be left out."""
    asked = stated_fields(item, form)
    return {face.key: value_of(face) for face in asked if optional or not may_be_left_out(face)}


def asked_face(fee: FeeOrder | None, item: ItemDocument, form: Mapping[str, Any]) -> dict[str, JsonValue]:
    """The same without the fee that the platform fills in."""
    known = fee_printed(fee, item, form)
    return {key: value for key, value in example_face(item, form).items() if key not in known}


def correction(case: Case, item: ItemDocument, form: Mapping[str, Any]) -> dict[str, dict[str, JsonValue]]:
    """What may be put right of this result after a mismatch, so that it says something else: a name, or what the
    officer has written. Nothing where the certificate has only what is certified or follows from the form.
    """
    representative = form["applicant"].get("legal_representative")
    if representative and any(face.source == "applicant.legal_representative" for face in item.result_fields):
        return {"fields": {"/applicant/legal_representative/name": _other(representative["name"], *NAMES)}}
    written = [face for face in stated_fields(item, form) if face.type in ("text", "paragraph") and not face.format]
    if case.face and written:
        key = written[0].key
        return {"face": {key: _other(case.face.get(key), "更正后的内容", "再次更正后的内容")}}
    if case.channel == "counter":
        return {"fields": {"/applicant/name": _other(form["applicant"]["name"], *NAMES)}}
    return {}


def _other(present: JsonValue, first: str, second: str) -> str:
    return second if present == first else first


def value_of(face: ResultField) -> JsonValue:
    numbers: Mapping[str | None, JsonValue] = {"resident_id": NUMBER, "project_code": "2611-441700-04-01-000001"}
    return numbers[face.format] if face.format else VALUES.get(face.type, f"{face.title}：示例内容")
