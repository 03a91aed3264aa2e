"""Calls that run at the same time, in threads: so an act waits for two AWS calls in sequence at most.

There are two pools. Pieces of work, such as the acts of alarms, run on `_WORKERS`, and each may make calls alongside on
`_POOL`. A piece of work never waits for another one on the same pool, so they cannot all wait for each other.
"""

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

WORKERS = 8
_POOL = ThreadPoolExecutor(max_workers=16, thread_name_prefix="alongside")
_WORKERS = ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="work")


def alongside(call: Callable[[], T]) -> "Future[T]":
    """Start a call that needs nothing which is still to be read. `result()` waits for it and raises what it raised."""
    return _POOL.submit(call)


@contextmanager
def meanwhile(call: Callable[[], T]) -> "Generator[Future[T]]":
    """Run a call while the block runs. The block does not end before the call has ended.

    Lambda freezes a process that has answered. A call that still ran then would go on during a later request.
    """
    started = alongside(call)
    try:
        yield started
    finally:
        wait([started])


RunAll = Callable[[Iterable[Callable[[], T]]], list[T]]
"""How several calls are run: `one_after_the_other`, `in_parallel` or, as pieces of work, `at_work`. The answers are
in the order of the calls.
"""


def one_after_the_other(calls: Iterable[Callable[[], T]]) -> list[T]:
    return [call() for call in calls]


def in_parallel(calls: Iterable[Callable[[], T]]) -> list[T]:
    """When calls fail, the first exception is raised, but only after every call has ended."""
    return _all_of([alongside(call) for call in calls])


def at_work(pieces: Iterable[Callable[[], T]]) -> list[T]:
    """Like `in_parallel`, but at most `WORKERS` at a time, and each may itself make calls in parallel."""
    return _all_of([_WORKERS.submit(piece) for piece in pieces])


def _all_of(started: "list[Future[T]]") -> list[T]:
    wait(started)
    return [future.result() for future in started]
