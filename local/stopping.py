"""Ctrl-C and SIGTERM during `make run`. Imports the standard library only, so that it is ready at once."""

import os
import signal
from collections.abc import Generator
from contextlib import contextmanager
from queue import SimpleQueue
from types import FrameType

STOPPING = "\n正在停止 …\n"
SHOW_CURSOR = "\x1b[?25h"  # the start-up spinner hides the cursor


class Stop:
    """Handles SIGINT and SIGTERM.

    While the stack starts, a signal ends the process at once: everything started so far is in memory and needs no
    clean-up. Once the stack is up, the first signal lets `wait` return, and a second one ends the process at once.
    """

    def __init__(self) -> None:
        self._orderly = False
        # `SimpleQueue.put` may be called in a signal handler; a lock or an event could deadlock there.
        self._asked: SimpleQueue[int] = SimpleQueue()

    def listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._heard)

    @contextmanager
    def in_order(self) -> Generator[None]:
        """From here on the first signal ends `wait` instead of the process."""
        self._orderly = True
        yield

    def wait(self) -> None:
        """Wait for a signal and say that the stack is stopping."""
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
    """Writes to the file descriptor: the signal may have interrupted Python inside of a `print`."""
    words = SHOW_CURSOR + STOPPING if os.isatty(1) else STOPPING
    os.write(1, words.encode())
