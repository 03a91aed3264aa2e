"""Joins the parts of HanaMinB, which npm carries as 63 files for browsers, to the one file that the typesetter reads.

`join.py PACKAGE FILE` runs in an environment of its own, with fontTools and nothing of ours. The same parts give the
same bytes.
"""

import importlib
import os
import sys
from pathlib import Path
from typing import Any

PARTS = "HanaMinB.*.woff2"
MADE = "1504483200"  # the day of this version of the font, 2017-09-04


def main(arguments: list[str]) -> int:
    package, file = map(Path, arguments)
    parts = sorted(str(part) for part in package.glob(PARTS))
    if not parts:
        print(f"{package} has no part of the font", file=sys.stderr)
        return 1
    os.environ["SOURCE_DATE_EPOCH"] = MADE
    merge: Any = importlib.import_module("fontTools.merge")
    whole = merge.Merger().merge(parts)
    whole.flavor = None
    file.parent.mkdir(parents=True, exist_ok=True)
    whole.save(file.with_suffix(".part"))
    file.with_suffix(".part").replace(file)
    print(f"{file}: {file.stat().st_size / 1e6:.0f} MB of {len(parts)} parts")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
