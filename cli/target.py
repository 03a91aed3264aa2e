"""Which deployment is meant: that of the environment, or the stack that `make run` has up on this machine.

Of a local stack legal time may have been moved; what is written with any other would lie where no sweeper comes.
"""

import os
from collections.abc import Collection, Generator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import httpx

from chalicelib.foundation import settings
from chalicelib.foundation.platform import Platform, wall_clock

# A profile or session of the operator's own would win over the emulator's credentials, as settings of another
# deployment would over the defaults.
PERSONAL = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN")
LOCAL = Path(__file__).parents[1] / "build" / "local.env"


class NoStack(Exception):
    """No stack runs on this machine."""


@contextmanager
def platform(
    *, local: bool, file: Path | None = None, required: Collection[str] = settings.REQUIRED_BY_OPERATORS
) -> Generator[Platform]:
    """The deployment's adapters. Raises NoStack, NotConfigured for settings that are missing or those of a developer's
    machine, and ValidationError for settings of the local stack that make no sense. `file` is that of a local stack
    beside another one, `required` are the settings that a deployment must have for the command.
    """
    before, local = dict(os.environ), local or file is not None
    if local:
        values = read(file or LOCAL)
        for name in [*PERSONAL, *(name for name in before if name.startswith(settings.PREFIX))]:
            os.environ.pop(name, None)
        os.environ.update(values)
    settings.current.cache_clear()
    try:
        chosen = settings.current() if local else settings.of_operator(required)
        now = partial(legal_time, chosen.public_url) if local else wall_clock
        now()  # a stack that was stopped by force has left its file behind
        yield Platform(chosen, now=now)
    finally:
        settings.current.cache_clear()
        os.environ.clear()
        os.environ.update(before)


def read(file: Path) -> dict[str, str]:
    """NAME=value lines, as `local.settings_file` writes them."""
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NoStack from None
    return dict(line.split("=", 1) for line in text.splitlines() if line)


def legal_time(url: str) -> datetime:
    """That of the running stack, each time: it may be moved at any moment. Raises NoStack when it does not answer."""
    try:
        with httpx.Client(base_url=url, timeout=10, trust_env=False) as client:
            return datetime.fromisoformat(client.get("/local/time").raise_for_status().json()["now"])
    except (httpx.HTTPError, KeyError, ValueError):
        raise NoStack from None
