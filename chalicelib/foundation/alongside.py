"""Calls made while others are under way: an act stays at two in sequence, and one that hangs holds up no other."""

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

_POOL = ThreadPoolExecutor(max_workers=16, thread_name_prefix="alongside")


def alongside(call: Callable[[], T]) -> "Future[T]":
    """Start a call that depends on nothing read yet; `result()` waits for it and raises what it raised."""
    return _POOL.submit(call)


@contextmanager
def meanwhile(call: Callable[[], T]) -> "Generator[Future[T]]":
    """A call that runs while the block does; the block never ends before it.

    Lambda freezes a process that has answered: what still ran then would go on in the middle of a later request.
    """
    started = alongside(call)
    try:
        yield started
    finally:
        wait([started])


Together = Callable[[Iterable[Callable[[], T]]], list[T]]


def one_after_the_other(calls: Iterable[Callable[[], T]]) -> list[T]:
    return [call() for call in calls]


def at_once(calls: Iterable[Callable[[], T]]) -> list[T]:
    """All answers, in the order of the calls; the first exception only after every call has ended."""
    started = [alongside(call) for call in calls]
    wait(started)
    return [future.result() for future in started]
