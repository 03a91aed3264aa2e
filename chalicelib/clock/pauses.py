"""Days that belong to no term (行政许可法 45)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter


@dataclass(frozen=True, slots=True)
class Pause:
    """A special procedure: the days d with start < d <= end belong to no term."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("a pause cannot end before it starts")


_BY_START = attrgetter("start")


def merge_pauses(pauses: Sequence[Pause]) -> tuple[Pause, ...]:
    """The same excluded days as the fewest pauses, in order; a pause that excludes no day is left out."""
    merged: list[Pause] = []
    for pause in sorted([pause for pause in pauses if pause.start < pause.end], key=_BY_START):
        if merged and pause.start <= merged[-1].end:
            merged[-1] = Pause(merged[-1].start, max(merged[-1].end, pause.end))
        else:
            merged.append(pause)
    return tuple(merged)
