"""The sweeper: fires what is due, bucket by bucket, whatever has become of earlier runs.

Each run reads the newest buckets, and walks a bounded way through older ones: after a standstill of days, or a jump of
legal time, several runs share the walk. Any number of sweepers may run at once, and die anywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from pydantic import ValidationError

from chalicelib.durable import alarms
from chalicelib.durable.alarm_marks import Mark, following, hours, load_marks, renewed, store
from chalicelib.durable.alarms import Fire, hour_of
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Item

# Of each shard in one run.
BUCKETS = 1000
ALARMS = 500
PAGE = 100
# Sorts before every instant that is written; a key may not be empty.
EARLIEST = "2000"
# Sorts just after the separator that follows the instant.
BEYOND = "$"


def sweep(
    platform: Platform, fires: Mapping[str, Fire], now: datetime | None = None, *, wall: datetime | None = None
) -> int:
    """Fire every alarm due by `now` (legal time); how many acts were done. `fires`: what -> its act."""
    now, wall = now or platform.now(), wall or platform.wall()
    marks = load_marks(platform, now, wall)
    # Sweepers that overlap, because one run takes longer than a minute, begin with different shards.
    turn = wall.minute % keys.ALARM_SHARDS
    order = [*range(turn, keys.ALARM_SHARDS), *range(turn)]
    return sum(ShardRun(platform, fires, now, wall, shard, room=ALARMS).run(marks[shard]) for shard in order)


@dataclass
class ShardRun:
    """One run over one shard. `room` is how many alarms it may still look at."""

    platform: Platform
    fires: Mapping[str, Fire]
    now: datetime
    wall: datetime
    shard: int
    room: int
    done: int = 0

    def run(self, stored: Mark) -> int:
        """The walk goes on where the last one ended, or where something was left undone."""
        mark = renewed(self.platform, stored, self.now, self.wall)
        front, low, stuck = mark.front(self.now), mark.low, list[str]()
        walk = list(islice(hours(mark.next, front), BUCKETS))
        for bucket in (*walk, *hours(front, following(hour_of(self.now)))):
            found, failed = self.bucket(bucket)
            if failed or not self.room:
                stuck.append(bucket)
            if not self.room:
                break
            if not found and bucket == low < mark.settled:
                low = following(low)
        arrived = following(walk[-1]) if walk else front
        moved = mark.model_copy(update={"low": low, "next": max(low, min(arrived, *stuck, front))})
        if moved != stored or not stored.version:
            store(self.platform, self.shard, moved)
        return self.done

    def bucket(self, bucket: str) -> tuple[int, int]:
        """Fire what is due in it: how many entries there were, how many failed."""
        found = failed = 0
        after = None
        until = f"{alarms.instant(self.now)}{BEYOND}"
        while self.room:
            page = self.platform.table.query(
                keys.alarms(self.shard, bucket),
                index=keys.ALARMS_INDEX,
                between=(EARLIEST, until),
                limit=min(PAGE, self.room),
                after=after,
            )
            found, after = found + len(page.items), page.after
            failed += self.fire(page.items)
            if after is None:
                break
        return found, failed

    def fire(self, entries: list[Item]) -> int:
        """The index lags: what counts is the row, read consistently. How many failed."""
        self.room -= len(entries)
        rows = self.platform.table.get_many([keys.Key(entry["pk"], entry["sk"]) for entry in entries])
        due = [row for entry in entries if (row := rows.get(keys.Key(entry["pk"], entry["sk"]))) and same(row, entry)]
        done = sum(self.attempt(row) for row in due)
        self.done += done
        return len(due) - done

    def attempt(self, row: Item) -> bool:
        try:
            alarm = alarms.load(row)
        except ValidationError:
            alarms.put_aside(self.platform, row)
            return False
        return alarms.attempt(self.platform, alarm, self.fires.get(alarm.what, alarms.unregistered))


def same(row: Item, entry: Item) -> bool:
    """The row has not been moved or parked since."""
    return all(row.get(part) == entry[part] for part in ("alarms_pk", "alarms_sk"))
