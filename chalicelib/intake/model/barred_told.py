"""What the window is told when it receives an application that an earlier decision forbids (行政许可法78, 79). Pure."""

from collections.abc import Iterable
from typing import Protocol

from pydantic import JsonValue

FORBIDDEN = "受理窗口应当在五个工作日内以此不予受理（ground 为 barred）；逾期视为受理的，部门仍然不得准予"


class SaysBar(Protocol):
    @property
    def says(self) -> str: ...


def barred_told(bars: Iterable[SaysBar]) -> list[JsonValue]:
    """A warning for each of them: receipt is no acceptance, so that nothing is refused yet."""
    return [{"code": "application_barred", "message": f"{bar.says}。{FORBIDDEN}"} for bar in bars]
