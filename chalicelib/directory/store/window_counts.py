"""What windows with a system of their own have reported: a row for each day, which a later report replaces."""

from datetime import date, datetime

from chalicelib.directory.model.special_windows import WindowCount
from chalicelib.foundation import register_keys
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op, put


def keep_count(division: str, one: WindowCount) -> Op:
    key = register_keys.window_count(division, one.day.isoformat(), one.window)
    row = {
        **key._asdict(),
        "window": one.window,
        "day": one.day.isoformat(),
        "received": one.received,
        "finished": one.finished,
        "state": one.state,
        "reported_at": one.reported_at.isoformat(),
    }
    return put(row)


def list_counts(table: Table, division: str, first: date, last: date) -> list[WindowCount]:
    """All of these days, in their order."""
    between = register_keys.days_of_attendance(first.isoformat(), last.isoformat())
    return [
        WindowCount(
            row["window"],
            date.fromisoformat(row["day"]),
            int(row["received"]),
            int(row["finished"]),
            row["state"],
            datetime.fromisoformat(row["reported_at"]),
        )
        for row in table.query_all(register_keys.window_count(division, "", "").pk, between=between)
    ]
