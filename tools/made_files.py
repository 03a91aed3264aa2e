"""Files that are made from the code: written by `make fmt`, compared by `make check`."""

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path

Main = Callable[[Sequence[str]], int]


def takes_check(main: Main) -> Main:
    """A program whose only option is `--check`. What else it is given is refused before it begins its work."""

    @wraps(main)
    def asked(arguments: Sequence[str]) -> int:
        if wrong := [argument for argument in arguments if argument != "--check"]:
            print(f"--check is the only option, not {' '.join(wrong)}", file=sys.stderr)
            return 2
        return main(arguments)

    return asked


def write_or_compare(wanted: Mapping[Path, str], arguments: Sequence[str], same: str) -> int:
    """Write each file, or with `--check` say `same`, or which files are not what is wanted. Answers the exit status."""
    if "--check" not in arguments:
        for file, text in wanted.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return 0
    stale = [file.name for file, text in wanted.items() if not file.is_file() or file.read_text("utf-8") != text]
    print(f"{', '.join(stale)} is not what the code says: run `make fmt`" if stale else same)
    return 1 if stale else 0
