"""A register for whoever acts on this machine and is in no other one: every persona in its post, and both letters of
each department. SYNTHETIC: all of it is invented. What the division's own directory has already stays as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from pydantic import JsonValue

from chalicelib.access.actor import OF_ORGAN_ABOVE, Actor, Role
from chalicelib.directory.model.letters import AcceptLetter, Complexity, PowerLetter
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.model.standing import Standing
from chalicelib.directory.store.authority import write_standing
from chalicelib.directory.store.kept import Kept
from chalicelib.directory.store.staff import write_member
from chalicelib.directory.store.version import moved
from chalicelib.foundation import keys, register_keys
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op
from local.catalogues import NotServed, catalogue_of

FIRST, LAST = date(2018, 1, 1), date(2099, 12, 31)
UNITS: dict[Role, dict[str, str]] = {
    Role.COUNTER_CLERK: {"kind": "centre", "id": "centre"},
    Role.ISSUING_CLERK: {"kind": "centre", "id": "centre"},
    Role.CENTRE_MANAGER: {"kind": "centre", "id": "centre"},
    Role.GUIDE: {"kind": "centre", "id": "centre"},
    Role.GOVERNMENT_LEADER: {"kind": "government", "id": "government"},
    Role.ITEM_APPROVER: {"kind": "org_office", "id": "org_office"},
}
BUREAU = {"kind": "bureau", "id": "bureau"}
NO_STAFF = (Role.APPLICANT, Role.DEPARTMENT_SYSTEM, *OF_ORGAN_ABOVE)


# What one read, and one transaction, may have.
BATCH = 100


def enrol(table: Table, division: str, people: Iterable[Actor], items: Mapping[str, Sequence[str]]) -> None:
    """Everybody who is in no register yet, and letters of every department that has none; `items` has the items of each
    department.
    """
    actors = [actor for actor in people if actor.role not in NO_STAFF]
    known = found(table, [register_keys.staff_subject(division, actor.sub) for actor in actors])
    known |= found(table, [register_keys.authority(division, department) for department in items])
    ops = [
        *(op for actor in actors for op in entering(actor, division, items, known)),
        *(op for department in items for op in standing(division, department, items[department], known)),
    ]
    for start in range(0, len(ops), BATCH - 1):
        table.write(*ops[start : start + BATCH - 1], moved(division, roles={actor.role for actor in actors}))


def found(table: Table, wanted: Sequence[keys.Key]) -> set[keys.Key]:
    return {key for start in range(0, len(wanted), BATCH) for key in table.get_many(wanted[start : start + BATCH])}


def entering(actor: Actor, division: str, items: Mapping[str, Sequence[str]], known: set[keys.Key]) -> list[Op]:
    if register_keys.staff_subject(division, actor.sub) in known:
        return []
    return write_member(None, member(actor, [code for codes in items.values() for code in codes]))


def standing(division: str, department: str, items: Sequence[str], known: set[keys.Key]) -> list[Op]:
    """Both letters of a department, for all of its items."""
    if not items or register_keys.authority(division, department) in known:
        return []
    letters = Standing(
        accept_letters=(accept_letter(division, department, items),),
        power_letters=(power_letter(division, department, items),),
    )
    return [write_standing(division, department, Kept(Standing(), 0), letters)]


def member(actor: Actor, items: Iterable[str], **facts: JsonValue) -> StaffMember:
    """In post for as long as a story may last, a civil servant, and trained for these items."""
    unit = {"kind": "department", "id": actor.department} if actor.department else UNITS.get(actor.role, BUREAU)
    trained = [{"item": item, "trained_on": str(FIRST), "until": str(LAST)} for item in items]
    return StaffMember.model_validate(
        {
            "id": staff_id(actor),
            "subject": actor.sub,
            "name": actor.name,
            "region": actor.region[:6],
            "unit": unit,
            "post": "演示岗位",
            "rank": "正科级",
            "staff_type": "公务员",
            "roles": [actor.role.value],
            "since": str(FIRST),
            "chief": actor.role is Role.CHIEF_REPRESENTATIVE,
            "competences": trained if actor.role is Role.COUNTER_CLERK else [],
            **facts,
        }
    )


def staff_id(actor: Actor) -> str:
    """Every account is a person of its own, unless a test says otherwise."""
    return "K-" + actor.sub.partition(":")[2]


def accept_letter(division: str, department: str, items: Iterable[str], **facts: JsonValue) -> AcceptLetter:
    return AcceptLetter.model_validate(
        {
            **signed(division, department),
            "id": f"LA-{department}",
            "number": f"演示委〔2018〕{department}号",
            "grantee": "centre",
            "scope": ["收取材料", "受理", "出具文书"],
            "items": [{"item": item} for item in items],
            **facts,
        }
    )


class Kind(NamedTuple):
    """What of an item decides who decides it."""

    handling_type: str
    complexity: Complexity
    above: bool = False


def _above(item: Mapping[str, Any]) -> bool:
    """Whether another level decides: of some 上报件 a level below reviews first, and this one decides."""
    return any(step["level"] < item["exercise_level"] for step in item.get("upward_chain", ()))


@cache
def kinds(division: str) -> Mapping[str, Kind]:
    """Of each item of the division; none where it has no catalogue."""
    try:
        catalogue = catalogue_of(division)
    except NotServed:
        return {}
    told = {item["id"]: Kind(item["handling_type"], "general", _above(item)) for item in catalogue["items"]}
    levels = {item["id"]: item["complexity"]["level"] for item in catalogue["items"] if item.get("complexity")}
    return told | {code: told[code]._replace(complexity=level) for code, level in levels.items()}


def power_line(division: str, item: str) -> dict[str, JsonValue]:
    """即办件 are decided by the first power (R66), complex items by the head of the department (R65), 上报件 above."""
    kind = kinds(division).get(item, Kind("承诺件", "general"))
    power = 1 if kind.handling_type == "即办件" else 2
    decides = "department_head" if kind.complexity == "complex" else "chief_representative"
    if kind.above:
        decides = "upper_level"
    return {"item": item, "complexity": kind.complexity, "power": power, "decides": decides}


def power_letter(division: str, department: str, items: Iterable[str], **facts: JsonValue) -> PowerLetter:
    entries = [power_line(division, item) for item in items]
    return PowerLetter.model_validate(
        {
            **signed(division, department),
            "id": f"LP-{department}",
            "number": f"演示授〔2018〕{department}号",
            "grantee": f"K-chief-{department}",
            "powers": [1, 2, 3, 4, 6],
            "items": entries,
            **facts,
        }
    )


def signed(division: str, department: str) -> dict[str, JsonValue]:
    return {
        "region": division,
        "department": department,
        "signed_by": f"H-{department}",
        "signer_rank": "正处级",
        "signed_on": str(FIRST),
        "since": str(FIRST),
        "until": str(LAST),
        "sealed_with": f"SEAL-{department}",
    }
