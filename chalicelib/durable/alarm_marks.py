"""How far the alarms of a shard have been swept: a low-water mark over buckets of one hour of legal time.

The mark passes a bucket only when the bucket was found empty and no alarm can come into it any more. An act reads the
legal time first and commits within minutes of real time, so a bucket may still get alarms for minutes after its hour.
It gets no more once legal time was seen beyond it at least `SETTLING` ago by the wall clock. This holds even when legal
time jumps: the act that read the old time commits within `SETTLING`.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from pydantic import AwareDatetime, BaseModel, ConfigDict

from chalicelib.durable.alarms import hour_of
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import load
from chalicelib.foundation.platform import SHANGHAI, Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import ABSENT, equals, put

# Longer than an act takes to commit, than an index takes to follow, and than two clocks differ.
SETTLING = timedelta(minutes=10)
HOUR = timedelta(hours=1)


class Mark(BaseModel, defer_build=True):
    """How far one shard has been swept.

    Buckets before `low` are finished. The next run begins at `next`. Buckets before `settled` get no more alarms: legal
    time was `seen` beyond them when the wall clock showed `seen_at`, and that is `SETTLING` ago.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    low: str
    next: str
    settled: str = ""
    seen: AwareDatetime
    seen_at: AwareDatetime
    version: int = 0

    def newest_from(self, now: datetime) -> str:
        """Every run reads the buckets from here on: the current hour, and the one before for alarms set late in it."""
        return max(self.low, hour_of(now - HOUR))


def load_marks(platform: Platform, now: datetime, wall: datetime) -> list[Mark]:
    """The mark of each shard. A shard without a mark (the first run ever, or a restored table) gets a first one."""
    found = platform.table.get_many([keys.sweep_mark(shard) for shard in range(keys.ALARM_SHARDS)])
    marks = [found.get(keys.sweep_mark(shard)) for shard in range(keys.ALARM_SHARDS)]
    fresh = first_mark(platform, now, wall) if None in marks else None
    return [fresh if fresh and item is None else Mark.model_validate(item) for item in marks]


def first_mark(platform: Platform, now: datetime, wall: datetime) -> Mark:
    """A mark at the oldest alarm of the table."""
    low = min(hour_of(now - HOUR), *newest_and_oldest_bucket(platform))
    return Mark(low=low, next=low, seen=now, seen_at=wall)


def with_new_walk(platform: Platform, mark: Mark, now: datetime, wall: datetime) -> Mark:
    """Begin another walk from the low-water mark, when the last walk has arrived and `SETTLING` is over.

    Else the mark stays as it is. The first new walk looks for the oldest alarm again: when the first mark was made, the
    index may not have shown an older one yet.
    """
    if wall - mark.seen_at < SETTLING or mark.next < mark.newest_from(now):
        return mark
    low = mark.low if mark.settled else min(mark.low, *newest_and_oldest_bucket(platform))
    changes = {"low": low, "next": low, "settled": hour_of(mark.seen), "seen": now, "seen_at": wall}
    return mark.model_copy(update=changes)


def newest_and_oldest_bucket(platform: Platform) -> list[str]:
    """The latest bucket that can exist, and the oldest one that has an alarm.

    It scans the whole index. That happens twice in the life of a table.
    """
    table, after = platform.table, dict[str, object]()
    buckets = ["9999"]
    while True:
        answer = table.client.scan(TableName=table.name, IndexName=keys.ALARMS_INDEX, **after)  # pyright: ignore[reportArgumentType]
        partitions = (load(item)["alarms_pk"] for item in answer["Items"])
        buckets += [keys.hour_of_alarms(partition) for partition in partitions if partition != keys.PARKED_ALARMS]
        buckets = [max(buckets), min(buckets)]
        if "LastEvaluatedKey" not in answer:
            return buckets
        after = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def save_mark(platform: Platform, shard: int, mark: Mark) -> None:
    """When two sweepers race, one write is refused. That does no harm: the next run computes the mark again."""
    item = {**keys.sweep_mark(shard)._asdict(), **mark.model_dump(mode="json"), "version": mark.version + 1}
    try:
        platform.table.write(put(item, when=equals(version=mark.version) if mark.version else ABSENT))
    except Refused:
        return


def hours_between(begin: str, end: str) -> Iterator[str]:
    """The buckets from `begin` up to `end`, which is not among them."""
    while begin < end:
        yield begin
        begin = next_hour(begin)


def next_hour(hour: str) -> str:
    return hour_of(datetime.fromisoformat(f"{hour}:00").replace(tzinfo=SHANGHAI) + HOUR)
