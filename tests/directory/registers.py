"""The demonstration registers, and builders of single records for tests. SYNTHETIC."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.catalogue.model.schemes.document import read_alone
from chalicelib.catalogue.store.scheme_leads import leads_of
from chalicelib.directory.model.authority import Register
from chalicelib.directory.model.letters import CHINA, AcceptLetter, PowerLetter
from chalicelib.directory.model.seals import Seal
from chalicelib.directory.model.staff import StaffMember

DATA = Path(__file__).parents[2] / "local" / "data"
CITY = "441700"


@cache
def demonstration() -> dict[str, Any]:
    return json.loads((DATA / "staff.json").read_bytes())


@cache
def departments_of_items() -> dict[str, str]:
    """The department of each item of the city."""
    return {item["id"]: item["dept"] for item in json.loads((DATA / "items.json").read_bytes())["items"]}


@cache
def known_to_letters() -> dict[str, str | tuple[str, ...]]:
    """The same, and the departments that lead each scheme."""
    schemes = read_alone(json.loads((DATA / "schemes.json").read_bytes())).schemes.values()
    return {**departments_of_items(), **{one.code: leads_of(one) for one in schemes}}


@cache
def register(region: str = CITY) -> Register:
    data = demonstration()
    staff = [StaffMember.model_validate(one) for one in data["staff"] if one["region"] == region]
    accept = [AcceptLetter.model_validate(one) for one in data["letters_accept"] if one["region"] == region]
    power = [PowerLetter.model_validate(one) for one in data["letters_power"] if one["region"] == region]
    return Register({one.id: one for one in staff}, accept, power)


@cache
def seals(region: str = CITY) -> tuple[Seal, ...]:
    return tuple(Seal.model_validate(one) for one in demonstration()["seals"] if one["region"] == region)


def at(day: str, hour: int = 10) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02}:00:00").replace(tzinfo=CHINA)


NOON = at("2026-11-26", 12)


def member(**changes: Any) -> StaffMember:
    """An officer of the department `food`."""
    facts = {
        "id": "S900",
        "subject": "u-900",
        "name": "某演示",
        "region": CITY,
        "unit": {"kind": "department", "id": "food"},
        "post": "审查员",
        "rank": "科员级",
        "staff_type": "公务员",
        "roles": ["officer"],
        "from": "2026-01-01",
    }
    return StaffMember.model_validate(facts | changes)


def accept_letter(**changes: Any) -> AcceptLetter:
    """附件2 of the department `food`, of the year 2026, for YM-P01."""
    facts = _letter() | {
        "id": "LA-900",
        "number": "示市监食委〔2026〕1号",
        "grantee": "centre",
        "scope": ["收取材料", "受理", "出具文书"],
        "items": [{"item": "YM-P01"}],
    }
    return AcceptLetter.model_validate(facts | changes)


def power_letter(**changes: Any) -> PowerLetter:
    """附件4 of the department `food`, of the year 2026, for YM-P01."""
    facts = _letter() | {
        "id": "LP-900",
        "number": "示市监食授〔2026〕1号",
        "grantee": "S901",
        "powers": [1, 2, 3, 4, 6],
        "items": [{"item": "YM-P01", "complexity": "general", "power": 2, "decides": "chief_representative"}],
    }
    return PowerLetter.model_validate(facts | changes)


def _letter() -> dict[str, Any]:
    return {
        "region": CITY,
        "department": "food",
        "signed_by": "H-900",
        "signer_rank": "正处级",
        "signed_on": "2026-01-01",
        "from": "2026-01-01",
        "to": "2026-12-31",
        "sealed_with": "SEAL-900",
    }
