"""The reconciler: every minute it carries out the outbox rows that the stream has lost or that have failed.

It reads the index `pending`, which lists every row that is not carried out yet. A row that fails too often is parked.
"""

from datetime import datetime, timedelta
from functools import partial

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.durable import outbox, parking, workflow
from chalicelib.durable.outbox import Where
from chalicelib.durable.pace import OF_ONE_RUN, HeldBack, Pace
from chalicelib.foundation import keys, telemetry
from chalicelib.foundation.alongside import RunAll, one_after_the_other
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Unavailable

# The time the stream has for a new row before the reconciler takes it.
GRACE = timedelta(seconds=10)
# How long one run works on a shard. The next run begins a minute after this one began.
BUDGET = timedelta(seconds=40)
PAGE = 25


def reconcile(platform: Platform, where: Where, *, run_all: RunAll[int] = one_after_the_other) -> int:
    """Carry out the rows that have been pending for `GRACE` or longer (wall time). Park those that fail too often.

    Each shard has `BUDGET`; what is left then waits for the next run. `run_all` may work on the shards at the same
    time, so that a shard that hangs does not hold up the others. Returns how many rows were carried out.
    """
    parking.report_parked(platform)  # before the rows, because Lambda may end a run that takes too long
    begun = platform.wall()
    written_until, deadline = (begun - GRACE).isoformat(timespec="milliseconds"), begun + BUDGET
    shards = [
        partial(_shard, platform, where, number, written_until, deadline) for number in range(keys.PENDING_SHARDS)
    ]
    return sum(run_all(shards))


def _shard(platform: Platform, where: Where, number: int, written_until: str, deadline: datetime) -> int:
    """Oldest first. The index lags, so each row is read again, consistently, before it is carried out."""
    shard, done, pace = keys.pending(number), 0, Pace(OF_ONE_RUN)
    overdue = platform.table.query_all(shard, index=keys.PENDING_INDEX, between=keys.until(written_until))
    entries = [keys.Key(entry["pk"], entry["sk"]) for entry in overdue]
    for start in range(0, len(entries), PAGE):
        rows = platform.table.get_many(entries[start : start + PAGE])
        for item in (rows[key] for key in entries[start : start + PAGE] if key in rows):
            if platform.wall() > deadline:
                return done
            if item.get("pending_pk") == shard:
                done += _carry_out_or_count(platform, item, where, pace)
    return done


def _carry_out_or_count(platform: Platform, item: Item, where: Where, pace: Pace) -> bool:
    failure = outbox.try_to_carry_out(platform, item, where, pace=pace, again=True)
    if failure is None:
        return True
    if isinstance(failure, HeldBack):
        return False
    try:
        parking.count_failure(platform, item, failure, temporary=type(failure) is workflow.MachineUnderWay)
    except (ClientError, BotoCoreError, Unavailable) as outage:
        telemetry.log.warning("failure not counted", extra=outbox.log_fields(item, outage))
    return False
