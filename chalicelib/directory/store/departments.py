"""Where departments are kept: a row for each, those of one region in one partition."""

from collections.abc import Iterable, Iterator

from chalicelib.directory.model import Department, DepartmentDocument, Place
from chalicelib.foundation import register_keys
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op, put


def list_departments(table: Table, region: str) -> Iterator[Department]:
    """Every department of a region, in the order of their ids."""
    for row in table.query_all(register_keys.department(region, "").pk, prefix=register_keys.department(region, "").sk):
        yield Department.model_validate_json(row["document"])


def has_department(table: Table, region: str, department: str) -> bool:
    return table.get(register_keys.department(region, department)) is not None


def find_department(table: Table, region: str, department: str) -> Department | None:
    row = table.get(register_keys.department(region, department))
    return Department.model_validate_json(row["document"]) if row else None


def department_names(table: Table, place: Place, departments: Iterable[str]) -> dict[str, str]:
    """The full names of these departments of a place, in one read; a department that has ended keeps its id as name."""
    wanted = {one: register_keys.department(place.division, one) for one in departments}
    rows = table.get_many([*wanted.values()])
    known = {one: rows[key]["name"] for one, key in wanted.items() if key in rows}
    return {one: place.full_name(one, known[one]) if one in known else one for one in wanted}


def department_of(region: str, department_id: str, document: DepartmentDocument) -> Department:
    return Department.model_validate({**document.model_dump(), "id": department_id, "region": region})


def keep_department(department: Department) -> Op:
    """The write of one department, for a transaction of the caller's."""
    key = register_keys.department(department.region, department.id)
    document = department.model_dump_json(by_alias=True)
    return put({"pk": key.pk, "sk": key.sk, "name": department.name, "document": document})
