"""Halls (大厅) with their zones, and windows with their kinds, hours and closed days (R22, R23, R35, R73)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.directory.model.departments import WindowTheme
from chalicelib.directory.model.regions import SchemeCode, WindowKindId
from chalicelib.directory.model.terms import FirstDay, ItemCode, Line, Record, RecordId, runs_on
from chalicelib.foundation.validation import ONE_LINE, Shape

StaffedBy = Literal["centre", "department"]
RegionCode = Annotated[str, Shape(r"[0-9]{6}|[0-9]{12}", "region_code_format", "应为 6 位或 12 位区划代码")]
ANY = "*"
Served = Annotated[str, Shape(r"\*|[a-z][a-z0-9_]{0,29}", "department_id", "应为部门标识，或以 * 表示全部部门")]


class WindowKind(Record):
    """A kind of window. Nobody applies at one that does not accept: 发证、导办、自助、咨询、有自有系统的专窗."""

    kind: WindowKindId
    theme: WindowTheme | None = None
    accepts: bool
    staffed_by: StaffedBy
    centre_duty: Line | None = None


class Zone(Record):
    id: RecordId
    name: Line
    hours: RecordId | None = None


class Hall(Record):
    """A hall, or the point of a town that accepts some items for its county (`accepts_for`, `items`)."""

    id: RecordId
    region: RegionCode
    name: Line
    level: Annotated[int, Field(ge=1, le=6)]
    operator: RecordId | None = None
    address: Line | None = None
    phone: Annotated[str, StringConstraints(max_length=30), ONE_LINE] | None = None
    hours: RecordId
    zones: tuple[Zone, ...] = ()
    accepts_for: RegionCode | None = None
    items: tuple[ItemCode, ...] = ()


class Closure(Record):
    """Days on which a window is closed, both included; whoever comes goes to the window `reroute_to` (R73)."""

    since: FirstDay
    until: date = Field(alias="to")
    reason: Line
    reroute_to: RecordId | None = None


class Window(Record):
    """`serves` are departments, `*` for all. With `items` it takes only these. `system` own: an own system runs it and
    only counts and states come from there (R35). `staffed_by` says whose people sit there (R23).
    """

    id: RecordId
    hall: RecordId
    zone: RecordId
    number: Annotated[str, StringConstraints(min_length=1, max_length=10), ONE_LINE]
    kind: WindowKindId
    theme: WindowTheme | None = None
    name: Line
    staffed_by: StaffedBy
    serves: tuple[Served, ...] = ()
    items: tuple[ItemCode, ...] = ()
    schemes: tuple[SchemeCode, ...] = ()
    hours: RecordId
    closed: tuple[Closure, ...] = ()
    accessible: bool = False
    since: date = Field(alias="open_from")
    until: date | None = Field(default=None, alias="open_to")
    system: Literal["own"] | None = None
    interface: Literal["counts_and_status_only", "status_only"] | None = None
    provider: RecordId | None = None

    def in_service(self, day: date) -> bool:
        return runs_on(self, day)

    def closure_on(self, day: date) -> Closure | None:
        return next((one for one in self.closed if runs_on(one, day)), None)

    def takes(self, item: str, department: str) -> bool:
        return (item in self.items if self.items else True) and (department in self.serves or ANY in self.serves)
