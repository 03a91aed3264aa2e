"""The work calendar in force: the published one, with what administrators have loaded over it.

A process reads the one row of what was loaded every five minutes of real time. An entry holds from a moment that is
later than that (`operations/model/calendar.py`), so every process counts by the same calendar at the same time.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chalicelib.clock.calendar import WorkCalendar
from chalicelib.foundation import register_keys
from chalicelib.foundation.table import Table

if TYPE_CHECKING:
    from chalicelib.clock.overlay import Overlay
    from chalicelib.foundation.platform import Platform

FRESH = timedelta(minutes=5)
# What the alarm calls when an entry begins to hold.
RECOUNTING = "calendar"


class Calendars:
    """Answers which calendar is in force at this legal time."""

    def __init__(self, place: "Platform") -> None:
        self._place = place
        self.forget()

    def forget(self) -> None:
        """Read the row again when somebody asks next."""
        self._read_at: datetime | None = None
        self._overlay: Overlay | None = None
        self._version, self._calendar = 0, WorkCalendar()

    def in_force(self) -> WorkCalendar:
        """The same object as long as nothing has changed. One read in five minutes."""
        wall = self._place.wall()
        if self._read_at is None or wall - self._read_at >= FRESH:
            self._overlay, self._read_at = loaded_overlay(self._place.table), wall
        if self._overlay is None:
            return self._calendar
        now = self._place.now()
        if (version := self._overlay.version_at(now)) != self._version:
            self._version, self._calendar = version, self._overlay.calendar_at(now, self._place.settings.division)
        return self._calendar


def loaded_overlay(table: Table) -> "Overlay | None":
    """What was loaded over the published calendar; None before the first entry."""
    row = table.get(register_keys.loaded_calendar())
    if row is None:
        return None
    from chalicelib.clock.overlay import Overlay  # most deployments start before anything was loaded

    return Overlay.model_validate_json(row["document"])
