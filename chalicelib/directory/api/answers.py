"""How the directory looks from outside. Of people it shows posts only, and no telephone but that of a hall."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.unit import Unit
from chalicelib.directory.model.halls import StaffedBy, Window
from chalicelib.directory.model.organs import AsOf, ContactRole, DepartmentRecord
from chalicelib.directory.model.regions import LEVEL_WORDS
from chalicelib.directory.model.routing import Place, instead_of, open_now, opens_next

ResidencyMode = Literal["resident", "non_resident"]
DepartmentKind = Literal["organ", "public_institution", "enterprise"]
SuccessorKind = Literal["renamed", "merged", "split", "transferred", "created"]
DocumentEffect = Literal["in_force", "expired", "trial_ended_unknown", "unknown"]


class RegionAnswer(BaseModel, defer_build=True):
    code: str
    code12: Annotated[str, Field(description="12 位区划代码")]
    name: str
    level: Annotated[int, Field(description="2 省级，3 市级，4 县级，5 镇（街）级，6 村（社区）级")]
    level_name: str
    parent: str | None = None
    effective_from: date | None = None


class RegionsAnswer(BaseModel, defer_build=True):
    items: list[RegionAnswer]
    next_cursor: str | None


class RegionBodyAnswer(BaseModel, defer_build=True):
    id: str
    role: Literal["government", "bureau", "org_office", "centre", "superior"]
    name: str


class OwnPromiseAnswer(BaseModel, defer_build=True):
    """A promise of the region's own for an item."""

    item: str
    value: int
    unit: Unit


class OwnSchemeAnswer(BaseModel, defer_build=True):
    """What the region has of its own in a joint scheme."""

    scheme: str
    offered: bool
    why: str | None = None


class KindAnswer(BaseModel, defer_build=True):
    """A kind of window of the region."""

    kind: str
    theme: str | None
    accepts: bool
    staffed_by: StaffedBy


class RegionDetails(RegionAnswer):
    """The settings of a region on a day (R93, R94)."""

    halls: list[str]
    bodies: list[RegionBodyAnswer]
    townships: list[RegionAnswer]
    window_kinds: list[KindAnswer]
    schemes: list[str]
    own_promises: list[OwnPromiseAnswer]
    own_schemes: list[OwnSchemeAnswer]


class NameAnswer(BaseModel, defer_build=True):
    """A name and when it was in use; where only the year is known, the days are its first."""

    name: str
    since: date | None
    until: date | None
    only_year: Annotated[bool, Field(description="只知年份，日期写作该年第一天")]


class SuccessorAnswer(BaseModel, defer_build=True):
    """What became of a department; `department` is empty where its task left the hall."""

    kind: SuccessorKind
    name: str
    department: str | None
    on: date
    only_year: Annotated[bool, Field(description="只知年份，日期写作该年第一天")]


class OfficeAnswer(BaseModel, defer_build=True):
    """A post that speaks for the department."""

    role: ContactRole
    post: str


class ResidencyAnswer(BaseModel, defer_build=True):
    """Whether the department is in the hall every workday, or on one day of the week (`duty_weekday`, 1 is Monday)."""

    mode: ResidencyMode
    since: date
    duty_weekday: int | None
    duty_hours: list[str]
    same_day_promise_off_duty: bool


class DepartmentLine(BaseModel, defer_build=True):
    id: str
    name: Annotated[str, Field(description="该日的名称")]
    name_2018: str
    kind: DepartmentKind | None
    residency: ResidencyMode | None
    carried_on_by: Annotated[list[str], Field(description="该日承继其职责的部门")]


class DepartmentsAnswer(BaseModel, defer_build=True):
    items: list[DepartmentLine]
    next_cursor: str | None


class DepartmentDetails(DepartmentLine):
    """A department through time."""

    names: list[NameAnswer]
    successors: list[SuccessorAnswer]
    organ_now: str | None
    offices: list[OfficeAnswer]
    residency_details: ResidencyAnswer | None
    reviewing_organ: str | None
    reviewing_basis: str | None
    windows: Annotated[list[str], Field(description="该日办理其事项的窗口")]


class ZoneAnswer(BaseModel, defer_build=True):
    id: str
    name: str


class HallLine(BaseModel, defer_build=True):
    id: str
    name: str
    region: str
    level: int
    address: str | None
    phone: str | None
    accepts_for: str | None
    windows: int


class HallsAnswer(BaseModel, defer_build=True):
    items: list[HallLine]
    next_cursor: str | None


class WindowAnswer(BaseModel, defer_build=True):
    """A window, whether it is open at the moment asked about, and when it opens next."""

    id: str
    hall: str
    number: str
    name: str
    zone: str
    kind: str
    theme: str | None
    staffed_by: StaffedBy
    accepts: bool
    own_system: Annotated[bool, Field(description="有自有系统的专窗，平台只取叫号数和状态")]
    accessible: bool
    serves: list[str]
    open: bool
    next_opening: AwareDatetime | None
    closed_because: str | None = None
    go_to: Annotated[str | None, Field(description="关闭期间改到的窗口")] = None


class HallDetails(HallLine):
    """A hall with its zones and windows."""

    open: bool
    next_opening: AwareDatetime | None
    zones: list[ZoneAnswer]
    window_list: list[WindowAnswer]


class DutyAnswer(BaseModel, defer_build=True):
    """A day on which a non-resident department is in the hall."""

    date: date
    department: str
    name: str
    hours: list[str]


class DutyDays(BaseModel, defer_build=True):
    items: list[DutyAnswer]


class RuleDocumentAnswer(BaseModel, defer_build=True):
    """A document that rules and items rest on; `in_force` is empty where its dates are not known."""

    id: str
    number: str
    title: str | None
    issuer: str
    issued_on: date | None
    effective_from: date | None
    effective_to: date | None
    effect: DocumentEffect
    in_force: Annotated[bool | None, Field(description="该日是否有效；无从得知的为空")]
    cites: list[str]
    note: str | None


class RuleDocumentsAnswer(BaseModel, defer_build=True):
    items: list[RuleDocumentAnswer]
    next_cursor: str | None


def region_facts(code: str, name: str, level: int, parent: str | None, effective_from: date | None) -> dict[str, Any]:
    return {
        "code": code,
        "code12": code.ljust(12, "0"),
        "name": name,
        "level": level,
        "level_name": LEVEL_WORDS[level - 1],
        "parent": parent,
        "effective_from": effective_from,
    }


def residency_on(record: DepartmentRecord, day: date) -> ResidencyMode | None:
    residency = record.residency
    if residency is None:
        return None
    if residency.non_resident_on(day):
        return "non_resident"
    return "resident" if residency.resident_on(day) else None


def department_line(record: DepartmentRecord, known: AsOf, day: date, heirs: list[str]) -> dict[str, Any]:
    return {
        "id": record.id or "",
        "name": known.name,
        "name_2018": record.name_2018,
        "kind": record.kind,
        "residency": residency_on(record, day),
        "carried_on_by": heirs,
    }


def spans(hours: Any) -> list[str]:
    return [f"{span.begins}-{span.ends}" for span in hours]


def window_answer(place: Place, window: Window, at: datetime, calendar: WorkCalendar) -> WindowAnswer:
    """A window as it is at this moment (legal time)."""
    closure = window.closure_on(at.date())
    stands_in = instead_of(place.windows, window, at) if closure else None
    kind, told = place.kinds.get(window.kind), {"id", "hall", "number", "name", "zone", "kind", "theme", "staffed_by"}
    return WindowAnswer(
        **window.model_dump(include=told),
        accessible=window.accessible,
        accepts=kind is not None and kind.accepts,
        own_system=window.system == "own",
        serves=list(window.serves),
        open=open_now(place, window, at, calendar),
        next_opening=opens_next(place, window, at, calendar),
        closed_because=closure.reason if closure else None,
        go_to=stands_in.id if stands_in else None,
    )
