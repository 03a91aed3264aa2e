"""Ctrl-C at any moment of `make run`: at once until everything is up, then in order. Imports next to nothing."""

import os
import signal
from collections.abc import Generator
from contextlib import contextmanager
from queue import SimpleQueue
from types import FrameType

STOPPING = "\n正在停止 …\n"
SHOW_CURSOR = "\x1b[?25h"  # the spinner has hidden it


class Stop:
    """SIGINT and SIGTERM. What a half-started stack has is in memory only, so that it can end where it stands."""

    def __init__(self) -> None:
        self._orderly = False
        # The one thing that may be put into from a signal handler without the risk of a deadlock.
        self._asked: SimpleQueue[int] = SimpleQueue()

    def listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._heard)

    @contextmanager
    def in_order(self) -> Generator[None]:
        """From here on the first signal only ends `wait`; a second one still ends the process."""
        self._orderly = True
        yield

    def wait(self) -> None:
        self._asked.get()
        tell()

    def _heard(self, number: int, _frame: FrameType | None) -> None:
        if self._orderly:
            self._orderly = False
            self._asked.put(number)
            return
        tell()
        os._exit(0)


def tell() -> None:
    """Past Python's buffers, which a signal may have found in the middle of a line."""
    words = SHOW_CURSOR + STOPPING if os.isatty(1) else STOPPING
    os.write(1, words.encode())
