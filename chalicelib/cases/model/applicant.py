"""The number by which an applicant is known, and what the blind index of an applicant is made of. Pure."""

from collections.abc import Mapping
from typing import Any

from chalicelib.access.actor import COMPANY_ID
from chalicelib.foundation.identity_documents import RESIDENT_ID_CARD, owner_parts


def number_of(person: Mapping[str, Any]) -> str:
    """The number of the document; empty where a wrong form has something else in its place."""
    number = person.get("uscc") or person.get("id_number")
    return number if isinstance(number, str) else ""


def owner_of(person: Mapping[str, Any]) -> tuple[str, ...]:
    """The same of a form as of a token of this person: `Identity.owner_parts`."""
    if "uscc" in person:
        return COMPANY_ID, number_of(person)
    return owner_parts(str(person.get("id_type", RESIDENT_ID_CARD)), number_of(person), person.get("id_country"))


def factors_of(person: Mapping[str, Any]) -> set[str]:
    """What somebody who asks for the progress may be asked for: the number as it is printed, and without the count
    that a renewed pass has no more.
    """
    return {number for number in (number_of(person), owner_of(person)[-1]) if number}
