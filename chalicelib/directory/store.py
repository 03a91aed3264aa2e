"""Where departments are kept: one row each, in one partition per region."""

from collections.abc import Iterator

from chalicelib.directory.model import Department, DepartmentDocument
from chalicelib.foundation import keys
from chalicelib.foundation.problems import NotFound
from chalicelib.foundation.table import Op, Table, put


def load_department(table: Table, region: str, department_id: str) -> Department:
    """One department. Raises NotFound (code department_not_found)."""
    row = table.get(keys.department(region, department_id))
    if row is None:
        raise NotFound(code="department_not_found", title="没有这个部门")
    return Department.model_validate_json(row["document"])


def list_departments(table: Table, region: str) -> Iterator[Department]:
    """Every department of a region, in the order of their ids."""
    for row in table.query_all(keys.department(region, "").pk, prefix=keys.department(region, "").sk):
        yield Department.model_validate_json(row["document"])


def department_of(region: str, department_id: str, document: DepartmentDocument) -> Department:
    return Department.model_validate({**document.model_dump(), "id": department_id, "region": region})


def keep_department(department: Department) -> Op:
    """The write of one department, for a transaction of the caller's."""
    key = keys.department(department.region, department.id)
    document = department.model_dump_json(by_alias=True)
    return put({"pk": key.pk, "sk": key.sk, "name": department.name, "document": document})
