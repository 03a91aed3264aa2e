"""Forms to begin with: each applicant of the sandbox, with the examples of the item's fields. Pure."""

from datetime import date
from typing import Any

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.forms.examples import example_answers
from chalicelib.trials.model.posts import COMPANY_NUMBER, PERSON_NUMBER, POSTS

PHONE = "13800138000"
NATURAL_PERSON, COMPANY = "自然人", "企业法人"
# Kind of applicant -> the post that applies as one.
KINDS = {NATURAL_PERSON: "person", COMPANY: "company"}


def sample_forms(item: ItemDocument, on: date) -> dict[str, dict[str, Any]]:
    """By post, for whom the item may be applied for by."""
    forms = dict[str, dict[str, Any]]()
    for kind, post in KINDS.items():
        if kind in item.service_objects:
            applicant = _applicant(kind)
            answers = example_answers(item, applicant, on, number=PERSON_NUMBER)
            forms[post] = {"applicant": applicant, "answers": answers}
    return forms


def _applicant(kind: str) -> dict[str, Any]:
    named = {"kind": kind, "name": POSTS[KINDS[kind]].person}
    if kind == NATURAL_PERSON:
        return {**named, "id_number": PERSON_NUMBER, "phone": PHONE}
    person = {"name": POSTS["person"].person, "id_number": PERSON_NUMBER}
    contact = {"name": POSTS["person"].person, "phone": PHONE}
    return {**named, "uscc": COMPANY_NUMBER, "legal_representative": person, "contact": contact}
