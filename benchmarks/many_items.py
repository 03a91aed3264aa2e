"""A generated catalogue of thousands of items, imported whole: time, memory and write units. SYNTHETIC.

`python -m benchmarks.many_items --items 5000` prints one line for each step. The items are those of the demonstration,
again and again under new codes, without prerequisites.
"""

import argparse
import json
import math
import resource
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.catalogue.acts.import_catalogue import plan_whole, read_own
from chalicelib.catalogue.acts.import_plan import carry_out
from chalicelib.catalogue.model.document import parse_json
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op
from local.catalogues import CITY_DIVISION, catalogue_of
from proofs.kit.dynamo import MemoryDynamo

AT = datetime(2026, 11, 26, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
UNIT = 1024  # bytes of one write unit; a write in a transaction costs two


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


def _units(op: Op) -> int:
    """What the write costs in a transaction, by the size of its row."""
    return 2 * math.ceil(len(json.dumps(dict(op.body), ensure_ascii=False, default=str).encode()) / UNIT)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=5000)
    parser.add_argument("--write", metavar="FILE", help="only write the generated file")
    options = parser.parse_args(arguments)
    raw = json.dumps(generated(options.items), ensure_ascii=False).encode()
    if options.write:
        with open(options.write, "wb") as file:
            file.write(raw)
        return 0
    print(f"{options.items} items, {len(raw) / 1e6:.1f} MB")
    table = Table(MemoryDynamo(), "yimen-local")  # pyright: ignore[reportArgumentType]
    for run in ("first import", "second import"):
        started = time.perf_counter()
        plan = plan_whole(table, CITY_DIVISION, read_own(CITY_DIVISION, parse_json(raw)), AT)
        looked = time.perf_counter()
        units = sum(_units(op) for _, ops in plan.steps for op in ops)
        written = sum(1 for _ in carry_out(table, plan))
        ended = time.perf_counter()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{run}: checked in {looked - started:.1f} s, {written} parts written in {ended - looked:.1f} s, "
            f"{units} write units, {memory:.0f} MB at most"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
