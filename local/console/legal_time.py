"""Legal time that can be moved forward. Deadlines and alarms follow it; tokens, signatures and TTLs keep real time."""

from datetime import datetime, time, timedelta
from threading import Lock

from chalicelib.clock import WorkCalendar, count_term
from chalicelib.foundation.platform import SHANGHAI, wall_clock

FARTHEST = timedelta(days=3660)


class Backwards(ValueError):
    """Legal time may not be moved back: later events of a case would bear earlier times."""


class LegalTime:
    """Real time plus an offset that only grows. It may begin in the past."""

    def __init__(self, begins: datetime | None = None) -> None:
        self._offset = min(begins - wall_clock(), timedelta()) if begins else timedelta()
        self._lock = Lock()

    def now(self) -> datetime:
        return wall_clock() + self._offset

    def move_to(self, instant: datetime) -> datetime:
        """Raises Backwards for an instant that has passed, ValueError for one beyond ten years."""
        with self._lock:
            step = instant - self.now()
            if step < timedelta():
                raise Backwards
            if self._offset + step > FARTHEST:
                raise ValueError(f"legal time can be at most {FARTHEST.days} days ahead")
            self._offset += step
            return self.now()

    def arrive(self) -> None:
        """Legal time is real time from now on, if it was in the past."""
        with self._lock:
            self._offset = max(self._offset, timedelta())

    def move_workdays(self, workdays: int, calendar: WorkCalendar) -> datetime:
        """To the same time of day, rounded up to the next second, so many workdays from now."""
        here = self.now()
        day = count_term(here.date(), workdays, "workday", (), 0, calendar).due
        return self.move_to(
            datetime.combine(day, time(here.hour, here.minute, here.second), SHANGHAI) + timedelta(seconds=1)
        )
