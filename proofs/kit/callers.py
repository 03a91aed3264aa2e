"""Who calls AWS: the function that runs, or the API that answers a request. What a test does by itself is nobody's."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

# Function, service, operation, request.
Hear = Callable[[str, str, str, Mapping[str, Any]], None]

_caller: ContextVar[str] = ContextVar("_caller", default="")
_hearing: list[Hear] = []
_beginning: list[Callable[[], None]] = []


@contextmanager
def calling(function: str) -> Generator[None]:
    """What is called inside is called by this function."""
    token = _caller.set(function)
    for begin in _beginning:
        begin()
    try:
        yield
    finally:
        _caller.reset(token)


@contextmanager
def hearing(hear: Hear, begin: Callable[[], None]) -> Generator[None]:
    """Be told of each call that a function makes. `begin` is called whenever one begins."""
    _hearing.append(hear)
    _beginning.append(begin)
    try:
        yield
    finally:
        _hearing.remove(hear)
        _beginning.remove(begin)


def called(service: str, operation: str, request: Mapping[str, Any]) -> None:
    """A call is made, or an address is signed with which somebody else will make it."""
    if _hearing and (function := _caller.get()):
        for hear in _hearing:
            hear(function, service, operation, request)
