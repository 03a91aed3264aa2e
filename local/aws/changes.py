"""Counts changes in the emulator, so that the event pump waits for the next one instead of polling an idle stack."""

import threading
from collections.abc import Generator
from contextlib import contextmanager


class ChangeCounter:
    """Changes of one kind."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0
        self._changing = 0

    @property
    def count(self) -> int:
        return self._count

    @property
    def changing(self) -> bool:
        """Whether a change is under way."""
        return self._changing > 0

    @contextmanager
    def change(self) -> Generator[None]:
        """Hold this around a change. It is counted at the end of the block."""
        with self._changed:
            self._changing += 1
        try:
            yield
        finally:
            with self._changed:
                self._changing -= 1
                self._count += 1
                self._changed.notify_all()

    def wait(self, seen: int, seconds: float) -> None:
        """Wait until the count is no longer `seen`, at most so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._count != seen, timeout=seconds)

    def wake(self) -> None:
        """Let all who wait look again, as if there had been a change."""
        with self._changed:
            self._count += 1
            self._changed.notify_all()


class Changes:
    """A counter for the table, one for each queue, one for machines and functions: each wakes its own readers only."""

    def __init__(self) -> None:
        self.table = ChangeCounter()
        self.machines = ChangeCounter()
        self._queues: dict[str, ChangeCounter] = {}

    def queue(self, name: str) -> ChangeCounter:
        return self._queues.setdefault(name, ChangeCounter())

    @property
    def count(self) -> int:
        return sum(counter.count for counter in self._all())

    @property
    def changing(self) -> bool:
        return any(counter.changing for counter in self._all())

    def _all(self) -> list[ChangeCounter]:
        return [self.table, self.machines, *self._queues.values()]
