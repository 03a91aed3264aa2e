import json

import pytest
from pydantic import ValidationError

from chalicelib.directory.model import Department, DepartmentDocument
from chalicelib.directory.store import department_of

FOOD = {
    "name_2018_rules": "食药监局",
    "name_now": "市场监督管理局",
    "rules_window": "生产经营",
    "uscc_SYNTHETIC": "11441700YM0000139C",
    "basic_dept_digits_ILLUSTRATIVE": "31",
}


def test_a_department_belongs_to_a_region():
    department = department_of("441700", "food", DepartmentDocument.model_validate(FOOD))
    assert (department.id, department.region, department.name) == ("food", "441700", "市场监督管理局")
    assert Department.model_validate_json(department.model_dump_json(by_alias=True)) == department


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("uscc_SYNTHETIC", "11441700YM0000139D", "uscc_check_digit"),
        ("rules_window", "别处", "literal_error"),
        ("name_now", "", "string_too_short"),
        ("telephone", "1", "extra_forbidden"),
    ],
)
def test_a_wrong_department_is_refused(field: str, value: str, code: str):
    with pytest.raises(ValidationError) as refusal:
        DepartmentDocument.model_validate_json(json.dumps(FOOD | {field: value}))
    assert [error["type"] for error in refusal.value.errors()] == [code]
