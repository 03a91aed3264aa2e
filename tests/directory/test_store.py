from typing import Any

import pytest

from chalicelib.directory.model import DepartmentDocument
from chalicelib.directory.store import department_of, keep_department, list_departments
from chalicelib.foundation.attributes import load
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op
from tests.directory.test_model import FOOD


class Rows(Table):
    """A table that remembers what was put."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], dict[str, Any]] = {}

    def write(self, *ops: Op) -> None:
        for op in ops:
            row = load(op.body["Item"])
            self.rows[row["pk"], row["sk"]] = row

    def get(self, key: tuple[str, str]) -> dict[str, Any] | None:
        return self.rows.get((key[0], key[1]))

    def query_all(self, pk: str, **how: Any) -> Any:
        return iter([row for place, row in sorted(self.rows.items()) if place[0] == pk])


@pytest.fixture
def rows() -> Rows:
    rows = Rows()
    for region, name in (("441700", "food"), ("441700", "agri"), ("441702", "food")):
        rows.write(keep_department(department_of(region, name, DepartmentDocument.model_validate(FOOD))))
    return rows


def test_departments_of_one_region_are_listed_by_id_as_they_were_kept(rows: Rows):
    kept = [*list_departments(rows, "441700")]
    assert [department.id for department in kept] == ["agri", "food"]
    assert {department.uscc for department in kept} == {FOOD["uscc_SYNTHETIC"]}
