"""The number by which an applicant is known. Pure."""

from collections.abc import Mapping
from typing import Any

from chalicelib.cases.model.presented import part
from chalicelib.catalogue.model.forms import GB_11643_CARDS, RESIDENT_ID_CARD

RESIDENT_CARDS = dict.fromkeys(GB_11643_CARDS, "resident_id")


def identifying(form: Mapping[str, Any]) -> tuple[str, str]:
    """Kind and number of the applicant's document, from which the key of an account follows. Cards that are no resident
    cards are kept apart by kind.
    """
    applicant = part(form, "applicant")
    card = str(applicant.get("id_type", RESIDENT_ID_CARD))
    return "uscc" if "uscc" in applicant else RESIDENT_CARDS.get(card, card), applicant_number(form)


def applicant_number(form: Mapping[str, Any]) -> str:
    return number_of(part(form, "applicant"))


def number_of(person: Mapping[str, Any]) -> str:
    """The number of the document; empty where a wrong form has something else in its place."""
    number = person.get("uscc") or person.get("id_number")
    return number if isinstance(number, str) else ""
