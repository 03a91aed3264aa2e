"""The pydantic type of each field of a form: what may be filled in, and the sentence for what may not."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, PlainValidator, StringConstraints, WithJsonSchema, create_model
from pydantic_core import PydanticCustomError

from chalicelib.catalogue.model.form_fields import Column, FormField
from chalicelib.catalogue.model.forms.applicant import Block, PersonalIdentity, Phone
from chalicelib.clock.notice import FIRST_YEAR, LAST_DUE_DAY
from chalicelib.foundation.identifiers import MAY_BE_BLANK, CreditCode, Telephone, resident_id
from chalicelib.foundation.masked import NOT_HIDDEN, UNMASKED
from chalicelib.foundation.validation import ONE_LINE, PARAGRAPHS, Shape

LARGEST = 999_999_999
DECIMAL_PLACES = 4
MOST_ROWS = 50
LENGTHS: Mapping[str, int] = {"text": 100, "paragraph": 1000, "address": 200}
AMOUNTS = frozenset({"decimal", "money", "area"})
REGION = r"[0-9]{12}"
PROJECT_CODE = Shape(
    r"[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}",
    "project_code_format",
    "应为 24 位的投资项目代码，含连字符，如 2607-440000-04-01-123456",
)


class Person(PersonalIdentity):
    """Somebody whom a form names beside the applicant."""

    phone: Phone = Field(default=None, title="联系电话")


def type_of(field: FormField) -> Any:
    """The type of what is filled in; a field that is left blank is None."""
    return Annotated[_type(field) | None, MAY_BE_BLANK]


def _type(field: FormField) -> Any:
    return TYPES[field.type](field)


def _text(field: FormField) -> Any:
    most = field.max_length or LENGTHS[field.type]
    lines = PARAGRAPHS if field.type == "paragraph" else ONE_LINE
    masked = UNMASKED if field.personal and field.type != "paragraph" else NOT_HIDDEN
    plain = Annotated[str, StringConstraints(min_length=1, max_length=most), lines, masked]
    match field.format:
        case "resident_id":
            return Annotated[plain, AfterValidator(resident_id)]
        case "project_code":
            return Annotated[plain, PROJECT_CODE]
        case None:
            return plain


def _integer(field: FormField) -> Any:
    return Annotated[int, Field(ge=_whole(field.min, 0), le=_whole(field.max, LARGEST))]


def _whole(bound: float | None, otherwise: int) -> int:
    return otherwise if bound is None else int(bound)


def _amount(field: FormField) -> Any:
    return amount(0 if field.min is None else field.min, LARGEST if field.max is None else field.max)


def amount(least: float, most: float) -> Any:
    """A number with at most four decimal places. Whole numbers stay whole, as they were typed."""

    def checked(value: object) -> int | float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise PydanticCustomError("number_type", "应为数字")
        if round(value, DECIMAL_PLACES) != value:
            raise PydanticCustomError("number_places", "最多保留 4 位小数")
        if not least <= value <= most:
            raise PydanticCustomError("number_bounds", "应在 {least} 至 {most} 之间", {"least": least, "most": most})
        return value

    schema = {"type": "number", "minimum": least, "maximum": most}
    return Annotated[int | float, PlainValidator(checked), WithJsonSchema(schema)]


def _in_order(days: list[date]) -> list[date]:
    if days[0] > days[1]:
        raise PydanticCustomError("date_range_order", "起始日期不能晚于截止日期")
    return days


def _without_repetition(values: list[Any]) -> list[Any]:
    if len(set(values)) < len(values):
        raise PydanticCustomError("choice_repeated", "选项重复")
    return values


def _of_a_countable_year(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_DUE_DAY.year:
        bounds = {"first": FIRST_YEAR, "last": LAST_DUE_DAY.year}
        raise PydanticCustomError("day_out_of_range", "日期应在{first}年至{last}年之间，请核对年份", bounds)
    return day


Day = Annotated[date, Field(strict=False), AfterValidator(_of_a_countable_year)]
Period = Annotated[list[Day], Field(min_length=2, max_length=2), AfterValidator(_in_order)]


def _choice(field: FormField) -> Any:
    return Literal[tuple(field.choices or ())]


def _several(field: FormField) -> Any:
    least, most = _whole(field.min, 1), _whole(field.max, len(field.choices or ()))
    return Annotated[
        list[_choice(field)], Field(min_length=least, max_length=most), AfterValidator(_without_repetition)
    ]


def _rows(field: FormField) -> Any:
    row = Person if field.type == "people" else row_of(field.columns or (), personal=field.personal)
    least, most = _whole(field.min, 1), _whole(field.max, MOST_ROWS)
    return Annotated[list[row], Field(min_length=least, max_length=most)]


@lru_cache(maxsize=512)
def row_of(columns: tuple[Column, ...], *, personal: bool) -> type[BaseModel]:
    """A row of a table. A cell may be left out, but not every cell of a row."""
    cells: dict[str, Any] = {
        f"cell_{column.key}": (
            Annotated[_cell(column, personal=personal) | None, MAY_BE_BLANK],
            Field(default=None, alias=column.key, title=column.title),
        )
        for column in columns
    }
    return create_model("Row", __base__=Row, **cells)


class Row(Block):
    def model_post_init(self, _: object, /) -> None:
        if all(getattr(self, name) is None for name in type(self).model_fields):
            raise PydanticCustomError("row_empty", "这一行没有填写，请填写或者删除")


def _cell(column: Column, *, personal: bool) -> Any:
    match column.type:
        case "integer":
            return Annotated[int, Field(ge=0, le=LARGEST)]
        case "decimal" | "money" | "area":
            return amount(0, LARGEST)
        case "date":
            return Day
        case "credit_code":
            return CreditCode
        case "text" | "address":
            masked = UNMASKED if personal else NOT_HIDDEN
            return Annotated[str, StringConstraints(min_length=1, max_length=200), ONE_LINE, masked]


TYPES: Mapping[str, Callable[[FormField], Any]] = {
    **dict.fromkeys(LENGTHS, _text),
    **dict.fromkeys(AMOUNTS, _amount),
    "integer": _integer,
    "date": lambda _: Day,
    "date_range": lambda _: Period,
    "choice": _choice,
    "multi_choice": _several,
    "boolean": lambda _: bool,
    "region": lambda _: Annotated[str, Shape(REGION, "region_format", "应为 12 位行政区划代码")],
    "person": lambda _: Person,
    "people": _rows,
    "credit_code": lambda _: CreditCode,
    "phone": lambda _: Telephone,
    "table": _rows,
}
# A text that has nothing but blanks is not filled in.
BLANK = re.compile(r"\s*")


def is_filled(value: object) -> bool:
    """Whether something was filled in. An empty list has no row and no choice."""
    if value is None or (isinstance(value, str) and BLANK.fullmatch(value)):
        return False
    return not (isinstance(value, list | tuple | Mapping) and not value)
