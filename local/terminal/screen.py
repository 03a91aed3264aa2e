"""The console that commands write to."""

import os
from collections.abc import Mapping
from typing import IO

from rich.console import Console


def make_console(file: IO[str] | None = None, environ: Mapping[str, str] = os.environ) -> Console:
    """With NO_COLOR the terminal is written to like a file: no colour, no bold or dim letters, nothing that moves.

    Rich itself leaves only the colours out.
    """
    return Console(file=file, force_terminal=False if environ.get("NO_COLOR") else None)
