"""Somebody else than the applicant, whom the form names as the holder of the result: a parent applies for a child.

Who applies for a child does so as its guardian (民法典20, 23, 27); nobody becomes the guardian of an adult by saying so
(21-24, 28). The fields are known by what they are: a number of a resident whose field fills the certificate, and a
day of birth whose key has the same beginning (`child_id_number`, `child_birth_date`).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from chalicelib.catalogue.model.forms.facts import BIRTH_DATE, ID_NUMBER, Facts, day_of
from chalicelib.catalogue.model.forms.persons import OLDEST, age_on, born_on, document_of, impossible_birth
from chalicelib.catalogue.model.item import ItemDocument
from chalicelib.foundation.identity_documents import RESIDENT_ID_CARD, same_holder
from chalicelib.foundation.problems import FieldError

IMPOSSIBLE = "出生日期晚于今天，或者早得不可能，请核对"
CONTRADICTS = "与公民身份号码中的出生日期不符，请核对"
OWN_NUMBER = "与申请人的证件号码相同；为本人办理的，请选择为本人办理"


class Ward(NamedTuple):
    """The holder as the form names it: the key of the field with the number, and the day of birth in the number."""

    field: str
    number: str
    born: date | None

    def age(self, on: date) -> int | None:
        return age_on(self.born, on) if self.born else None


def ward_of(item: ItemDocument, document: Mapping[str, Any], on: date) -> Ward | None:
    """None where the form names no other holder than the applicant; what is hidden names nobody."""
    facts = Facts(item, document, on)
    for field in item.fields:
        if field.format != "resident_id" or not field.certificate_field:
            continue
        number = facts.value(field.key)
        if isinstance(number, str):
            return Ward(field.key, number, born_on(RESIDENT_ID_CARD, number))
    return None


def ward_faults(item: ItemDocument, document: Mapping[str, Any], on: date) -> Iterator[FieldError]:
    """What is impossible in the number and the days of birth of persons in the form's own fields."""
    ward = ward_of(item, document, on)
    if ward:
        if fault := impossible_birth(RESIDENT_ID_CARD, ward.number, on):
            yield fault._replace(pointer=f"/answers/{ward.field}")
        applicant = document.get("applicant")
        own = document_of(applicant) if isinstance(applicant, Mapping) else None  # pyright: ignore[reportUnknownArgumentType]
        if own and same_holder(own, (RESIDENT_ID_CARD, ward.number)):
            yield FieldError(f"/answers/{ward.field}", "guardian_is_applicant", OWN_NUMBER)
    facts = Facts(item, document, on)
    for field in item.fields:
        said = day_of(facts.value(field.key)) if field.type == "date" and field.key.endswith(BIRTH_DATE) else None
        if said is None:
            continue
        number = facts.value(field.key.removesuffix(BIRTH_DATE) + ID_NUMBER)
        born = born_on(RESIDENT_ID_CARD, number) if isinstance(number, str) else None
        if not 0 <= age_on(said, on) <= OLDEST:
            yield FieldError(f"/answers/{field.key}", "birth_date_impossible", IMPOSSIBLE)
        elif born and born != said:
            yield FieldError(f"/answers/{field.key}", "birth_date_contradicts_identity", CONTRADICTS)
