"""Which deployment is meant: that of the environment, or the stack that `make run` has up on this machine."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from chalicelib.foundation import settings
from chalicelib.foundation.platform import Platform

# A profile or session of the operator's own would win over the emulator's credentials.
PERSONAL = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN")
LOCAL = Path(__file__).parents[1] / "build" / "local.env"


class NoStack(Exception):
    """No stack runs on this machine."""


@contextmanager
def platform(*, local: bool, file: Path | None = None) -> Generator[Platform]:
    """The deployment's adapters. Raises NoStack, and ValidationError for settings that make no sense."""
    before = dict(os.environ)
    if local:
        values = read(file or LOCAL)
        for name in PERSONAL:
            os.environ.pop(name, None)
        os.environ.update(values)
    settings.current.cache_clear()
    try:
        yield Platform(settings.current())
    finally:
        settings.current.cache_clear()
        os.environ.clear()
        os.environ.update(before)


def read(file: Path) -> dict[str, str]:
    """NAME=value lines, as `local.environment` writes them."""
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NoStack from None
    return dict(line.split("=", 1) for line in text.splitlines() if line)
