"""The event pump: feeds an app's handlers from the stream, the queues and the schedules, as AWS would."""

import time
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from chalice.app import Chalice

from local.aws import LocalAws
from local.invocation import Functions
from local.loader import Loaded
from local.pump_loop import Loop, Pace
from local.pump_queue import QueueReader
from local.pump_sources import Schedule, StreamSource, sources
from local.pump_stream import StreamReader

# How long nothing may have moved before the stack counts as quiet: a state machine between two steps leaves no trace.
SETTLED = 0.2
# How often a source is looked at although nothing was signalled and nothing is expected: a precaution. Seconds.
RARELY = 1.0


class NotQuiet(TimeoutError):
    """The stack was still at work when the time was over."""


class Pump:
    """One thread per source. Make it after the resources are loaded; `start`, then `stop`."""

    def __init__(
        self, app: Chalice, loaded: Loaded, aws: LocalAws, functions: Functions, pace: Pace | None = None
    ) -> None:
        self._aws = aws
        self._functions = functions
        self._pace = pace or Pace()
        found = sources(app, loaded)
        self._queues = [QueueReader(source, aws, functions, self._pace.retry) for source in found.queues]
        self._schedules = found.schedules
        self._feeds = [
            *(self._stream_loop(source) for source in found.streams),
            *(self._queue_loop(reader) for reader in self._queues),
        ]
        self._clocks = [self._schedule_loop(schedule) for schedule in found.schedules]

    def start(self) -> None:
        for loop in (*self._feeds, *self._clocks):
            loop.start()

    def stop(self) -> None:
        """Let every thread finish the batch it has in hand."""
        for loop in (*self._feeds, *self._clocks):
            loop.stop()
        for loop in (*self._feeds, *self._clocks):
            loop.join()

    def fire(self, function: str) -> None:
        """Call a scheduled function now, once, in this thread."""
        if function not in {schedule.function for schedule in self._schedules}:
            raise LookupError(f"{function} has no schedule")
        self._functions.call(function, scheduled_event(self._aws))

    def drain(self, timeout: float) -> None:
        """Wait until the stream is read to its end, the queues are empty and nothing moves. Raises `NotQuiet`."""
        until = time.monotonic() + timeout
        quiet_since = seen = -1
        while (now := time.monotonic()) < until:
            if self._aws.signals.count != seen or not self._quiet():
                seen, quiet_since = self._aws.signals.count, now
            elif now - quiet_since > SETTLED:
                return
            time.sleep(0.02)
        waiting = sum(reader.waiting() for reader in self._queues)
        raise NotQuiet(f"still at work after {timeout} s; {waiting} messages in the queues")

    def _quiet(self) -> bool:
        still = all(loop.quiet for loop in self._feeds)
        return still and not self._aws.signals.changing and not any(reader.waiting() for reader in self._queues)

    def _queue_loop(self, reader: QueueReader) -> Loop:
        def idle() -> float:
            return self._pace.idle if reader.expecting else RARELY

        return Loop("queue", reader.step, self._aws.signals.queues, idle)

    def _stream_loop(self, source: StreamSource) -> Loop:
        def stopping() -> bool:
            return loop.stopping.is_set()

        reader = StreamReader(source, self._aws, self._functions, self._pace.backoff, stopping)
        loop = Loop("stream", reader.step, self._aws.signals.table, lambda: RARELY)
        return loop

    def _schedule_loop(self, schedule: Schedule) -> Loop:
        seconds = self._pace.schedule or schedule.seconds

        def tick() -> bool:
            if not loop.stopping.wait(seconds):
                self._functions.call(schedule.function, scheduled_event(self._aws))
            return True

        loop = Loop("schedule", tick, self._aws.signals.machines, lambda: seconds)
        return loop


def scheduled_event(aws: LocalAws) -> dict[str, Any]:
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
