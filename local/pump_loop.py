"""One thread of the event pump: a step repeated while there is work, then a wait for the signal."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread

from botocore.exceptions import BotoCoreError, ClientError

from local.signal import Signal

log = logging.getLogger("yimen.local")


@dataclass(frozen=True)
class Pace:
    """Seconds. The stack is faster than AWS where a person or a test waits for it.

    `idle`: how often a source is looked at that expects something without a signal (messages come back in silence).
    `retry`: a failed message comes back after this, at most; None keeps the queue's own visibility timeout.
    `backoff`: before the first retry of a stream batch, doubled each time up to a second.
    `schedule`: every schedule's interval; None keeps its own.
    """

    idle: float = 0.2
    retry: int | None = 1
    backoff: float = 0.05
    schedule: float | None = None


class Loop:
    """`step` answers whether it found work, `idle` how long to wait for the signal when it did not.

    `quiet` says that it has found nothing since the last change.
    """

    def __init__(self, name: str, step: Callable[[], bool], signal: Signal, idle: Callable[[], float]) -> None:
        self._quiet_at = -1
        self.stopping = Event()
        self._step = step
        self._signal = signal
        self._idle = idle
        self._thread = Thread(target=self._run, name=name, daemon=True)

    @property
    def quiet(self) -> bool:
        return self._quiet_at == self._signal.count

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end after its present step; `join` waits for that."""
        self.stopping.set()
        self._signal.tell()

    def join(self) -> None:
        self._thread.join()

    def _run(self) -> None:
        while not self.stopping.is_set():
            seen = self._signal.count
            if not self._worked():
                self._quiet_at = seen
                self._signal.wait(seen, self._idle())

    def _worked(self) -> bool:
        self._quiet_at = -1
        try:
            return self._step()
        except (ClientError, BotoCoreError) as error:
            log.warning(json.dumps({"message": "source not read", "loop": self._thread.name, "detail": str(error)}))
            self.stopping.wait(self._idle())
            return False
