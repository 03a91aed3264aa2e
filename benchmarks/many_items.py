"""A generated catalogue of thousands of items, imported whole by the command: units, time and memory. SYNTHETIC.

`python -m benchmarks.many_items --items 5000` prints one line for each run. The items are those of the demonstration,
again and again under new codes, without prerequisites. The memory has the table in memory in it, as soon as something
is written.
"""

import argparse
import io
import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console

from cli import imports
from local.catalogues import CITY_DIVISION, catalogue_of
from proofs.kit.world import World


def generated(count: int) -> dict[str, Any]:
    """An import document with so many items, each with codes of its own."""
    city = catalogue_of(CITY_DIVISION)
    items = city["items"]
    made = [_again(items[number % len(items)], number) for number in range(count)]
    return {"place": city["place"], "departments": city["departments"], "items": made}


def _again(item: Mapping[str, Any], number: int) -> dict[str, Any]:
    basic = f"{item['basic_code_SYNTHETIC'][:6]}{number:06d}"
    codes = {
        "id": f"YM-{'ABCDEFGHIJ'[number // 10_000]}{number % 10_000:04d}",
        "basic_code_SYNTHETIC": basic,
        "implementing_code_SYNTHETIC": f"{item['implementing_code_SYNTHETIC'][:19]}{basic}",
    }
    return {**item, **codes, "prerequisites": []}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=5000)
    parser.add_argument("--write", metavar="FILE", help="only write the generated file")
    options = parser.parse_args(arguments)
    raw = json.dumps(generated(options.items), ensure_ascii=False).encode()
    if options.write:
        Path(options.write).write_bytes(raw)
        return 0
    with TemporaryDirectory() as folder:
        path = Path(folder) / "many.json"
        path.write_bytes(raw)
        del raw
        platform = World().platform
        for what, write in (("looked at", False), ("written", True), ("written again", True)):
            said = io.StringIO()
            chosen = argparse.Namespace(what="catalogue", files=[path], write=write, end_absent=False)
            imports.run(platform, Console(file=said, width=200), chosen)
            print(f"{options.items} items {what}: {said.getvalue().splitlines()[-1]}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
