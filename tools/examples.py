"""The examples of the API description, recorded from stories that are played in memory.

`python -m tools.examples` writes the file, `python -m tools.examples --check` fails where it is not what is recorded.
"""

import sys

from chalicelib.http.documentation.recorded import FILE
from proofs.examples.recorder import written
from proofs.examples.stories import recorded


def main(arguments: list[str]) -> int:
    """Write the file, or say with exit status 1 that the one on disk is another."""
    wanted = written(recorded())
    if "--check" not in arguments:
        FILE.write_text(wanted, "utf-8")
        return 0
    if FILE.is_file() and FILE.read_text("utf-8") == wanted:
        print(f"examples: {len(wanted.encode()) // 1000} kB, as recorded")
        return 0
    print(f"{FILE.name} is not what the app answers now: run `make fmt`")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
