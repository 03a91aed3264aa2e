"""What the documents of the persons in a form say of them: when they were born, how old they are, where from.

A form may hold anything while it is typed, so each person is read on its own and left out where it cannot be read.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, cast

from chalicelib.foundation.identifiers import birth_date, has_telephone_shape, unknown_region
from chalicelib.foundation.identity_documents import IDENTITY_DOCUMENTS, PASSPORT, RESIDENT_ID_CARD
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.writing import plain_number

OLDEST = 130  # nobody has lived longer
UNKNOWN_REGION = "证件号码的地区代码不在已知的行政区划内，请核对（不影响提交）"
UNUSUAL_TELEPHONE = (
    "请核对联系电话：通常为 11 位手机号码，或者带区号的固定电话，如 0XXX-1234567；"
    "境外号码以 + 和国家（地区）代码开头（不影响提交）"
)
NO_COUNTRY = "请填写护照签发国家（地区）；未填写的，持照人的账号查不到本件（不影响提交）"
PERSONS = ("/applicant", "/applicant/legal_representative", "/applicant/guardian", "/applicant/agent")
TELEPHONES = ("/applicant/phone", "/applicant/contact/phone", "/applicant/agent/phone")


def impossible_births(document: Mapping[str, Any], on: date) -> Iterator[FieldError]:
    """The persons of a form who, by the numbers of their documents, are not born yet or older than anybody."""
    for pointer, kind, number in _persons(document):
        if (fault := impossible_birth(kind, number, on)) is not None:
            yield fault._replace(pointer=f"{pointer}/id_number")


def impossible_birth(kind: str, number: str, on: date) -> FieldError | None:
    born = born_on(kind, number)
    if born is None or 0 <= age_on(born, on) <= OLDEST:
        return None
    return FieldError("/id_number", "birth_date_impossible", "证件号码中的出生日期晚于今天，或者早得不可能，请核对")


def unknown_regions(document: Mapping[str, Any]) -> Iterator[FieldError]:
    for pointer, kind, number in _persons(document):
        if kind == RESIDENT_ID_CARD and unknown_region(number):
            yield FieldError(f"{pointer}/id_number", "resident_id_unknown_region", UNKNOWN_REGION)


def unusual_telephones(document: Mapping[str, Any]) -> Iterator[FieldError]:
    """Telephones that do not look like one. They are kept as typed: nobody is refused for want of a telephone (R9)."""
    for pointer in TELEPHONES:
        typed = _at(document, pointer)
        if isinstance(typed, str) and typed.strip() and not has_telephone_shape(typed):
            yield FieldError(pointer, "phone_unusual", UNUSUAL_TELEPHONE)


def passports_without_country(document: Mapping[str, Any]) -> Iterator[FieldError]:
    """A passport's number is one only together with its country; without it no account finds the case."""
    for pointer, person in _people(document):
        if person.get("id_type") == PASSPORT and not str(person.get("id_country") or "").strip():
            yield FieldError(f"{pointer}/id_country", "id_country_missing", NO_COUNTRY)


def born_on(kind: str, number: str) -> date | None:
    """The day of birth, where the number of a document of this kind says it."""
    document = IDENTITY_DOCUMENTS.get(kind)
    return birth_date(number) if document is not None and document.tells_birth(number) else None


def age_on(born: date, on: date) -> int:
    """The age in completed years (周岁); negative for who is not born yet."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def birthday(born: date, years: int) -> date:
    """The day on which somebody is so many years old; who was born on 29 February is on 1 March of a year without."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; of 29 February the day before where that year has none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _persons(document: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Pointer, kind of document and right number of each person in the form whose number is right."""
    for pointer, person in _people(document):
        if (document_shown := document_of(person)) is not None:
            yield pointer, *document_shown


def _people(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, object]]]:
    for pointer in PERSONS:
        here = _at(document, pointer)
        if isinstance(here, Mapping):
            yield pointer, cast(Mapping[str, object], here)


def _at(document: Mapping[str, Any], pointer: str) -> object:
    here: object = document
    for part in pointer.split("/")[1:]:
        here = cast(Mapping[str, object], here).get(part) if isinstance(here, Mapping) else None
    return here


def document_of(person: Mapping[str, object]) -> tuple[str, str] | None:
    """Kind and canonical number of the document of a person as filled in; None where it is missing or wrong."""
    kind, number = person.get("id_type", RESIDENT_ID_CARD), person.get("id_number")
    known = IDENTITY_DOCUMENTS.get(kind) if isinstance(kind, str) else None
    if known is None or not isinstance(number, str) or not known.has_number(number):
        return None
    return known.name, plain_number(number)
