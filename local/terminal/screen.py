"""The console that commands write to."""

import os
from collections.abc import Mapping
from typing import IO, Any

from rich.console import Console
from rich.text import Text

# What commands a terminal (C0, DEL, C1) or turns the direction of writing: shown, so that a file that somebody else
# wrote can do neither. Ends of lines and tabulators stay.
COMMANDS = {*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)} - {0x09, 0x0A}
SHOWN = {code: f"\\u{code:04x}" for code in COMMANDS}


class PlainConsole(Console):
    """Prints no control character of a text as such."""

    def render_str(self, text: str, **options: Any) -> Text:
        return super().render_str(text.translate(SHOWN), **options)


def make_console(file: IO[str] | None = None, environ: Mapping[str, str] = os.environ) -> Console:
    """With NO_COLOR the terminal is written to like a file: no colour, no bold or dim letters, nothing that moves.

    Rich itself leaves only the colours out.
    """
    return PlainConsole(file=file, force_terminal=False if environ.get("NO_COLOR") else None)
