"""How far the alarms of a shard have been swept: a low-water mark over buckets of an hour.

The mark passes a bucket only when it was found empty and nothing can come into it any more. Who writes an alarm looks
at legal time first and commits within minutes of real time; so a bucket is settled once legal time was seen beyond it
`SETTLING` ago by the wall clock, however far legal time has jumped since.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from pydantic import AwareDatetime, BaseModel, ConfigDict

from chalicelib.durable.alarms import hour_of
from chalicelib.foundation import keys
from chalicelib.foundation.platform import SHANGHAI, Platform
from chalicelib.foundation.table import ABSENT, Refused, equals, load, put

# Longer than any act takes to commit, any index to follow, any two clocks to differ.
SETTLING = timedelta(minutes=10)
HOUR = timedelta(hours=1)


class Mark(BaseModel):
    """Buckets before `low` are swept for good, those before `settled` get no more alarms; a run begins at `next`.

    Legal time was `seen` when the wall clock showed `seen_at`.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    low: str
    next: str
    settled: str = ""
    seen: AwareDatetime
    seen_at: AwareDatetime
    version: int = 0

    def front(self, now: datetime) -> str:
        """From this bucket on every run reads: the current hour and, for late comers, the one before."""
        return max(self.low, hour_of(now - HOUR))


def load_marks(platform: Platform, now: datetime, wall: datetime) -> list[Mark]:
    """The mark of each shard; without one, on the first run ever or after a restore, it begins at the oldest alarm."""
    found = platform.table.get_many([keys.sweep_mark(shard) for shard in range(keys.ALARM_SHARDS)])
    marks = [found.get(keys.sweep_mark(shard)) for shard in range(keys.ALARM_SHARDS)]
    fresh = first(platform, now, wall) if None in marks else None
    return [fresh if fresh and item is None else Mark.model_validate(item) for item in marks]


def first(platform: Platform, now: datetime, wall: datetime) -> Mark:
    low = min(hour_of(now - HOUR), *oldest(platform))
    return Mark(low=low, next=low, seen=now, seen_at=wall)


def renewed(platform: Platform, mark: Mark, now: datetime, wall: datetime) -> Mark:
    """Once what was seen has settled, and the last walk has arrived, another walk begins at the low-water mark.

    The first time the oldest alarm is looked for again: the index may have lagged behind.
    """
    if wall - mark.seen_at < SETTLING or mark.next < mark.front(now):
        return mark
    low = mark.low if mark.settled else min(mark.low, *oldest(platform))
    changes = {"low": low, "next": low, "settled": hour_of(mark.seen), "seen": now, "seen_at": wall}
    return mark.model_copy(update=changes)


def oldest(platform: Platform) -> list[str]:
    """The latest bucket there can be and the oldest with an alarm in it, read from the whole index: once or twice in
    the life of a table.
    """
    table, after = platform.table, dict[str, object]()
    buckets = ["9999"]
    while True:
        answer = table.client.scan(TableName=table.name, IndexName=keys.ALARMS_INDEX, **after)  # pyright: ignore[reportArgumentType]
        partitions = (load(item)["alarms_pk"] for item in answer["Items"])
        buckets += [partition.rpartition("#")[2] for partition in partitions if partition != keys.PARKED_ALARMS]
        buckets = [max(buckets), min(buckets)]
        if "LastEvaluatedKey" not in answer:
            return buckets
        after = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def store(platform: Platform, shard: int, mark: Mark) -> None:
    """Of two sweepers at once one keeps its mark; the other's was as true, and is found again."""
    item = {**keys.sweep_mark(shard)._asdict(), **mark.model_dump(mode="json"), "version": mark.version + 1}
    try:
        platform.table.write(put(item, when=equals(version=mark.version) if mark.version else ABSENT))
    except Refused:
        return


def hours(begin: str, end: str) -> Iterator[str]:
    """The buckets from `begin` up to `end`, without it."""
    while begin < end:
        yield begin
        begin = following(begin)


def following(hour: str) -> str:
    return hour_of(datetime.strptime(hour, "%Y-%m-%dT%H").replace(tzinfo=SHANGHAI) + HOUR)
