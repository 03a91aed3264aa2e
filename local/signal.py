"""Something changed: the front tells it, the event pump waits for it. It saves the pump from polling an idle stack."""

import threading
from collections.abc import Generator
from contextlib import contextmanager


class Signal:
    """A counter of changes that one can wait on."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0
        self._changing = 0

    @property
    def count(self) -> int:
        return self._count

    @property
    def changing(self) -> bool:
        """Whether a change is being made right now."""
        return self._changing > 0

    def tell(self) -> None:
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    @contextmanager
    def change(self) -> Generator[None]:
        """Hold this around a change: it is told when done."""
        with self._changed:
            self._changing += 1
        try:
            yield
        finally:
            with self._changed:
                self._changing -= 1
                self._count += 1
                self._changed.notify_all()

    def wait(self, seen: int, seconds: float) -> int:
        """Wait until the count is not `seen`, at most `seconds`; answers the count."""
        with self._changed:
            self._changed.wait_for(lambda: self._count != seen, timeout=seconds)
            return self._count


class Signals:
    """One signal per kind of change, so that a write to the table does not make anybody look into the queues."""

    def __init__(self) -> None:
        self.table = Signal()
        self.queues = Signal()
        self.machines = Signal()

    @property
    def count(self) -> int:
        return self.table.count + self.queues.count + self.machines.count

    @property
    def changing(self) -> bool:
        return self.table.changing or self.queues.changing or self.machines.changing
