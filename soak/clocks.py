"""Clocks that are moved by hand."""

from datetime import datetime, timedelta

from chalicelib.foundation.platform import SHANGHAI

TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)


class Clock:
    """Every look is a millisecond later, as no two acts share a moment."""

    def __init__(self, at: datetime = TUESDAY) -> None:
        self.at = at

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at

    def pass_time(self, much: timedelta) -> None:
        self.at += much
