"""100,000 alarms due within one hour: how they spread over partitions, what each costs, how long a sweep takes.

The spread is computed from the keys the acts write; what one alarm costs is counted on a sample of alarms that are
really set and swept in the emulator. Run as `python -m benchmarks.alarms`.
"""

import math
import os
import random
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import boto3
from moto import mock_aws
from rich.console import Console
from rich.table import Table as Grid

from chalicelib.durable import alarm_sweeper, alarms
from chalicelib.durable.alarms import Alarm
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import load
from chalicelib.foundation.platform import SHANGHAI, Platform
from chalicelib.foundation.settings import Settings
from infra import store
from infra.logical import TABLE

# The emulator copies its table at every transaction: a larger sample takes long and shows nothing else.
ALARMS, SAMPLE, BATCH = 100_000, 200, 50
HOUR = 3600
PARTITION_WRITES = 1000  # write units a second that one DynamoDB partition takes
NAME = "acceptance"
START = datetime(2026, 11, 24, 9, tzinfo=SHANGHAI)


def main() -> None:
    chance = random.Random(20261124)  # noqa: S311 - case ids for a benchmark, the same in every run
    cases = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz234567", k=26)) for _ in range(ALARMS)]
    shards = spread(cases)
    with emulated() as platform:
        costs = sample(platform, cases[:SAMPLE])
    report(shards, costs)
    # A firing removes the row's index entry; the whole hour's entries of a shard within the hour, and in one minute.
    for within in (HOUR, 60):
        busiest = max(shards.values()) * costs["entry"] / within
        assert busiest <= PARTITION_WRITES, f"{busiest:.0f} index writes a second on one partition"


def spread(cases: list[str]) -> Counter[str]:
    """Alarms by index partition, all due in the hour from ten: the worst hour, with one bucket for each shard."""
    due = START + timedelta(hours=1)
    rows = (
        alarms.set_alarm(keys.case(case), NAME, due + timedelta(seconds=n % HOUR), START)
        for n, case in enumerate(cases)
    )
    return Counter(load(row.body["ExpressionAttributeValues"])[":alarms_pk"] for row in rows)


@contextmanager
def emulated() -> Generator[Platform]:
    os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing")  # noqa: S106 - the emulator's
    with mock_aws():
        platform = Platform(Settings(), session=boto3.Session(region_name="us-east-1"))
        properties: dict[str, Any] = store.resources("local")[TABLE]["Properties"]
        made = ("TableName", "BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
        platform.table.client.create_table(**{name: properties[name] for name in made})
        yield platform


def sample(platform: Platform, cases: list[str]) -> dict[str, float]:
    """Bytes, units and calls of one alarm, on average: set, then swept until all are gone."""
    due = START + timedelta(hours=1)
    for begin in range(0, len(cases), BATCH):
        platform.table.write(
            *(alarms.set_alarm(keys.case(case), NAME, due, START) for case in cases[begin : begin + BATCH])
        )
    units = Units(platform)
    size = units.row(cases[0])
    done = 0
    while done < len(cases):
        done += alarm_sweeper.sweep(platform, {NAME: end}, due, wall=due)
    entry = 1.0
    written = math.ceil(size / 1024) * 2 + entry
    return {
        "bytes": size,
        "entry": entry,
        "written": written,
        "read": units.read / len(cases),
        "calls": units.calls / len(cases),
    }


def end(platform: Platform, alarm: Alarm) -> None:
    """The alarm's own share of an act; what the act writes besides is the act's."""
    platform.table.write(alarms.end_alarm(alarm))


class Units:
    """Counts the read units of every query and batch: 4 KB each, half when eventually consistent."""

    def __init__(self, platform: Platform) -> None:
        self.table, self.read, self.calls = platform.table, 0.0, 0
        events = platform.table.client.meta.events
        events.register("after-call.dynamodb.Query", self.query)
        events.register("after-call.dynamodb.BatchGetItem", self.batch)

    def row(self, case_id: str) -> int:
        answer = self.table.client.get_item(TableName=self.table.name, Key=key(case_id))
        return sized(answer.get("Item", {}))

    def query(self, parsed: dict[str, Any], **_: Any) -> None:
        self.calls += 1
        self.read += max(1, math.ceil(sum(map(sized, parsed["Items"])) / 4096)) / 2

    def batch(self, parsed: dict[str, Any], **_: Any) -> None:
        self.calls += 1
        rows = parsed["Responses"].get(self.table.name, [])
        self.read += sum(math.ceil(sized(row) / 4096) for row in rows)


def key(case_id: str) -> dict[str, Any]:
    return {name: {"S": value} for name, value in keys.alarm(keys.case(case_id), NAME)._asdict().items()}


def sized(item: dict[str, Any]) -> int:
    """Bytes as DynamoDB counts them, near enough: names and values."""
    return sum(len(name) + sum(len(str(part).encode()) for part in value.values()) for name, value in item.items())


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
