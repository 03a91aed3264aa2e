"""A thread of the event pump: repeats a step while there may be more to do, then waits until something has changed."""

import json
import logging
from collections.abc import Callable
from threading import Event, Thread

from botocore.exceptions import BotoCoreError, ClientError

from local.aws.changes import ChangeCounter

log = logging.getLogger("yimen.local")


class Loop:
    """`step` answers whether there may be more to do. `idle` answers how many seconds to wait if nothing changes.

    `quiet` says that what the last change gave it to do is done.
    """

    def __init__(self, name: str, step: Callable[[], bool], changes: ChangeCounter, idle: Callable[[], float]) -> None:
        self._quiet_at = -1
        self.stopping = Event()
        self._step = step
        self._changes = changes
        self._idle = idle
        self._thread = Thread(target=self._run, name=name, daemon=True)

    @property
    def quiet(self) -> bool:
        return self._quiet_at == self._changes.count

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end after its present step. `join` waits until it has."""
        self.stopping.set()
        self._changes.wake()

    def join(self) -> None:
        self._thread.join()

    def _run(self) -> None:
        while not self.stopping.is_set():
            seen = self._changes.count
            if not self._more():
                self._quiet_at = seen
                self._changes.wait(seen, self._idle())

    def _more(self) -> bool:
        self._quiet_at = -1
        try:
            return self._step()
        except (ClientError, BotoCoreError) as error:
            log.warning(json.dumps({"message": "source not read", "loop": self._thread.name, "detail": str(error)}))
            self.stopping.wait(self._idle())
            return False
