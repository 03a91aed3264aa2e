"""How the local stack replaces a function of the emulator: by name, checked first, and put back afterwards."""

import importlib
import inspect
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any


class SeamMoved(RuntimeError):
    """The emulator no longer has what we replace, or it takes other arguments: read its release notes."""


@contextmanager
def replaced(
    module: str, owner: str, name: str, make: Callable[[Any], Any], *, takes: tuple[str, ...]
) -> Generator[None]:
    """`owner.name` becomes `make(original)`. `owner` is a class of the module, or empty for the module itself."""
    target: Any = importlib.import_module(module)
    if owner:
        target = getattr(target, owner, None)
    original: Any = getattr(target, name, None)
    place = f"{module}.{owner}.{name}".replace("..", ".")
    if original is None:
        raise SeamMoved(f"{place} is gone")
    found = tuple(inspect.signature(original).parameters)
    if found != takes:
        raise SeamMoved(f"{place} takes {found}, expected {takes}")
    setattr(target, name, make(original))
    try:
        yield
    finally:
        setattr(target, name, original)
