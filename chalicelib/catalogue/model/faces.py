"""照面信息: who says what stands on a certificate, and the check of what the officer states with a decision. Pure.

A line comes from the form, from what the platform knows (number, organ, days, a sex that a number tells), or from the
officer who decides: what the decision fixes, and what only the department's own register has.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, cast

from pydantic import BaseModel, Field, JsonValue, ValidationError, create_model
from typing_extensions import TypeAliasType

from chalicelib.catalogue.model.form_fields import FormField, Key
from chalicelib.catalogue.model.forms.applicant import Block
from chalicelib.catalogue.model.forms.field_types import type_of
from chalicelib.catalogue.model.forms.persons import born_on, document_of
from chalicelib.catalogue.model.item import ItemDocument
from chalicelib.catalogue.model.kept import once_per_item
from chalicelib.catalogue.model.record import DECISION, SYSTEM, ResultField
from chalicelib.catalogue.model.validity import document_instead
from chalicelib.foundation.identifiers import has_resident_id_shape
from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.foundation.validation import field_errors

# What the platform gives to every result, by the key of the line.
NUMBERS = frozenset({"number", "registration_no"})
ISSUER, ISSUED, VALID_FROM, VALID_UNTIL, REMEDIES = "issuer", "issue_date", "valid_from", "valid_until", "remedies"
GIVEN = NUMBERS | {ISSUER, ISSUED, VALID_UNTIL, REMEDIES}
# What the number of a person's document tells of the applicant, or with a name before it of another person.
SEX, BIRTH = "sex", "birth_date"
# What these lines are called on a document that is issued instead of the item's usual result.
OF_DOCUMENTS = {**dict.fromkeys(NUMBERS, "批准文号"), "holder": "申请人", ISSUED: "批准日期"}
MONEY, AREA = "元", "平方米"
LENGTHS = {"text": 300, "address": 200, "paragraph": 2000}
FACE = "/face/"
# A component of the document, so that generated clients have a name for it.
FaceValues = TypeAliasType("FaceValues", Annotated[dict[Key, JsonValue], Field(max_length=60)])


def stated_fields(item: ItemDocument, form: Mapping[str, Any]) -> tuple[ResultField, ...]:
    """The lines that the officer states with the decision."""
    return tuple(face for face in faces_of(item, form) if is_stated(face, form))


def faces_of(item: ItemDocument, form: Mapping[str, Any]) -> tuple[ResultField, ...]:
    """The face of what is issued for this form. A document that is issued instead of the usual result has not the term
    of that result, and calls number, holder and day as what they are.
    """
    if document_instead(item.validity, block(form, "answers")) is None:
        return item.result_fields
    kept = (face for face in item.result_fields if face.key not in (VALID_FROM, VALID_UNTIL))
    return tuple(face.model_copy(update={"title": OF_DOCUMENTS.get(face.key, face.title)}) for face in kept)


def is_stated(face: ResultField, form: Mapping[str, Any]) -> bool:
    """Whether the line is the officer's, in this form: a foreign passport does not tell whether somebody is a woman."""
    if face.source not in (DECISION, SYSTEM) or face.fixed or face.key in GIVEN:
        return False
    if face.key == VALID_FROM and face.source == SYSTEM:
        return False
    return told_by_number(face, form) is None


def may_be_left_out(face: ResultField) -> bool:
    """A day that the decision fixes is that of the decision, where no other is stated."""
    return not face.required or (face.type == "date" and face.source == DECISION)


def told_by_number(face: ResultField, form: Mapping[str, Any]) -> str | None:
    """A sex or a day of birth that is read from the number of a resident's card."""
    shown = document_of(_person_of(face, form)) if tells_a_person(face) else None
    if shown is None or not has_resident_id_shape(shown[1]):
        return None
    if face.key.endswith(SEX):
        return "男" if int(shown[1][16]) % 2 else "女"
    born = born_on(*shown)
    return born.isoformat() if born else None


def tells_a_person(face: ResultField) -> bool:
    """Whether the line is a sex or a day of birth, which the number of a resident's card tells."""
    name = face.key.removesuffix(SEX).removesuffix(BIRTH)
    return face.source == SYSTEM and name != face.key and (not name or name.endswith("_"))


def _person_of(face: ResultField, form: Mapping[str, Any]) -> Mapping[str, Any]:
    """The applicant; of `worker_sex` the person in the field `worker`."""
    name = face.key.removesuffix(f"_{SEX}").removesuffix(f"_{BIRTH}")
    found = block(form, "applicant") if name == face.key else block(form, "answers").get(name)
    return cast("Mapping[str, Any]", found) if isinstance(found, Mapping) else {}


def check_face(
    item: ItemDocument,
    form: Mapping[str, Any],
    given: Mapping[str, JsonValue],
    on: date,
    known: Mapping[str, JsonValue] | None = None,
) -> dict[str, JsonValue]:
    """What the officer states, in canonical writing. Raises Invalid with everything that is wrong or missing.

    `on` is the day of the decision. `known` are lines of which the platform knows what they say: they need not be
    stated, and say nothing else.
    """
    stated, given = given, {**(known or {}), **given}
    asked = {face.key: face for face in stated_fields(item, form)}
    errors = list(_not_asked(faces_of(item, form), asked, given))
    document = {key: given.get(key) for key in asked}
    try:
        read = face_model(item).model_validate(document)
    except ValidationError as error:
        titled = [_titled(one, asked) for one in field_errors(error, document=document)]
        raise Invalid(code="face_invalid", title=TITLE, errors=[*errors, *titled]) from None
    values = cast("dict[str, JsonValue]", read.model_dump(mode="json", by_alias=True, exclude_none=True))
    for key, face in asked.items():
        if key not in values and not may_be_left_out(face):
            errors.append(FieldError(f"{FACE}{key}", "missing", f"请填写“{face.title}”"))
        elif face.type == "date" and key != VALID_FROM and str(values.get(key, "")) > on.isoformat():
            errors.append(FieldError(f"{FACE}{key}", "date_in_future", f"{face.title}不能晚于作出决定之日"))
        elif key == VALID_FROM and str(values.get(key, on)) < on.isoformat():
            errors.append(FieldError(f"{FACE}{key}", "date_in_past", f"{face.title}不能早于作出决定之日"))
    for key, value in (known or {}).items():
        if key in stated and key in values and Decimal(str(values[key])) != Decimal(str(value)):
            text = f"{asked[key].title}应与缴费通知书一致，为{value}元；不填写的，由平台填入"
            errors.append(FieldError(f"{FACE}{key}", "fee_differs", text))
    if errors:
        raise Invalid(code="face_invalid", title=TITLE, errors=errors)
    return values


def begins_on(stated: Mapping[str, Any], decided_on: date) -> date:
    """The first day of the term: the one that is stated, else the day of the decision."""
    begun = stated.get(VALID_FROM)
    return date.fromisoformat(str(begun)) if begun else decided_on


def require_in_term(stated: Mapping[str, JsonValue], until: date | None) -> None:
    """422 where the term that is stated begins after its end."""
    begun = stated.get(VALID_FROM)
    if begun and until and str(begun) > until.isoformat():
        message = "有效期的起始日期不能晚于截止日期"
        raise Invalid(
            code="face_invalid", title=TITLE, errors=[FieldError(f"{FACE}{VALID_FROM}", "date_order", message)]
        )


TITLE = "请按提示补充或者更正办理结果的照面信息"


def _not_asked(
    faces: Sequence[ResultField], asked: Mapping[str, ResultField], given: Mapping[str, JsonValue]
) -> list[FieldError]:
    known = {face.key: face for face in faces}
    errors = list[FieldError]()
    for key in given:
        if key not in known:
            errors.append(FieldError(f"{FACE}{key}", "face_unknown", "办理结果没有这项照面信息，请删除"))
        elif key not in asked:
            by = "请以 validity 填写有效期" if key == VALID_UNTIL else "由申请表或者平台得出，不能在决定中填写，请删除"
            errors.append(FieldError(f"{FACE}{key}", "face_fixed", f"“{known[key].title}”{by}"))
    return errors


def _titled(error: FieldError, asked: Mapping[str, ResultField]) -> FieldError:
    key = error.pointer.split("/")[1]
    return error._replace(pointer=f"/face{error.pointer}", message=f"{asked[key].title}：{error.message}")


@once_per_item
def face_model(item: ItemDocument) -> type[BaseModel]:
    """The type of every line that an officer may have to state."""
    stated = [face for face in item.result_fields if face.source in (DECISION, SYSTEM)]
    fields: dict[str, Any] = {
        f"face_{face.key}": (type_of(as_field(face)), Field(default=None, alias=face.key, title=face.title))
        for face in stated
    }
    return create_model("Face", __base__=Block, **fields)


def as_field(face: ResultField) -> FormField:
    """The line as a field that somebody fills in. It has neither choices nor columns: those are of forms."""
    length = LENGTHS.get(face.type)
    return FormField.model_construct(
        key=face.key, title=face.title, type=face.type, format=face.format, max_length=length, sensitive=False
    )


def unit_of(face: ResultField) -> str | None:
    return face.unit or {"money": MONEY, "area": AREA}.get(face.type)


def block(form: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = form.get(name)
    return cast("Mapping[str, Any]", found) if isinstance(found, Mapping) else {}
