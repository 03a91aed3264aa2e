"""The sweeper: fires the alarms that are due, bucket by bucket, even when earlier runs stopped halfway.

Each run reads the newest buckets. It also walks through older buckets, a bounded number of them. After a standstill of
days, or a jump of legal time, several runs share that walk. Several sweepers may run at once, and may die anywhere.

A run ends in time by itself: at midnight thousands of alarms may be due at once, and a run that Lambda ends keeps no
mark. What it has not begun by then stays due, and the next run, a minute later, goes on there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from pydantic import ValidationError

from chalicelib.durable import alarms
from chalicelib.durable.alarm_marks import Mark, hours_between, load_marks, next_hour, save_mark, with_new_walk
from chalicelib.durable.alarms import Fire, hour_of
from chalicelib.foundation import keys
from chalicelib.foundation.alongside import RunAll, one_after_the_other
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform

# The most that one run walks through and looks at in one shard.
BUCKETS = 1000
ALARMS = 500
PAGE = 100
# How long one run works (wall time). The next run begins a minute after this one began.
BUDGET = timedelta(seconds=45)
# What one alarm and the mark may take at the end of a run, when AWS answers slowly.
RESERVE = timedelta(seconds=12)


def sweep(
    platform: Platform,
    fires: Mapping[str, Fire],
    now: datetime | None = None,
    *,
    wall: datetime | None = None,
    time_left: timedelta = BUDGET + RESERVE,
    run_all: RunAll[bool] = one_after_the_other,
) -> int:
    """Fire every alarm due by `now` (legal time). `fires` maps an alarm's `what` to its act.

    `time_left` is how long the function may still run (wall time). `run_all` may fire several alarms at the same time.
    Returns how many alarms were fired.
    """
    now, wall = now or platform.now(), wall or platform.wall()
    deadline = platform.wall() + min(BUDGET, time_left - RESERVE)
    marks = load_marks(platform, now, wall)
    # A run that has no time left leaves shards out. The next run begins with another shard, so each has its turn.
    begin = wall.minute % keys.ALARM_SHARDS
    order = [*range(begin, keys.ALARM_SHARDS), *range(begin)]
    runs = [ShardRun(platform, fires, now, wall, shard, ALARMS, deadline, run_all) for shard in order]
    return sum(run.run(marks[run.shard]) for run in runs if run.in_time)


@dataclass
class ShardRun:
    """One run over one shard. `room` is how many alarms this run may still look at, `fired` how many it has fired.

    After `deadline` (wall time) no alarm is begun any more.
    """

    platform: Platform
    fires: Mapping[str, Fire]
    now: datetime
    wall: datetime
    shard: int
    room: int
    deadline: datetime
    run_all: RunAll[bool]
    fired: int = 0

    @property
    def in_time(self) -> bool:
        return self.platform.wall() < self.deadline

    def run(self, stored: Mark) -> int:
        """Walk on from where the last run ended, or from the oldest bucket in which it left something undone."""
        mark = with_new_walk(self.platform, stored, self.now, self.wall)
        newest, low, unfinished = mark.newest_from(self.now), mark.low, list[str]()
        walk = list(islice(hours_between(mark.next, newest), BUCKETS))
        for bucket in (*walk, *hours_between(newest, next_hour(hour_of(self.now)))):
            found, failed = self.fire_bucket(bucket)
            stopped = not (self.room and self.in_time)
            if failed or stopped:
                unfinished.append(bucket)
            if stopped:
                break
            if not found and bucket == low < mark.settled:
                low = next_hour(low)
        arrived = next_hour(walk[-1]) if walk else newest
        new = mark.model_copy(update={"low": low, "next": max(low, min(arrived, *unfinished, newest))})
        if new != stored or not stored.version:
            save_mark(self.platform, self.shard, new)
        return self.fired

    def fire_bucket(self, bucket: str) -> tuple[int, int]:
        """Fire what is due in one bucket. Returns how many index entries there were, and how many alarms failed."""
        found = failed = 0
        after = None
        while self.room and self.in_time:
            page = self.platform.table.query(
                keys.alarms(self.shard, bucket),
                index=keys.ALARMS_INDEX,
                between=keys.until(alarms.instant(self.now)),
                limit=min(PAGE, self.room),
                after=after,
            )
            found, after = found + len(page.items), page.after
            failed += self.fire_entries(page.items)
            if after is None:
                break
        return found, failed

    def fire_entries(self, entries: list[Item]) -> int:
        """Read the row of each index entry, because the index may lag, and fire it. Returns how many failed."""
        self.room -= len(entries)
        rows = self.platform.table.get_many([keys.Key(entry["pk"], entry["sk"]) for entry in entries])
        due = [
            row for entry in entries if (row := rows.get(keys.Key(entry["pk"], entry["sk"]))) and is_where(row, entry)
        ]
        fired = sum(self.run_all([partial(self.fire_row, row) for row in due]))
        self.fired += fired
        return len(due) - fired

    def fire_row(self, row: Item) -> bool:
        """False when the alarm could not be fired, or when there is no time left for it."""
        if not self.in_time:
            return False
        try:
            alarm = alarms.load(row)
        except ValidationError:
            alarms.park_unreadable(self.platform, row)
            return False
        return alarms.fire_alarm(self.platform, alarm, self.fires.get(alarm.what, alarms.no_act_registered))


def is_where(row: Item, entry: Item) -> bool:
    """Whether the row is still at the place in the index that `entry` shows: not moved and not parked since."""
    return all(row.get(part) == entry[part] for part in ("alarms_pk", "alarms_sk"))
