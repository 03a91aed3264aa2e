"""The demonstration's staff, letters of authority and seals, imported into the local stack. SYNTHETIC.

The personas are among the staff: the account of each is the `sub` of a persona.
"""

from collections.abc import Container, Mapping
from datetime import datetime
from typing import Any

from chalicelib.directory.acts.import_directory import carry_out, plan_directory
from chalicelib.directory.model.regions import lies_in
from chalicelib.directory.model.sections import REGISTERS
from chalicelib.directory.store.departments import list_departments
from chalicelib.directory.store.directories import load_directory
from chalicelib.directory.store.kept import Change
from chalicelib.foundation.platform import wall_clock
from chalicelib.foundation.table import Table
from local.catalogues import DATA, read

STAFF = DATA / "staff.json"
ACT = "import"


def seed_registers(table: Table, division: str, at: datetime) -> None:
    """The same act as an administrator's import, of the regions of this division whose departments are known.

    It is judged as of today, also where legal time begins in the past: its letters were signed until lately.
    """
    at = max(at, wall_clock())
    plan = plan_directory(table, division, registers_of(table, division), logged=Change(ACT, at, "demo", "demo", {}))
    for _ in carry_out(table, plan):
        pass


def registers_of(table: Table, division: str) -> Mapping[str, Any]:
    """The registers, but for regions and departments that this stack does not have."""
    document: Mapping[str, Any] = read(STAFF)
    regions = {record["region"] for name in REGISTERS for record in document[name]}
    known = {
        region: {one.id for one in list_departments(table, region)} for region in regions if lies_in(region, division)
    }

    def here(record: Mapping[str, Any]) -> bool:
        departments = known.get(record["region"])
        return bool(departments) and (department_of(record) is None or department_of(record) in departments)

    windows = {region: load_directory(table, region).windows.keys() for region in known}
    return {name: [placed(record, windows) for record in document[name] if here(record)] for name in REGISTERS}


def placed(record: Mapping[str, Any], windows: Mapping[str, Container[str]]) -> Mapping[str, Any]:
    """The record without windows that this stack does not have."""
    if "windows" not in record:
        return record
    return {**record, "windows": [one for one in record["windows"] if one in windows[record["region"]]]}


def department_of(record: Mapping[str, Any]) -> str | None:
    """The department of a seal or a letter, or of a member of a department's staff."""
    unit = record.get("unit")
    if unit is None:
        return record["department"]
    return unit["id"] if unit["kind"] == "department" else None
