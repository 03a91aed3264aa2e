"""How fast a run starts state machines, so that what is left over takes no room from what happens now.

Step Functions takes 300 new executions a second of an account, in some regions 150, and a million open ones. Beyond
that it refuses, and each refused call takes its place among the others. So a run that was refused once starts none any
more. What it leaves stays pending for a later run.
"""

import hashlib
import threading
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta

from chalicelib.foundation.failures import is_passing

# The most rows of one shard for which one run of the reconciler starts or wakes machines: 8 shards make 67 a second.
OF_ONE_RUN = 500
# A row that was refused is tried again after this time, at the latest twice as long after its refusal.
PAUSE = timedelta(minutes=1)


class HeldBack(Exception):
    """The machine was neither started nor woken, because Step Functions has no room now. Nothing has failed."""


class Pace:
    """The pace of one run, which several threads may share. It starts or wakes `most` machines; None: any number."""

    def __init__(self, most: int | None = None) -> None:
        self._left, self._refused, self._lock = most, False, threading.Lock()

    @contextmanager
    def kept(self) -> Generator[None]:
        """Start or wake one machine inside. Raises HeldBack when this run is to start none any more."""
        with self._lock:
            if self._refused or self._left == 0:
                raise HeldBack
            if self._left is not None:
                self._left -= 1
        try:
            yield
        except Exception as failure:  # raised again: the pace only learns whether AWS has no room
            self._refused = self._refused or is_passing(failure)
            raise


def pause_of(row: str) -> timedelta:
    """How long a refused row waits. Rows wait for different times, so that they do not come back at the same moment."""
    part = int.from_bytes(hashlib.sha256(row.encode()).digest()[:4]) / 2**32
    return PAUSE * (1 + part)
