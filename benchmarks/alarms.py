"""100,000 alarms due within one hour: how they spread over partitions, what each costs, how long a sweep takes.

The spread is computed from the keys the acts write; what one alarm costs is counted on a sample of alarms that are
really set and swept in the table in memory. Run as `python -m benchmarks.alarms`.
"""

import math
import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from rich.console import Console
from rich.table import Table as Grid

from benchmarks.meter import Meter, MeteredTable, beside_each_other
from chalicelib.durable import alarm_sweeper, alarms
from chalicelib.durable.alarms import Alarm
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import load
from chalicelib.foundation.platform import SHANGHAI, Platform
from proofs.kit.dynamo import MemoryDynamo
from proofs.kit.seams import no_log
from proofs.kit.world import World

ALARMS, SAMPLE, BATCH = 100_000, 200, 50
HOUR = 3600
PARTITION_WRITES = 1000  # write units a second that one DynamoDB partition takes
NAME = "acceptance"
START = datetime(2026, 11, 24, 9, tzinfo=SHANGHAI)


class Hour(NamedTuple):
    """`shards` are the alarms by index partition, `costs` what one alarm costs on average."""

    shards: Counter[str]
    costs: dict[str, float]

    def writes_per_second(self, minutes: int) -> float:
        """On the fullest partition of the index: firing an alarm removes its entry there."""
        return max(self.shards.values()) * self.costs["entry"] / (minutes * 60)


def main() -> None:
    hour = measure()
    report(*hour)
    # The whole hour's entries of a shard within the hour, and in one minute.
    for minutes in (60, 1):
        busiest = hour.writes_per_second(minutes)
        assert busiest <= PARTITION_WRITES, f"{busiest:.0f} index writes a second on one partition"


def measure() -> Hour:
    chance = random.Random(20261124)  # noqa: S311 - case ids for a benchmark, the same in every run
    cases = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz234567", k=26)) for _ in range(ALARMS)]
    shards = spread(cases)
    return Hour(shards, sample(World().platform, cases[:SAMPLE]))


def spread(cases: list[str]) -> Counter[str]:
    """Alarms by index partition, all due in the hour from ten: the worst hour, with one bucket for each shard."""
    due = START + timedelta(hours=1)
    rows = (
        alarms.set_alarm(keys.case(case), NAME, due + timedelta(seconds=n % HOUR), START)
        for n, case in enumerate(cases)
    )
    return Counter(load(row.body["ExpressionAttributeValues"])[":alarms_pk"] for row in rows)


def sample(platform: Platform, cases: list[str]) -> dict[str, float]:
    """Bytes, units and calls of one alarm, on average: set, then swept until all are gone."""
    due = START + timedelta(hours=1)
    memory = cast(MemoryDynamo, platform.table.client)
    setting, sweeping = Meter(), Meter()
    with setting.during("set"):
        platform.table.client = cast(Any, MeteredTable(setting, memory))
        for begin in range(0, len(cases), BATCH):
            some = cases[begin : begin + BATCH]
            platform.table.write(*(alarms.set_alarm(keys.case(case), NAME, due, START) for case in some))
    with sweeping.during("sweep"), beside_each_other(sweeping), no_log():
        platform.table.client = cast(Any, MeteredTable(sweeping, memory))
        done = 0
        while done < len(cases):
            done += alarm_sweeper.sweep(platform, {NAME: end}, due, wall=due)
    reading = sweeping.all_calls - sweeping.calls["dynamodb:TransactWriteItems"]
    return {
        "bytes": setting.writes[0].bytes,
        "entry": 1.0,
        "written": setting.units["write units"] / len(cases),
        "read": sweeping.units["read units"] / len(cases),
        "calls": reading / len(cases),
    }


def end(platform: Platform, alarm: Alarm) -> None:
    """The alarm's own share of an act; what the act writes besides is the act's."""
    platform.table.write(alarms.end_alarm(alarm))


def report(shards: Counter[str], costs: dict[str, float]) -> None:
    most, mean = max(shards.values()), sum(shards.values()) / len(shards)
    grid = Grid("what", "value", title=f"{ALARMS:,} alarms due within one hour")
    rows = {
        "index partitions": f"{len(shards)}",
        "alarms on the fullest": f"{most:,} ({most / mean:.3f} of the mean)",
        "row": f"{costs['bytes']:.0f} bytes",
        "to set, or to clear": f"{costs['written']:.0f} WRU",
        "to move into another hour": f"{costs['written'] + costs['entry']:.0f} WRU",
        "to fire": f"{costs['written']:.0f} WRU, {costs['read']:.2f} RRU",
        f"reading calls of the sweeper (counted on {SAMPLE})": f"{costs['calls']:.2f} an alarm",
        "index writes a second, fullest partition, swept in 1 h": f"{most * costs['entry'] / HOUR:.1f} of 1,000",
        "index writes a second, fullest partition, swept in 1 min": f"{most * costs['entry'] / 60:.0f} of 1,000",
        "pages of the fullest bucket": f"{math.ceil(most / alarm_sweeper.PAGE)} of {alarm_sweeper.PAGE}",
        "runs for all of it": f"{math.ceil(most / alarm_sweeper.ALARMS)}, one begins each minute",
        "to be done within the hour": f"{HOUR * 1000 / ALARMS:.0f} ms an alarm with one sweeper at a time",
    }
    for row in rows.items():
        grid.add_row(*row)
    Console().print(grid)


if __name__ == "__main__":
    main()
