"""登记到岗: the centre records that somebody of a non-resident department was in the hall on a day (R46)."""

from datetime import date, timedelta

from chalicelib.directory.store.attendances import ATTENDED, Attendance, keep_attendance
from chalicelib.directory.store.directories import load_directory
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, FieldError, Invalid, NotFound
from chalicelib.foundation.table import Refused

LATEST = timedelta(days=31)


@act
def record_attendance(platform: Platform, caller: Caller, department: str, day: date, people: int) -> Receipt:
    """In the caller's region. NotFound for an unknown department; Invalid for a resident one, for a day to come,
    for one that is more than a month ago and for one that is no workday; Conflict when the day is recorded already.
    """
    division, today = caller.actor.region[:6], caller.at.date()
    record = load_directory(platform.table, division).departments.get(department)
    if record is None:
        raise NotFound(code="department_not_found", title="没有这个部门，请核对部门标识")
    if not today - LATEST <= day <= today:
        error = FieldError("/day", "day_not_recordable", f"应为今天或者此前 {LATEST.days} 天内的日期")
        raise Invalid(errors=[error])
    if record.residency is None or not record.residency.non_resident_on(day):
        error = FieldError("/department", "department_resident", "不是非常驻部门，不必登记到岗")
        raise Invalid(errors=[error])
    if not platform.calendar.day(day).workday:
        raise Invalid(errors=[FieldError("/day", "day_not_a_workday", "应为工作日，每周到岗按工作日计算")])
    one = Attendance(department, day, people, caller.actor.sub, caller.at)
    facts = {"department": department, "day": day.isoformat(), "people": people, "recorded_at": caller.at.isoformat()}
    receipt = Receipt(facts)
    try:
        platform.table.write(keep_attendance(division, one), *acts.record(platform, caller, receipt))
    except Refused as refusal:
        if acts.RECORD in refusal.labels or ATTENDED not in refusal.labels:
            raise
        raise Conflict(code="attendance_recorded", title="这个部门这一天的到岗已经登记") from None
    return receipt
