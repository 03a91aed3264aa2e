"""The one clock of tests, soaks and fault runs: it shows what it was moved to by hand."""

from datetime import datetime, timedelta

from chalicelib.foundation.platform import SHANGHAI

TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)
TICK = timedelta(milliseconds=1)
NEVER = timedelta()


class Clock:
    """Legal or wall time. Every look at it is a `tick` later, as no two acts share a moment; `tick=NEVER` stands still.

    `moved` tells whether somebody has moved it since it was made.
    """

    def __init__(self, at: datetime = TUESDAY, *, tick: timedelta = TICK) -> None:
        self.at = at
        self.moved = False
        self._tick = tick

    def __call__(self) -> datetime:
        self.at += self._tick
        return self.at

    def pass_time(self, much: timedelta = NEVER, **more: float) -> None:
        """Go on by `much`, or by `days=`, `minutes=`, `seconds=` as `timedelta` takes them."""
        self.move_to(self.at + much + timedelta(**more))

    def move_to(self, at: datetime) -> None:
        self.at, self.moved = at, True
