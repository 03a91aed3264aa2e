"""The work calendar as administrators keep it: notices and amendments, and how far the cases were counted again."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field, StringConstraints

from chalicelib.access.policy import Permission, require_region
from chalicelib.clock.amendment import CalendarAmendment
from chalicelib.clock.notice import HolidayNotice
from chalicelib.clock.overlay import LoadedEntry
from chalicelib.foundation.parts import hidden_texts
from chalicelib.foundation.problems import Conflict, FieldError, Invalid
from chalicelib.foundation.validation import one_line
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.routes import Answer, Call
from chalicelib.operations.acts.load_calendar import load_calendar, told, what_changes
from chalicelib.operations.model.calendar import Loaded, Recounting
from chalicelib.operations.store.loaded_calendar import list_progress, load_overlay

api = Api(__name__, tag="admin")

Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(one_line),
    Field(description="导入的理由，记入办件期限重新计算的记录"),
]


Confirmed = Annotated[int, Field(description="原为推算、导入后确定而性质不变的日子数")]


class NewNotice(Part):
    """一年的放假安排，须写全该年所有放假日和调休上班日；取代此前已知的该年安排。"""

    notice: HolidayNotice
    reason: Reason


class NewAmendment(Part):
    """单独调整的日子，例如台风停工一天，叠加在各年放假安排之上。"""

    amendment: CalendarAmendment
    reason: Reason


class Preview(Part):
    """要预览的放假安排，二者填一。"""

    notice: HolidayNotice | None = None
    amendment: CalendarAmendment | None = None


class ChangedDayAnswer(BaseModel, defer_build=True):
    """一个日子在导入前后各是什么。"""

    date: date
    workday_before: bool
    workday_after: bool
    reason_before: str
    reason_after: str


class LoadedAnswer(BaseModel, defer_build=True):
    """导入的结果。自 since 起，所有期限按新的日历计算，未办结的办件随后逐件重新计算。"""

    number: int
    since: AwareDatetime
    confirmed: Confirmed
    changed: list[ChangedDayAnswer]


class PreviewAnswer(BaseModel, defer_build=True):
    confirmed: Confirmed
    changed: Annotated[list[ChangedDayAnswer], Field(description="会发生变化的日子；两项都没有的，导入会被拒绝")]


class RecountingAnswer(BaseModel, defer_build=True):
    """未办结办件重新计算的进度。"""

    state: Literal["waiting", "running", "done"]
    looked_at: Annotated[int, Field(description="已经查看的办件数")]
    moved: Annotated[int, Field(description="其中期限发生变化的办件数")]
    failed: Annotated[int, Field(description="其中没有算成、需要修复的办件数")]
    failed_cases: list[str]
    ended_at: AwareDatetime | None


class EntryDayAnswer(BaseModel, defer_build=True):
    """导入的一个日子：放假、调休上班或者单独调整。"""

    date: date
    workday: bool
    name: Annotated[str | None, Field(description="节日名称或者原因；调休上班的日子没有")]


class EntryAnswer(BaseModel, defer_build=True):
    """一次导入：整年的放假安排或者单独调整的日子。"""

    number: int
    loaded_at: AwareDatetime
    since: AwareDatetime
    by: str
    reason: str
    paper: Annotated[str, Field(description="所依据的文件")]
    year: Annotated[int | None, Field(description="整年放假安排的年份；单独调整的日子为空")]
    division: Annotated[str | None, Field(description="单独调整的日子所适用的地区；适用于全国的为空")]
    days: list[EntryDayAnswer]
    recounting: RecountingAnswer


class CalendarEntries(BaseModel, defer_build=True):
    entries: list[EntryAnswer]


@api.post(
    "/admin/calendar/notices",
    Permission.ADMINISTER,
    "导入一年的放假安排",
    body=NewNotice,
    answer=LoadedAnswer,
    status=201,
    problems=(Conflict,),
)
def load_notice(call: Call[NewNotice, None]) -> Answer:
    return _load(call, call.body.notice, call.body.reason)


@api.post(
    "/admin/calendar/amendments",
    Permission.ADMINISTER,
    "导入单独调整的日子",
    body=NewAmendment,
    answer=LoadedAnswer,
    status=201,
    problems=(Conflict,),
)
def load_amendment(call: Call[NewAmendment, None]) -> Answer:
    return _load(call, call.body.amendment, call.body.reason)


@api.search(
    "/admin/calendar/preview", Permission.ADMINISTER, "预览放假安排会改变的日子", body=Preview, answer=PreviewAnswer
)
def preview_calendar(call: Call[Preview, None]) -> Answer:
    require_region(call.actor, call.platform.settings.division)
    loaded = call.body.notice or call.body.amendment
    if loaded is None or (call.body.notice and call.body.amendment):
        raise Invalid(errors=[FieldError("", "one_of_both", "notice、amendment 须填写且只填写一项")])
    _require_shown(loaded)
    changed = what_changes(call.platform, load_overlay(call.platform.table), loaded, call.caller)
    return Answer(PreviewAnswer.model_validate(told(changed)))


@api.get("/admin/calendar", Permission.ADMINISTER, "查看已导入的放假安排和重新计算的进度", answer=CalendarEntries)
def read_calendar_entries(call: Call[None, None]) -> Answer:
    require_region(call.actor, call.platform.settings.division)
    progress = {one.number: one for one in list_progress(call.platform.table)}
    overlay = load_overlay(call.platform.table)
    entries = [_entry(entry, progress[entry.number]) for entry in overlay.entries if entry.number in progress]
    return Answer(CalendarEntries(entries=entries))


def _load(call: Call[NewNotice, None] | Call[NewAmendment, None], loaded: Loaded, reason: str) -> Answer:
    _require_shown(loaded)
    receipt = load_calendar(call.platform, call.caller, loaded, reason)
    return Answer(LoadedAnswer.model_validate(receipt.facts), status=201)


def _require_shown(loaded: Loaded) -> None:
    """The texts of a notice are shown to everybody: none may have characters that nobody sees."""
    at = "/notice" if isinstance(loaded, HolidayNotice) else "/amendment"
    if errors := list(hidden_texts(loaded.model_dump(mode="json"), at)):
        raise Invalid(errors=errors)


def _entry(entry: LoadedEntry, progress: Recounting) -> EntryAnswer:
    return EntryAnswer(
        number=entry.number,
        loaded_at=entry.loaded_at,
        since=entry.since,
        by=progress.by,
        reason=entry.reason,
        paper=entry.paper,
        year=entry.notice.year if entry.notice else None,
        division=entry.amendment.division if entry.amendment else None,
        days=sorted(_days(entry), key=lambda day: day.date),
        recounting=RecountingAnswer.model_validate(progress.model_dump(include=set(RecountingAnswer.model_fields))),
    )


def _days(entry: LoadedEntry) -> Iterator[EntryDayAnswer]:
    for changed in entry.amendment.days if entry.amendment else ():
        yield EntryDayAnswer(date=changed.date, workday=changed.workday, name=changed.name)
    if entry.notice:
        yield from (EntryDayAnswer(date=off.date, workday=False, name=off.name) for off in entry.notice.off_days)
        yield from (EntryDayAnswer(date=day, workday=True, name=None) for day in entry.notice.makeup_workdays)
