"""What the registers are asked to take up, in the matrix, the fault paths and the examples alike. SYNTHETIC people."""

from collections.abc import Mapping
from typing import Any

MEMBER_ID = "S990"
SCAN = {"content_type": "application/pdf", "size": 48, "sha256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}


def new_member(starts_on: str, **facts: Any) -> Mapping[str, Any]:
    """An officer of the department of food."""
    return {
        "id": MEMBER_ID,
        "name": "新演示",
        "unit_kind": "department",
        "unit": "food",
        "post": "审查员",
        "rank": "科员级",
        "staff_type": "公务员",
        "roles": ["officer"],
        "starts_on": starts_on,
        **facts,
    }


def new_power_letter(starts_on: str, **facts: Any) -> Mapping[str, Any]:
    """附件4 of the same department for its chief representative; its seal is SEAL-food-1."""
    return {
        "kind": "power",
        "id": "LP-food-9",
        "number": "示市监授〔2026〕9号",
        "starts_on": starts_on,
        "ends_on": "2027-11-23",
        "sealed_with": "SEAL-food-1",
        "grantee": "K-chief-food",
        "powers": [2, 6],
        "items": [{"item": "YM-P01", "complexity": "general", "power": 2, "decides": "chief_representative"}],
        **facts,
    }
