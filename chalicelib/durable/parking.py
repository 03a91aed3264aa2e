"""Outbox rows that cannot be carried out: counted, then parked, so that the rest goes on and people see them.

A parked row keeps everything and only changes its place in the `pending` index; the dead-letter desk puts it back, as
it does the alarms that the sweeper has parked.
"""

from datetime import datetime, timedelta

from chalicelib.durable import alarms
from chalicelib.durable.alarms import Alarm
from chalicelib.foundation import failures, keys, names, telemetry
from chalicelib.foundation.keys import Key, Owner
from chalicelib.foundation.platform import SHANGHAI, Platform
from chalicelib.foundation.table import Item, Op, Refused, equals, update

# At one try a minute: what no retry will mend is parked after some twenty minutes.
ATTEMPTS = 20
# What may pass by itself (AWS down, a machine between two steps) does not count before the row is this old.
PATIENCE = timedelta(hours=6)
COUNTED = 1000
LONG_AGO = datetime(2000, 1, 1, tzinfo=SHANGHAI)
INDEXES = {keys.PARKED: keys.PENDING_INDEX, keys.PARKED_ALARMS: keys.ALARMS_INDEX}
METRICS = {names.PARKED_OUTBOX_ROWS: keys.PARKED, names.PARKED_ALARMS: keys.PARKED_ALARMS}


def failed(platform: Platform, row: Item, failure: Exception, *, passing: bool = False) -> None:
    """The reconciler could not carry out `row`. `passing`: the failure may pass, though its type does not say so.

    Two reconcilers that try at once count once.
    """
    if (passing or failures.may_pass(failure)) and platform.wall() - written_at(row) < PATIENCE:
        return
    attempts = row.get("attempts", 0) + 1
    changes = {"attempts": attempts, "failure": failures.name_of(failure)}
    if attempts >= ATTEMPTS:
        changes |= {
            "parked_from": row["pending_pk"],
            "pending_pk": keys.PARKED,
            "parked_at": platform.wall().isoformat(timespec="seconds"),
        }
    unmoved = equals(pending_pk=row["pending_pk"], attempts=row.get("attempts"))
    try:
        platform.table.write(update(Key(row["pk"], row["sk"]), put=changes, when=unmoved))
    except Refused:
        return
    if attempts >= ATTEMPTS:
        extra = {"row": row["sk"], "owner": row.get("owner"), "failure": changes["failure"]}
        telemetry.log.error("outbox row parked", extra=extra)


def written_at(row: Item) -> datetime:
    """When the row's act was committed (wall time); a row that does not say it properly is older than all others."""
    try:
        return datetime.fromisoformat(row["written"]).astimezone(SHANGHAI)
    except (KeyError, ValueError):
        return LONG_AGO


def find(platform: Platform, partition: str, limit: int = COUNTED) -> list[Key]:
    """What is parked now, oldest first, at most `limit`."""
    page = platform.table.query(partition, index=INDEXES[partition], limit=limit)
    return [Key(item["pk"], item["sk"]) for item in page.items]


def put_back(platform: Platform, key: Key) -> bool:
    """Let the reconciler try a parked row again from the first attempt; False when it is not parked."""
    row = platform.table.get(key)
    if row is None or row.get("pending_pk") != keys.PARKED:
        return False
    again = update(
        key,
        put={"pending_pk": row["parked_from"]},
        remove=("attempts", "failure", "parked_at", "parked_from"),
        when=equals(pending_pk=keys.PARKED),
    )
    return _moved(platform, again)


def set_again(platform: Platform, alarm: Alarm) -> bool:
    """Let the sweeper try a parked alarm again; False when it is not there as it was."""
    return _moved(platform, alarms.moved(alarm, alarm.due, platform.now()))


def look_again(platform: Platform, owner: Owner, name: str) -> bool:
    """Let the sweeper look again at a parked row that no code could read yet; False when it is not parked."""
    return _moved(platform, alarms.looked_at_again(owner, name, platform.now()))


def _moved(platform: Platform, op: Op) -> bool:
    try:
        platform.table.write(op)
    except Refused:
        return False
    return True


def measure(platform: Platform) -> None:
    """While something is parked, say how much: the alarms on these metrics ring until it is gone."""
    for metric, partition in METRICS.items():
        if parked := find(platform, partition):
            telemetry.gauge(metric, len(parked), stage=platform.settings.stage)
