"""A call made while another is under way, so that an act stays at two calls in sequence."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

_POOL = ThreadPoolExecutor(max_workers=8, thread_name_prefix="alongside")


def alongside(call: Callable[[], T]) -> "Future[T]":
    """Start a call that depends on nothing read yet; `result()` waits for it and raises what it raised."""
    return _POOL.submit(call)
