"""The directory for staff: who speaks for a department, and on which days it has come to the hall."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.policy import Permission
from chalicelib.directory.acts.record_attendance import record_attendance
from chalicelib.directory.api.asked import OfRegion, own_directory, within_calendar
from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.organs import Contact, ContactRole
from chalicelib.directory.model.residency import missed_weeks
from chalicelib.directory.store.attendances import Attendance, list_attendances
from chalicelib.directory.store.directories import load_contacts
from chalicelib.foundation.problems import Conflict, FieldError, Invalid, NotFound
from chalicelib.http.api import Api
from chalicelib.http.bodies import Whole
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="directory")
MOST_DAYS = 366
SIX_DAYS = timedelta(days=6)


class SpeakerAnswer(BaseModel, defer_build=True):
    """Who speaks for the department; staff only."""

    role: ContactRole
    name: str
    post: str
    phone: str | None


class SpeakersAnswer(BaseModel, defer_build=True):
    items: list[SpeakerAnswer]


class NewAttendance(Whole):
    """Somebody of a non-resident department was in the hall on a day. No names: how many people are enough."""

    department: Annotated[str, Field(max_length=30, description="部门标识，如 road")]
    day: Annotated[date, Field(description="到岗日期，今天或者此前 31 天内")]
    people: Annotated[int, Field(ge=1, le=100, description="到岗人数")] = 1


class AttendanceAnswer(BaseModel, defer_build=True):
    department: str
    day: date
    people: int
    recorded_at: AwareDatetime


class AttendanceQuery(OfRegion):
    since: Annotated[date | None, Field(alias="from", description="自哪一天起，不填为今天以前 13 周")] = None
    until: Annotated[date | None, Field(alias="to", description="至哪一天，不填为今天；最长 366 天")] = None
    department: Annotated[str | None, Field(max_length=30, description="部门标识，不填为全部非常驻部门")] = None


class MissedWeek(BaseModel, defer_build=True):
    """A week in which nobody of the department came although it was due; weeks of holidays are excepted."""

    department: str
    monday: date
    workdays: int
    duty_day: date | None


class AttendanceReport(BaseModel, defer_build=True):
    """What was recorded, and the weeks without attendance (R46)."""

    recorded: list[AttendanceAnswer]
    missed: list[MissedWeek]


@api.get(
    "/directory/departments/{id}/contacts",
    Permission.READ_DIRECTORY,
    "查看部门的分管领导和联络员",
    query=OfRegion,
    answer=SpeakersAnswer,
    problems=(NotFound,),
)
def read_contacts(call: Call[None, OfRegion], id: str) -> Answer:  # noqa: A002 - as the address calls it
    directory = own_directory(call)
    if id not in directory.departments:
        raise NotFound(code="department_not_found", title="没有这个部门，请核对部门标识")
    contacts = load_contacts(call.platform.table, directory.division).get(id)
    told: list[tuple[ContactRole, Contact | None]] = []
    if contacts:
        told = [("head", contacts.head), ("leader", contacts.leader), ("liaison", contacts.liaison)]
    speakers = [SpeakerAnswer(role=role, name=one.name, post=one.post, phone=one.phone) for role, one in told if one]
    return Answer(SpeakersAnswer(items=speakers))


@api.post(
    "/directory/attendance",
    Permission.MANAGE_HALL,
    "登记非常驻部门到岗",
    body=NewAttendance,
    answer=AttendanceAnswer,
    status=201,
    problems=(NotFound, Conflict),
)
def record_attendance_of(call: Call[NewAttendance, None]) -> Answer:
    body = call.body
    receipt = record_attendance(call.platform, call.caller, body.department, body.day, body.people)
    return Answer(AttendanceAnswer.model_validate(receipt.facts), status=201)


@api.get(
    "/directory/attendance",
    Permission.READ_DIRECTORY,
    "查看非常驻部门到岗情况",
    query=AttendanceQuery,
    answer=AttendanceReport,
    problems=(NotFound,),
)
def read_attendance(call: Call[None, AttendanceQuery]) -> Answer:
    directory, query, today = own_directory(call), call.query, call.platform.now().date()
    if query.department is not None and query.department not in directory.departments:
        raise NotFound(code="department_not_found", title="没有这个部门，请核对部门标识")
    last = within_calendar(query.until or today, "/query/to")
    first = within_calendar(query.since or last - timedelta(days=90), "/query/from")
    if not 0 <= (last - first).days < MOST_DAYS:
        error = FieldError("/query/to", "period_wrong", f"应不早于起日，且最多 {MOST_DAYS} 天")
        raise Invalid(code="invalid_query", title="查询参数有误，请按提示修改", errors=[error])
    # The week of the first day counts whole.
    monday = first - timedelta(days=first.weekday())
    everything = list_attendances(call.platform.table, directory.division, monday, last)
    chosen = [one for one in everything if query.department in (None, one.department)]
    recorded = [
        AttendanceAnswer(department=one.department, day=one.day, people=one.people, recorded_at=one.recorded_at)
        for one in chosen
        if one.day >= first
    ]
    missed = _missed(call, directory, chosen, first, min(last, today))
    return Answer(AttendanceReport(recorded=recorded, missed=missed))


def _missed(
    call: Call[None, AttendanceQuery], directory: Directory, recorded: list[Attendance], first: date, last: date
) -> list[MissedWeek]:
    """A week is told if its duty day is `first` or later, or one of its days where it has no duty day."""
    found, monday = list[MissedWeek](), first - timedelta(days=first.weekday())
    for name, record in directory.departments.items():
        if record.residency is None or call.query.department not in (None, name):
            continue
        days = [one.day for one in recorded if one.department == name]
        for week in missed_weeks(record.residency, days, monday, last, call.platform.calendar):
            if (week.duty or week.monday + SIX_DAYS) < first:
                continue
            missed = MissedWeek(department=name, monday=week.monday, workdays=week.workdays, duty_day=week.duty)
            found.append(missed)
    return found
