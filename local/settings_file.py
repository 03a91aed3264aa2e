"""Writes the running stack's settings to `build/local.env`, where `bin/yimen --local` reads them."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from chalicelib.foundation.settings import PREFIX, Settings
from local.aws.emulator import CREDENTIALS
from local.aws.environment import no_proxy

FILE = Path(__file__).parents[1] / "build" / "local.env"


@contextmanager
def written(settings: Settings, file: Path = FILE) -> Generator[None]:
    """NAME=value lines, for the time of the block. If two stacks run, the file is that of the one started last."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{name}={value}\n" for name, value in variables(settings).items())
    file.write_text(lines, encoding="utf-8")
    try:
        yield
    finally:
        if file.exists() and file.read_text(encoding="utf-8") == lines:
            file.unlink()


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
