"""Departments (部门) of the hall as items and cases refer to them, and the words that all of the directory shares."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.foundation.identifiers import CreditCode
from chalicelib.foundation.validation import ONE_LINE, Shape

WindowTheme = Literal["社会民生", "登记注册", "生产经营", "投资建设", "专窗"]
# Which law governs an item: 行政许可法 only licences; 行政复议法 whatever an organ does as one.
Regime = Literal["license", "confirmation", "benefit", "filing", "public_service", "other"]
Text = Annotated[str, StringConstraints(min_length=1, max_length=200), ONE_LINE]
Name = Annotated[str, StringConstraints(min_length=2, max_length=100), ONE_LINE]
Division = Annotated[str, Shape(r"[0-9]{6}", "division_format", "应为 6 位行政区划代码（GB/T 2260）")]


class Imported(BaseModel, defer_build=True):
    """A part of an imported document: exact types, no unknown fields, never changed after reading."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        validate_by_name=True,
        validate_by_alias=True,
        hide_input_in_errors=True,
    )


class DepartmentDocument(Imported):
    """A department as an administrator imports it. Credit codes of the demonstration are SYNTHETIC."""

    name_2018: Text = Field(alias="name_2018_rules", description="the name in the 2018 rules")
    name: Text = Field(alias="name_now")
    window_theme: WindowTheme = Field(
        alias="rules_window", description="附: 事项主题; 专窗 is a window staffed by the department"
    )
    uscc: CreditCode = Field(alias="uscc_SYNTHETIC")
    basic_digits: Annotated[str, StringConstraints(pattern=r"^[0-9]{2,3}$")] = Field(
        alias="basic_dept_digits_ILLUSTRATIVE"
    )


class Department(DepartmentDocument):
    """A department of one region, as the directory keeps it. `id` is the short name items refer to, as `food`."""

    id: str
    region: str
