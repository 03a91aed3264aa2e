"""Regions (区划) of five levels, from province to village, and what a region has of its own (R91, R93)."""

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.access.policy import LEVELS
from chalicelib.directory.model.terms import DivisionCode, FirstDay, ItemCode, Line, Record, RecordId
from chalicelib.foundation.validation import Shape

LEVEL_WORDS = ("国家级", "省级", "市级", "县级", "镇（街）级", "村（社区）级")
Unit = Literal["workday", "calendar_day"]
Standing = Literal["VERIFIED", "MEMORY", "ILLUSTRATIVE", "SYNTHETIC"]
SchemeCode = Annotated[str, Shape(r"[A-Z]{2}-[A-Z][0-9]{2,4}", "scheme_code_format", "应为联办主题编码，如 YM-J01")]
WindowKindId = Annotated[str, Shape(r"[a-z][a-z0-9_]{0,29}", "window_kind_format", "应为小写字母、数字或下划线")]
LongCode = Annotated[str, Shape(r"[0-9]{12}", "region_code_format", "应为 12 位区划代码")]


class Length(Record):
    value: Annotated[int, Field(ge=0, le=1000)]
    unit: Unit
    start: Line | None = None
    status: Standing | None = None


class PromiseOverride(Record):
    """A promise of the region's own for one item. It may be longer than the city's, never longer than the law's."""

    item: ItemCode
    promised: Length
    city_promised: int | None = None
    statutory: Length | None = None
    status: Standing | None = None


class NodeOverride(Record):
    id: ItemCode
    promised: Length


class SchemeOverride(Record):
    """What a region has of its own in one joint scheme; `offered` is false where it does not offer the scheme."""

    scheme: SchemeCode
    offered: bool = True
    why: Line | None = None
    promised_total: Length | None = None
    nodes: tuple[NodeOverride, ...] = ()


class WindowOverride(Record):
    """A kind of window that the region does not have (`routed_to` another one), or staffs in another way."""

    kind: WindowKindId
    routed_to: WindowKindId | None = None
    staffed_by: Literal["centre", "department"] | None = None
    why: Line | None = None


class Threshold(Record):
    key: Annotated[str, Shape(r"[a-z][a-z0-9_]{0,49}", "threshold_format", "应为小写字母、数字或下划线")]
    value: Annotated[int, Field(ge=0, le=1000)]
    unit: Unit = "workday"


class Overrides(Record):
    promised: tuple[PromiseOverride, ...] = ()
    schemes: tuple[SchemeOverride, ...] = ()
    windows: tuple[WindowOverride, ...] = ()
    thresholds: tuple[Threshold, ...] = ()


class Region(Record):
    """A region that has a hall of its own (a tenant), from `effective_from` on with these settings (R94).

    `centre`, `bureau`, `government` and `org_office` are ids of bodies. `items` and `schemes` are what it offers.
    """

    code: DivisionCode
    name: Line
    level: Annotated[int, Field(ge=1, le=6)]
    parent: DivisionCode | None = None
    tenant: bool = True
    since: FirstDay = Field(alias="effective_from")
    doc_prefix: Line | None = None
    centre: RecordId | None = None
    bureau: RecordId | None = None
    government: RecordId | None = None
    org_office: RecordId | None = None
    government_leader: RecordId | None = None
    hall: RecordId | None = None
    items: tuple[ItemCode, ...] = ()
    schemes: tuple[SchemeCode, ...] = ()
    window_kinds: tuple[WindowKindId, ...] = ()
    overrides: Overrides = Field(default_factory=Overrides)


class Township(Record):
    """A town or street (镇街) with a point that receives applications for its county."""

    code: LongCode = Field(alias="code12")
    name: Line
    county: DivisionCode
    hall: RecordId | None = None


def full(code: str) -> str:
    """The 12 digits of a code."""
    return code.ljust(12, "0")


def short(code: str) -> str:
    """The six digits of a code down to the county, the twelve of a place below it."""
    return code[:6] if not code[6:].strip("0") else code


def level_of(code: str) -> int:
    """2 province, 3 city, 4 county, 5 township, 6 village, as items count their 行使层级 (1 is the nation)."""
    return next(place for place, digits in enumerate(LEVELS, start=2) if not full(code)[digits:].strip("0"))


def lies_in(code: str, region: str) -> bool:
    """Whether a code is that of `region` or of a place below it."""
    return full(code).startswith(full(region)[: LEVELS[level_of(region) - 2]])


def above(code: str) -> str | None:
    """The code of the next level up, in 12 digits; None above a province."""
    level = level_of(code)
    return full(full(code)[: LEVELS[level - 3]]) if level > 2 else None
