"""The examples of the API description, recorded from stories that are played in memory.

`python -m tools.examples` writes the file, `python -m tools.examples --check` fails where it is not what is recorded.
"""

import sys
from collections.abc import Sequence

from chalicelib.http.documentation.recorded import FILE
from proofs.examples.recorder import written
from proofs.examples.stories import recorded
from tools.made_files import takes_check, write_or_compare


@takes_check
def main(arguments: Sequence[str]) -> int:
    wanted = written(recorded())
    return write_or_compare({FILE: wanted}, arguments, f"examples: {len(wanted.encode()) // 1000} kB, as recorded")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
