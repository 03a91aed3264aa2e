"""The running stack's settings as a file, so that the operators' command finds it with `--local`."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from chalicelib.foundation.settings import PREFIX, Settings
from local.aws import CREDENTIALS, unproxied

FILE = Path(__file__).parents[1] / "build" / "local.env"


@contextmanager
def written(settings: Settings, file: Path = FILE) -> Generator[None]:
    """NAME=value lines, there while the stack runs; of several stacks the one started last has the file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{name}={value}\n" for name, value in variables(settings).items())
    file.write_text(lines, encoding="utf-8")
    try:
        yield
    finally:
        if file.exists() and file.read_text(encoding="utf-8") == lines:
            file.unlink()


def variables(settings: Settings) -> dict[str, str]:
    """What differs from the defaults, the emulator's credentials, and the way past any proxy."""
    given = settings.model_dump(exclude_defaults=True)
    named = {f"{PREFIX}{name.upper()}": spelled(value) for name, value in given.items()}
    return {
        **named,
        "AWS_ACCESS_KEY_ID": CREDENTIALS.access_key,
        "AWS_SECRET_ACCESS_KEY": CREDENTIALS.secret_key,
        **unproxied(),
    }


def spelled(value: object) -> str:
    return ",".join(cast("tuple[str, ...]", value)) if isinstance(value, tuple) else str(value)
