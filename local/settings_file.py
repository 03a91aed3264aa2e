"""Writes the running stack's settings to `build/local.env`, where `bin/yimen --local` reads them.

A stack beside a living one has a file of its own, which `bin/yimen --local-settings` takes.
"""

import socket
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from chalicelib.foundation.settings import PREFIX, Settings
from local.aws.emulator import CREDENTIALS
from local.aws.environment import no_proxy
from local.web_server import LOOPBACK

ENDPOINT = f"{PREFIX}ENDPOINT"
FILE = Path(__file__).parents[1] / "build" / "local.env"


@contextmanager
def written(settings: Settings, file: Path = FILE) -> Generator[Path]:
    """NAME=value lines, for the time of the block. Yields the file that has them.

    The file of another stack that still answers is left alone: this one's is called after its port.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and answers(file.read_text(encoding="utf-8")):
        file = file.with_name(f"{file.stem}-{urlsplit(settings.public_url).port}{file.suffix}")
    lines = "".join(f"{name}={value}\n" for name, value in variables(settings).items())
    file.write_text(lines, encoding="utf-8")
    try:
        yield file
    finally:
        if file.exists() and file.read_text(encoding="utf-8") == lines:
            file.unlink()


def answers(lines: str) -> bool:
    """Whether the emulator of the stack that wrote these lines still takes connections."""
    values = dict(line.split("=", 1) for line in lines.splitlines() if "=" in line)
    port = urlsplit(values.get(ENDPOINT, "")).port
    if port is None:
        return False
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1):
            return True
    except OSError:
        return False


def variables(settings: Settings) -> dict[str, str]:
    """The settings that differ from the defaults, the emulator's credentials, and no proxy for this machine."""
    given = settings.model_dump(exclude_defaults=True)
    named = {f"{PREFIX}{name.upper()}": as_text(value) for name, value in given.items()}
    return {
        **named,
        "AWS_ACCESS_KEY_ID": CREDENTIALS.access_key,
        "AWS_SECRET_ACCESS_KEY": CREDENTIALS.secret_key,
        **no_proxy(),
    }


def as_text(value: object) -> str:
    return ",".join(cast("tuple[str, ...]", value)) if isinstance(value, tuple) else str(value)
