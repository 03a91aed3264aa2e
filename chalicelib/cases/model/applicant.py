"""The number by which an applicant is known. Pure."""

from collections.abc import Mapping
from typing import Any

from chalicelib.cases.model.presented import part

RESIDENT_CARDS = {"居民身份证": "resident_id", "港澳台居民居住证": "resident_id"}


def applicant_number(form: Mapping[str, Any]) -> str:
    applicant = part(form, "applicant")
    return applicant.get("uscc") or applicant.get("id_number") or ""
