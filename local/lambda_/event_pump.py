"""The event pump: feeds an app's functions from stream, queues and schedules, as Lambda and EventBridge do on AWS."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event
from typing import Any
from uuid import uuid4

from chalice.app import Chalice

from local.aws.emulator import LocalAws
from local.cloudformation.loader import Loaded
from local.lambda_.event_sources import Schedule, StreamSource, sources
from local.lambda_.functions import Functions
from local.lambda_.pump_loop import Loop
from local.lambda_.queue_reader import QueueReader
from local.lambda_.stream_reader import StreamReader
from local.terminal.watch import Watch

# Seconds without a change after which nothing is at work any more: a state machine between two steps cannot be seen.
SETTLED = 0.2
# Seconds after which a source is read although no change was counted, in case one ever goes uncounted.
PRECAUTION = 5.0


@dataclass(frozen=True)
class Pace:
    """How fast the sources are, in seconds.

    `idle`: how often a queue is read that waits for a failed message; its return is not counted as a change.
    `retry`: a failed message comes back after so many seconds; None keeps the queue's own visibility timeout.
    `backoff`: the pause before the first retry of a stream batch, doubled at each further one up to a second.
    `schedule`: the interval of every schedule; None keeps each one's own.
    """

    idle: float = 0.2
    retry: int | None = 1
    backoff: float = 0.05
    schedule: float | None = None


class NotQuiet(TimeoutError):
    """Something was still at work when the time was over."""


class EventPump:
    """One thread per source. The sources must exist already; `start`, then `stop`."""

    def __init__(
        self,
        app: Chalice,
        loaded: Loaded,
        aws: LocalAws,
        functions: Functions,
        pace: Pace | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._aws = aws
        self._functions = functions
        self._pace = pace or Pace()
        self._watch = watch
        found = sources(app, loaded)
        self._queues = [QueueReader(source, aws, functions, self._pace.retry) for source in found.queues]
        self._schedules = found.schedules
        self._readers = [
            *(self._stream_loop(source) for source in found.streams),
            *(self._queue_loop(reader) for reader in self._queues),
        ]
        self._held = Event()
        self._loops = [*self._readers, *(self._schedule_loop(schedule) for schedule in found.schedules)]

    def start(self) -> None:
        for loop in self._loops:
            loop.start()

    def stop(self) -> None:
        """Waits until every thread has finished the batch that it is at."""
        for loop in self._loops:
            loop.stop()
        for loop in self._loops:
            loop.join()

    def hold_schedules(self) -> None:
        """From now on no scheduled function is called by itself; `fire` calls one."""
        self._held.set()

    def release_schedules(self) -> None:
        self._held.clear()

    def fire(self, function: str) -> None:
        """Call a scheduled function now, once, in this thread."""
        if function not in {schedule.function for schedule in self._schedules}:
            raise LookupError(f"{function} has no schedule")
        self._functions.call(function, scheduled_event(self._aws))

    def drain(self, timeout: float) -> None:
        """Wait until the stream is read to its end, the queues are empty and nothing changes. Raises `NotQuiet`."""
        until = time.monotonic() + timeout
        quiet_since = seen = -1
        while (now := time.monotonic()) < until:
            if self._aws.changes.count != seen or not self._quiet():
                seen, quiet_since = self._aws.changes.count, now
            elif now - quiet_since > SETTLED:
                return
            time.sleep(0.02)
        waiting = sum(reader.waiting() for reader in self._queues)
        raise NotQuiet(f"still at work after {timeout} s; {waiting} messages in the queues")

    def _quiet(self) -> bool:
        still = all(loop.quiet for loop in self._readers)
        return still and not self._aws.changes.changing and not any(reader.waiting() for reader in self._queues)

    def _queue_loop(self, reader: QueueReader) -> Loop:
        def idle() -> float:
            return self._pace.idle if reader.expecting else PRECAUTION

        return Loop("queue", reader.step, self._aws.changes.queue(reader.queue), idle)

    def _stream_loop(self, source: StreamSource) -> Loop:
        def stopping() -> bool:
            return loop.stopping.is_set()

        reader = StreamReader(source, self._aws, self._functions, self._pace.backoff, stopping, self._watch)
        loop = Loop("stream", reader.step, self._aws.changes.table, lambda: PRECAUTION)
        return loop

    def _schedule_loop(self, schedule: Schedule) -> Loop:
        seconds = self._pace.schedule or schedule.seconds

        def tick() -> bool:
            if not loop.stopping.wait(seconds) and not self._held.is_set():
                self._functions.call(schedule.function, scheduled_event(self._aws))
            return True

        loop = Loop("schedule", tick, self._aws.changes.machines, lambda: seconds)
        return loop


def scheduled_event(aws: LocalAws) -> dict[str, Any]:
    """The event that EventBridge sends."""
    return {
        "version": "0",
        "id": str(uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": aws.account,
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "region": aws.region,
        "resources": [],
        "detail": {},
    }
