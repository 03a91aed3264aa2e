"""What a city, a province and the nation ask of each key and each quota of AWS, from the keys that a whole case wrote.

`python -m benchmarks.scale` prints the table and writes docs/scale.md; `--check` compares it, and both end with 1 when
anything is above 70 % of what there is. The case is played whole on AWS in memory: nothing of its figures is typed.
All stages of a case are taken to run at the rate of the peak at once, which is more than any day brings.
"""

import math
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.meter import Meter
from benchmarks.ordinary import AWS_SECONDS, cold, kept, metered, play
from benchmarks.processes import NEW_PROCESSES
from chalicelib.foundation.keys import ALARM_SHARDS, PENDING_SHARDS
from proofs.kit.dynamo.keys import Place
from proofs.kit.dynamo.store import Row
from tools.made_files import takes_check, write_or_compare

PAGE = Path("docs/scale.md")
MOST = 0.7  # of what there is
READS = {"GetItem", "BatchGetItem", "Query", "TransactGetItems", "Scan"}
PARTITION_WRITES, PARTITION_READS = 1_000, 3_000
BUSIEST = 0.25  # of all cases are the busiest department's. ILLUSTRATIVE
LARGEST_CITY = 0.023  # of the nation's people live in its largest city
# A partition of the table by the first word of its key -> what its load is divided by: None for a partition of each
# case, person, code or request, else the share of all cases that the busiest partition has. A new kind needs a row.
SPREAD: Mapping[str, float | None] = {
    **dict.fromkeys(
        (
            "CASE",
            "APPLICANT",
            "ACCOUNT",
            "DRAFTS",
            "QUERY",
            "NUMBER",
            "NAME",
            "ATTEMPTS",
            "IDEM",
            "CERTIFICATE",
            "ACCESS",
            "SUBJECT",
            "PERSON",
        )
    ),
    **dict.fromkeys(
        ("SERIAL", "STATUS", "SUPERVISION", "CATALOGUE", "PLACE", "DEPARTMENTS", "DIRECTORY", "CALENDAR"), 1.0
    ),
    "WINDOW": 0.5,  # four themes; the busiest has half. ILLUSTRATIVE
    **dict.fromkeys(("REGISTER", "TASKS", "DELIVERIES", "ENDPOINT", "ITEM", "ITEMDRAFTS", "AUTHORITY"), BUSIEST),
}
SHARDED = ("PENDING", "ALARMS", "SWEEP", "DAY")  # their number is in the key: the model counts what one of them gets


class Scale(NamedTuple):
    """`rate` cases a second in one account at the peak; `asks` are quotas that were raised before, by name."""

    name: str
    rate: float
    asks: Mapping[str, int]


COLD_KMS = "KMS a second, every process new"
COLD_SECRETS = "Secrets Manager reads a second, every process new"
PROVINCE_ASKS = {
    "StartExecution a second": 600,
    "state transitions a second": 3_000,
    "SendTaskSuccess a second": 1_200,
    "table write units a second": 120_000,
    COLD_KMS: 10_000,
    "Lambda at once": 10_000,
}
SCALES = (
    Scale("city", 3, {}),
    Scale("nation, its largest city's account", 1_564 * LARGEST_CITY, {"Lambda at once": 3_000}),
    Scale("province in one account", 142, PROVINCE_ASKS),
)


@dataclass
class Seen:
    """Units of one case by partition: in the table and in its indexes."""

    writes: Counter[str] = field(default_factory=Counter[str])
    reads: Counter[str] = field(default_factory=Counter[str])
    groups: Counter[str] = field(default_factory=Counter[str])


class Watching(Meter):
    """The meter of `make bench`, which also keeps in which partition each unit falls."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = Seen()

    def wrote(self, at: Place, operation: str, units: int, size: int) -> None:
        self.seen.writes[at[0]] += units
        super().wrote(at, operation, units, size)

    def made(self, service: str, operation: str, request: dict[str, Any], call: Callable[[], Any]) -> Any:
        answer = super().made(service, operation, request, call)
        if service == "dynamodb" and operation in READS:
            for partition in partitions_read(request):
                self.seen.reads[partition] += 1
        if service == "sqs" and "MessageGroupId" in request:
            self.seen.groups[f"{request['QueueUrl'].rsplit('/', 1)[1]} {request['MessageGroupId']}"] += 1
        return answer


def partitions_read(request: Mapping[str, Any]) -> list[str]:
    if "Key" in request:
        return [request["Key"]["pk"]["S"]]
    if "RequestItems" in request:
        return [key["pk"]["S"] for part in request["RequestItems"].values() for key in part["Keys"]]
    if "TransactItems" in request:
        return [body["Key"]["pk"]["S"] for part in request["TransactItems"] for body in part.values()]
    return [request["ExpressionAttributeValues"][":pk"]["S"]] if "KeyConditionExpression" in request else []


def watch_indexes(store: Any, seen: Seen) -> None:
    """Each entry that moves is a unit in the partition that it leaves and in the one that it enters."""
    change = store.change

    def changed(at: Place, row: Row | None) -> None:
        old = store.find(at)
        change(at, row)
        before = old.entries if old else store.schema.nowhere
        after = row.entries if row else store.schema.nowhere
        for left, entered in zip(before, after, strict=True):
            if left != entered or (entered and old is not row):
                seen.writes.update(entry[0] for entry in {left, entered} if entry)

    store.change = changed


class Line(NamedTuple):
    """One line of the table. `used` of `limit` by scale; where a higher quota has been asked for, of that."""

    name: str
    limit: int
    used: tuple[float, ...]
    note: str = ""


@dataclass(frozen=True)
class Measured:
    """A whole case: the meter, and seconds of function time by AWS and processor."""

    meter: Watching
    transitions: float
    busy: float


def measure() -> Measured:
    with metered(Watching()) as world:
        meter = world.meter
        if not isinstance(meter, Watching):
            raise TypeError("the world counts with the meter that it was given")
        watch_indexes(world.dynamo.store, meter.seen)
        play(world)
        # Processor time differs from run to run; a page that is compared needs the same figures each time. The calls
        # in sequence are counted, and half as much again is taken for the code between them.
        busy = 1.5 * AWS_SECONDS * sum(one.sequence for one in meter.invocations)
        return Measured(meter, meter.units["transitions"], busy)


def keys(seen: Seen) -> list[Line]:
    """The busiest partition of each kind, in units a second."""
    rows = list[Line]()
    for what, counted, limit in (("writes", seen.writes, PARTITION_WRITES), ("reads", seen.reads, PARTITION_READS)):
        by_kind: dict[str, Counter[str]] = {}
        for partition, units in counted.items():
            by_kind.setdefault(partition.partition("#")[0], Counter[str]())[partition] += units
        for kind, partitions in sorted(by_kind.items()):
            rows.append(key_row(kind, what, partitions, limit))
    return rows


def key_row(kind: str, what: str, partitions: Counter[str], limit: int) -> Line:
    if kind in SHARDED:
        shards = PENDING_SHARDS if kind == "PENDING" else ALARM_SHARDS
        load = partitions.total() / shards
        return Line(f"{kind} {what}", limit, tuple(load * scale.rate for scale in SCALES), f"{shards} shards")
    if kind not in SPREAD:
        raise LookupError(f"how are partitions of the kind {kind} spread? Give it a row in SPREAD")
    share = SPREAD[kind]
    if share is None:
        used = float(max(partitions.values()))
        return Line(f"{kind} {what}", limit, (used,) * len(SCALES), "a partition of its own; all of it in one second")
    load = max(partitions.values()) * share
    return Line(f"{kind} {what}", limit, tuple(load * scale.rate for scale in SCALES), f"{share:.0%} in the busiest")


def quotas(measured: Measured) -> list[Line]:
    meter = measured.meter
    calls = meter.calls
    starts, tokens = calls["stepfunctions:StartExecution"], calls["stepfunctions:SendTaskSuccess"]
    group = max(meter.seen.groups.values(), default=0) * BUSIEST
    fifo, outbox = meter.seen.groups.total(), sum(one.name == "dispatch_outbox" for one in meter.invocations)
    rows: Sequence[tuple[str, int, float]] = (
        ("StartExecution a second", 300, starts),
        ("state transitions a second", 1_500, measured.transitions),
        ("SendTaskSuccess a second", 500, tokens),
        ("DescribeExecution a second", 15, calls["stepfunctions:DescribeExecution"]),
        ("table write units a second", 40_000, meter.units["write units"]),
        ("table read units a second", 40_000, meter.units["read units"]),
        ("FIFO sends a second, one queue", 2_400, fifo),
        ("FIFO sends a second, busiest group", 300, group),
        ("stream records a second, one shard", 1_000, outbox * PARTITION_WRITES / max(1, meter.units["write units"])),
        ("S3 writes a second, one prefix", 3_500, meter.units["S3 puts"]),
        ("API Gateway requests a second", 10_000, meter.units["API calls"]),
        ("Lambda at once", 1_000, measured.busy),
    )
    notes = {
        "stream records a second, one shard": "a shard for each partition of 1,000 units; the same at every rate",
    }
    fixed = {"stream records a second, one shard"}
    return [
        *(
            Line(
                name, limit, tuple(load * (1 if name in fixed else scale.rate) for scale in SCALES), notes.get(name, "")
            )
            for name, limit, load in rows
        ),
        *of_new_processes(meter),
    ]


def of_new_processes(meter: Meter) -> list[Line]:
    found, models = cold(), [kept(meter.invocations, scale.rate) for scale in SCALES]
    most = f"of one function Lambda makes {NEW_PROCESSES:,} new processes in ten seconds, here taken for one"
    kms = ", ".join(f"{model.kms * model.rate:,.1f}" for model in models)
    secrets = ", ".join(f"{model.secrets * model.rate:,.1f}" for model in models)
    return [
        Line(
            COLD_KMS,
            5_500,
            tuple(found.kms_a_second(scale.rate) for scale in SCALES),
            f"{found.all_kms} a case, all by Secrets Manager for the keys of ours; {most}; with processes that live on "
            f"{kms} (`benchmarks/processes.py`); AWS calls the quota Cryptographic operations (symmetric) request rate",
        ),
        Line(
            COLD_SECRETS,
            10_000,
            tuple(found.secrets_a_second(scale.rate) for scale in SCALES),
            f"{found.all_secrets} a case; with processes that live on {secrets}",
        ),
    ]


def limit_of(row: Line, scale: Scale) -> int:
    return scale.asks.get(row.name, row.limit)


def too_much(rows: Sequence[Line]) -> list[str]:
    return [
        f"{row.name}: {used:.0f} of {limit_of(row, scale)} ({used / limit_of(row, scale):.0%}) for {scale.name}"
        for row in rows
        for used, scale in zip(row.used, SCALES, strict=True)
        if used > MOST * limit_of(row, scale)
    ]


def page(measured: Measured) -> str:
    meter = measured.meter
    asked = [
        f"- {scale.name}: " + ", ".join(f"{name} {limit:,}" for name, limit in scale.asks.items())
        for scale in SCALES
        if scale.asks
    ]
    return f"""# What a city, a province and the nation ask of AWS

Made by `python -m benchmarks.scale` from one ordinary case that was played whole; do not edit. `make check` fails where a figure is above {MOST:.0%} of what there is.
A case takes {meter.units["API calls"]:.0f} requests, {meter.units["write units"]:.0f} write units, {meter.units["read units"]:.1f} read units, {measured.transitions:.0f} transitions and {len(meter.invocations)} calls of functions. Every stage of a case is taken to run at the rate of the peak at once.

Scales, in cases a second at the peak: {"; ".join(f"{scale.name} {scale.rate:.3g}" for scale in SCALES)}. A province had 11.2 million cases in its peak month: 28 a second in the peak hour, 142 in a spike. The nation's 1,564 a second are spread over an account for each city; its largest has {LARGEST_CITY:.1%} of the people.
{BUSIEST:.0%} of the cases are taken to be the busiest department's (ILLUSTRATIVE).

Quotas to ask AWS for before such a peak; the table counts against these:

{chr(10).join(asked)}

## Partitions

The busiest partition of each kind; AWS gives one {PARTITION_WRITES:,} write units and {PARTITION_READS:,} read units a second.

{table(keys(meter.seen))}

## Quotas

{table(quotas(measured))}

How many executions may be open is planned in `benchmarks/executions.py`: it depends on how long a wait keeps its execution, not on the rate alone. What an ordinary case does not write (matters for the supervisors, wrong attempts, tests of callbacks, marks of the sweeper) is not in the table.

Hottest under the load of a province: `STATUS#division#status`, the list of cases under way (three entries that move for each case), `PENDING#shard` and `CASE#id` itself. `SERIAL#division#day` takes one unit for each submission.
"""  # noqa: E501 - it is a page, not code


def table(rows: Sequence[Line]) -> str:
    head = ["what", "limit", *(scale.name for scale in SCALES), "note"]
    lines = [" | ".join(head), "|".join("---" for _ in head)]
    for row in rows:
        cells = [cell(used, limit_of(row, scale)) for used, scale in zip(row.used, SCALES, strict=True)]
        lines.append(" | ".join([row.name, f"{row.limit:,}", *cells, row.note]))
    return "\n".join(f"| {line} |" if "---" not in line else f"|{line}|" for line in lines)


def cell(used: float, limit: int) -> str:
    shown = f"{used:,.0f}" if used >= 10 else f"{math.ceil(used * 10) / 10:g}"
    return f"{shown} ({used / limit:.0%})"


@takes_check
def main(arguments: Sequence[str]) -> int:
    measured = measure()
    text = page(measured)
    if "--check" not in arguments:
        print(text)
    found = too_much([*keys(measured.meter.seen), *quotas(measured)])
    for line in found:
        print(line)
    status = write_or_compare({PAGE: text}, arguments, "scale: below 70 % at every scale, docs/scale.md says the same")
    return 1 if found else status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
