"""Replaces a function inside of moto for a while, after a look whether it is still the function we mean."""

import importlib
import inspect
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any


class MotoChanged(RuntimeError):
    """This version of moto lacks the function that we replace, or the function takes other arguments.

    Read moto's release notes before the replacement is adapted.
    """


@contextmanager
def replaced(
    module: str, owner: str, name: str, make: Callable[[Any], Any], *, takes: tuple[str, ...]
) -> Generator[None]:
    """`owner.name` becomes `make(original)`. `owner` is a class of the module, or empty for the module itself.

    `takes` are the parameters that the original must have.
    """
    target: Any = importlib.import_module(module)
    if owner:
        target = getattr(target, owner, None)
    original: Any = getattr(target, name, None)
    place = f"{module}.{owner}.{name}".replace("..", ".")
    if original is None:
        raise MotoChanged(f"{place} is gone")
    found = tuple(inspect.signature(original).parameters)
    if found != takes:
        raise MotoChanged(f"{place} takes {found}, expected {takes}")
    setattr(target, name, make(original))
    try:
        yield
    finally:
        setattr(target, name, original)
