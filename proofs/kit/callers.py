"""Who calls AWS: the function that runs, or the API that answers a request. What a test does by itself is nobody's."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

# Function, service, operation, request.
Hear = Callable[[str, str, str, Mapping[str, Any]], None]

_caller: ContextVar[str] = ContextVar("_caller", default="")
_hearing: list[Hear] = []


@contextmanager
def calling(function: str) -> Generator[None]:
    """What is called inside is called by this function."""
    token = _caller.set(function)
    try:
        yield
    finally:
        _caller.reset(token)


@contextmanager
def hearing(hear: Hear) -> Generator[None]:
    """Be told of each call that a function makes."""
    _hearing.append(hear)
    try:
        yield
    finally:
        _hearing.remove(hear)


def called(service: str, operation: str, request: Mapping[str, Any]) -> None:
    """A call is made, or an address is signed with which somebody else will make it."""
    if _hearing and (function := _caller.get()):
        for hear in _hearing:
            hear(function, service, operation, request)
