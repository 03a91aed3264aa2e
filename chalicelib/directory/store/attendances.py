"""On which days somebody of a non-resident department was in the hall: a row for each, by day."""

from datetime import date, datetime
from typing import NamedTuple

from chalicelib.foundation import register_keys
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import ABSENT, Op, put

ATTENDED = "attendance"


class Attendance(NamedTuple):
    department: str
    day: date
    people: int
    recorded_by: str
    recorded_at: datetime


def keep_attendance(division: str, one: Attendance) -> Op:
    """Refused (label `ATTENDED`) when the day is recorded already."""
    key = register_keys.attendance(division, one.day.isoformat(), one.department)
    row = {
        **key._asdict(),
        "department": one.department,
        "day": one.day.isoformat(),
        "people": one.people,
        "recorded_by": one.recorded_by,
        "recorded_at": one.recorded_at.isoformat(),
    }
    return put(row, when=ABSENT, label=ATTENDED)


def list_attendances(table: Table, division: str, first: date, last: date) -> list[Attendance]:
    """All of these days, in their order."""
    between = register_keys.days_of_attendance(first.isoformat(), last.isoformat())
    return [
        Attendance(
            row["department"],
            date.fromisoformat(row["day"]),
            int(row["people"]),
            row["recorded_by"],
            datetime.fromisoformat(row["recorded_at"]),
        )
        for row in table.query_all(register_keys.attendance(division, "", "").pk, between=between)
    ]
