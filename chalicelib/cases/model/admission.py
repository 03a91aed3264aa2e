"""How many submissions are let in while more come than the deployment was made for. Pure: time and chance come in.

Every submission draws a serial of its division's day, one counter for all processes. So what a process sees of it, the
serial and the moment of each of its own draws, tells how many submissions all processes together let in: no call is
made for it, and no row kept. Each process lets in a share of what comes to it, and moves the share until all together
let in as many as they should.
"""

from datetime import datetime
from math import ceil

MEASURED_SECONDS = 1.0  # over at least so long the draws are counted
LEAST_SHARE = 0.005
QUIET_SECONDS = 2.0  # who sees no draw for so long doubles its share: the peak may be over
LONGEST_WAIT = 30  # seconds


class Admission:
    """Of one process. `rate` is submissions a second of the whole deployment; 0 lets everybody in."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._since: tuple[datetime, int] | None = None
        self._moved: datetime | None = None
        self.share = 1.0

    def admits(self, at: datetime, chance: float) -> bool:
        """`chance` is drawn anew for each request, from 0 up to 1."""
        if self._rate == 0 or self.share >= 1.0:
            return True
        quiet = (at - self._moved).total_seconds() if self._moved else 0.0
        if quiet >= QUIET_SECONDS:
            self._move(self.share * 2, at)
        return chance < self.share

    def drew(self, serial: int, at: datetime) -> None:
        """This process has let a submission in, and drawn this serial for it."""
        if self._since is None or serial < self._since[1]:  # a new day begins with 1
            self._since = at, serial
            return
        begun, first = self._since
        seconds = (at - begun).total_seconds()
        if seconds < MEASURED_SECONDS:
            return
        self._since = at, serial
        if self._rate and seconds < 2 * QUIET_SECONDS:
            let_in = max(1, serial - first) / seconds
            # Not more than twice as many at once: other processes move theirs at the same time.
            self._move(self.share * min(2.0, self._rate / let_in), at)
        elif seconds >= 2 * QUIET_SECONDS:
            self._move(1.0, at)

    def wait(self, chance: float) -> int:
        """Seconds after which who was not let in comes again: the fewer are let in, the further they are spread."""
        return 1 + int(chance * min(LONGEST_WAIT - 1, ceil(2 / self.share)))

    def _move(self, share: float, at: datetime) -> None:
        self.share = min(1.0, max(LEAST_SHARE, share))
        self._moved = at
