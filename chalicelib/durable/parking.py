"""Parking: outbox rows that fail again and again are put where people see them, and the rest goes on.

A parked row keeps everything. It only changes its partition in the index `pending`, which the reconciler does not read.
The dead-letter desk puts it back, and also the alarms that the sweeper has parked.
"""

from datetime import datetime, timedelta

from chalicelib.durable import alarms
from chalicelib.durable.alarms import Alarm
from chalicelib.foundation import failures, keys, names, telemetry
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Key, Owner
from chalicelib.foundation.platform import SHANGHAI, Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import Op, equals, update

# The reconciler tries once a minute, so a row that no retry can mend is parked after some twenty minutes.
ATTEMPTS = 20
# A temporary failure (AWS down, a machine between two steps) counts only once the row is this old.
PATIENCE = timedelta(hours=6)
# The most parked rows that are counted.
COUNTED = 1000
LONG_AGO = datetime(2000, 1, 1, tzinfo=SHANGHAI)
INDEXES = {keys.PARKED: keys.PENDING_INDEX, keys.PARKED_ALARMS: keys.ALARMS_INDEX}
METRICS = {names.PARKED_OUTBOX_ROWS: keys.PARKED, names.PARKED_ALARMS: keys.PARKED_ALARMS}


def count_failure(platform: Platform, row: Item, failure: Exception, *, temporary: bool = False) -> None:
    """Count one failure of the reconciler. The last of `ATTEMPTS` parks the row.

    A call that AWS has only no room for now (`failures.is_passing`) is never counted.
    `temporary`: the failure may pass by itself, although its type does not say so. When two reconcilers fail at once,
    their failures count as one.
    """
    if failures.is_passing(failure):
        return
    if (temporary or failures.is_temporary(failure)) and platform.wall() - written_at(row) < PATIENCE:
        return
    attempts = row.get("attempts", 0) + 1
    changes = {"attempts": attempts, "failure": failures.name_of(failure)}
    if attempts >= ATTEMPTS:
        changes |= {
            "parked_from": row["pending_pk"],
            "pending_pk": keys.PARKED,
            "parked_at": platform.wall().isoformat(timespec="seconds"),
        }
    unchanged = equals(pending_pk=row["pending_pk"], attempts=row.get("attempts"))
    try:
        platform.table.write(update(Key(row["pk"], row["sk"]), put=changes, when=unchanged))
    except Refused:
        return
    if attempts >= ATTEMPTS:
        extra = {"row": row["sk"], "owner": row["pk"], "failure": changes["failure"]}
        telemetry.log.error("outbox row parked", extra=extra)


def written_at(row: Item) -> datetime:
    """When the row was written (wall time). A row that does not say it counts as older than all others."""
    try:
        return datetime.fromisoformat(row["written"]).astimezone(SHANGHAI)
    except (KeyError, ValueError):
        return LONG_AGO


def find_parked(platform: Platform, partition: str, limit: int = COUNTED) -> list[Key]:
    """The keys of what is parked now, oldest first, at most `limit`. `partition`: `keys.PARKED` or `PARKED_ALARMS`."""
    page = platform.table.query(partition, index=INDEXES[partition], limit=limit)
    return [Key(item["pk"], item["sk"]) for item in page.items]


def put_back_row(platform: Platform, key: Key) -> bool:
    """Let the reconciler try a parked row again, from the first attempt. False when the row is not parked."""
    row = platform.table.get(key)
    if row is None or row.get("pending_pk") != keys.PARKED:
        return False
    unparked = update(
        key,
        put={"pending_pk": row["parked_from"]},
        remove=("attempts", "failure", "parked_at", "parked_from"),
        when=equals(pending_pk=keys.PARKED),
    )
    return _written(platform, unparked)


def put_back_alarm(platform: Platform, alarm: Alarm) -> bool:
    """Let the sweeper fire a parked alarm again. False when the alarm has changed since it was read."""
    return _written(platform, alarms.move_alarm(alarm, alarm.due, platform.now()))


def put_back_unreadable_alarm(platform: Platform, owner: Owner, name: str) -> bool:
    """Let the sweeper read a parked row again that no code could read so far. False when the row is not parked."""
    return _written(platform, alarms.unpark_unreadable(owner, name, platform.now()))


def _written(platform: Platform, op: Op) -> bool:
    try:
        platform.table.write(op)
    except Refused:
        return False
    return True


def report_parked(platform: Platform) -> None:
    """Write how much is parked as a metric, while anything is. An alarm on the metric rings until nothing is."""
    for metric, partition in METRICS.items():
        if parked := find_parked(platform, partition):
            telemetry.gauge(metric, len(parked), stage=platform.settings.stage)
