"""Alarms: what has to happen at an instant of legal time. Acts set, move and clear them in their own transactions.

An alarm is a row of its owner (`CASE#id / ALARM#name`). The sparse index `alarms` lists it by shard and hour.
The sweeper calls the act of each due alarm at least once. The act deletes the alarm in the transaction of its effect,
so a second call is refused and the effect happens once.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import AwareDatetime, BaseModel, ConfigDict

from chalicelib.foundation import failures, keys, problems, telemetry
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Owner
from chalicelib.foundation.platform import SHANGHAI, Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import Op, When, delete, equals, update

# After so many failures an alarm is parked. Failures that may pass by themselves, such as an outage, do not count.
ATTEMPTS = 8


class Alarm(BaseModel, defer_build=True):
    """`what` names the act that is called at `due` (legal time, +08:00). `version` grows each time the alarm is set."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    owner: Owner
    name: str
    what: str
    due: AwareDatetime
    version: int
    attempts: int = 0


Fire = Callable[[Platform, Alarm], None]
"""The act of an alarm. It commits `end_alarm(alarm)` in the transaction of what it does, or alone when nothing is left
to do. When the alarm was too early, it commits `move_alarm(...)` instead.
"""


def set_alarm(
    owner: Owner, name: str, due: datetime, now: datetime, *, what: str | None = None, when: When | None = None
) -> Op:
    """Set the alarm, or move it when it is set already; for the act's transaction.

    `what` is `name` unless given; `now` is the legal time of the act. The alarm lies in the bucket of the hour of `due`
    or of `now`, whichever is later: the sweeper may have finished with the buckets before `now`.
    """
    bucket = keys.alarms(shard(owner, name), hour_of(max(due, now)))
    return update(
        keys.alarm(owner, name), put=_row(owner, name, what or name, due, bucket), add={"version": 1}, when=when
    )


def set_parked(owner: Owner, name: str, due: datetime, *, what: str) -> Op:
    """Set an alarm that is parked at once: it never fires by itself, but people see it and can put it back."""
    return update(keys.alarm(owner, name), put=_row(owner, name, what, due, keys.PARKED_ALARMS), add={"version": 1})


def unpark_unreadable(owner: Owner, name: str, now: datetime) -> Op:
    """Move a parked row whose due time cannot be read into the present bucket, so that the sweeper reads it again."""
    place = _place(owner, name, now, keys.alarms(shard(owner, name), hour_of(now)))
    return update(keys.alarm(owner, name), put=place, when=equals(alarms_pk=keys.PARKED_ALARMS))


def _row(owner: Owner, name: str, what: str, due: datetime, bucket: str) -> Item:
    alarm = {"owner": owner, "name": name, "what": what, "due": instant(due), "attempts": 0}
    return {**alarm, **_place(owner, name, due, bucket)}


def _place(owner: Owner, name: str, due: datetime, bucket: str) -> Item:
    return {"alarms_pk": bucket, "alarms_sk": keys.by_time(instant(due), owner, name)}


def clear_alarm(owner: Owner, name: str) -> Op:
    """Delete the alarm because its act is no longer needed. It is no error when there is no such alarm."""
    return delete(keys.alarm(owner, name))


def end_alarm(alarm: Alarm) -> Op:
    """Delete the alarm in the transaction of its act. Refused when it was moved, cleared or fired since it was read."""
    return delete(keys.alarm(alarm.owner, alarm.name), when=unchanged(alarm))


def move_alarm(alarm: Alarm, due: datetime, now: datetime) -> Op:
    """Move the alarm to `due`. The act commits it when the work calendar has changed and the alarm came too early."""
    return set_alarm(alarm.owner, alarm.name, due, now, what=alarm.what, when=unchanged(alarm))


def load(item: Item) -> Alarm:
    return Alarm.model_validate(item)


def find(platform: Platform, owner: Owner, name: str) -> Alarm | None:
    item = platform.table.get(keys.alarm(owner, name))
    return load(item) if item else None


def fire_alarm(platform: Platform, alarm: Alarm, fire: Fire) -> bool:
    """Call the act of a due alarm. False when it failed: the alarm stays, and the sweep goes on with the others."""
    try:
        fire(platform, alarm)
    except Exception as failure:  # noqa: BLE001 - the act may be of any room, and no bug in it may stop the sweep
        if not failures.is_temporary(failure):
            count_failure(platform, alarm, failure)
        else:
            telemetry.log.warning("alarm left for the next sweep", extra=_log_fields(alarm, failure))
        return False
    telemetry.log.info("alarm fired", extra={"owner": alarm.owner, "alarm": alarm.name, "what": alarm.what})
    return True


def no_act_registered(platform: Platform, alarm: Alarm) -> None:  # noqa: ARG001 - the signature of a Fire
    """The `Fire` of an alarm for which no act is registered: it fails each time, until the alarm is parked."""
    raise LookupError(f"nothing is registered for {alarm.what}")


def count_failure(platform: Platform, alarm: Alarm, failure: Exception) -> None:
    """Count one failure. The last of `ATTEMPTS` parks the alarm: the sweeper ignores it until people put it back."""
    parking = alarm.attempts + 1 >= ATTEMPTS
    changes = {"attempts": alarm.attempts + 1} | ({"alarms_pk": keys.PARKED_ALARMS} if parking else {})
    try:
        platform.table.write(update(keys.alarm(alarm.owner, alarm.name), put=changes, when=unchanged(alarm)))
    except Refused:
        return  # somebody has moved, cleared or fired the alarm meanwhile, which also explains the failure
    except (ClientError, BotoCoreError, problems.Unavailable) as outage:
        telemetry.log.warning("failure not counted", extra=_log_fields(alarm, outage))
        return
    if parking:
        telemetry.log.error("alarm parked", extra=_log_fields(alarm, failure))
    else:
        telemetry.log.warning("alarm failed", extra=_log_fields(alarm, failure))


def park_unreadable(platform: Platform, row: Item) -> None:
    """Park a row that this code cannot read as an alarm, so that the sweeper does not read it every minute."""
    extra = {"row": row["sk"], "owner": row["pk"]}
    try:
        parked = update(
            keys.Key(row["pk"], row["sk"]),
            put={"alarms_pk": keys.PARKED_ALARMS},
            when=equals(alarms_pk=row["alarms_pk"]),
        )
        platform.table.write(parked)
    except Refused:
        return  # somebody has moved or cleared it meanwhile
    except (ClientError, BotoCoreError, problems.Unavailable):
        telemetry.log.warning("unreadable alarm left for the next sweep", extra=extra)
        return
    telemetry.log.error("unreadable alarm parked", extra=extra)


def unchanged(alarm: Alarm) -> When:
    """The condition that the alarm is as it was read.

    It compares version and due time, because the version of an alarm that was cleared and set again begins at 1 again.
    """
    return equals(version=alarm.version, due=instant(alarm.due))


def shard(owner: Owner, name: str) -> int:
    return hashlib.sha256(f"{owner}#{name}".encode()).digest()[0] % keys.ALARM_SHARDS


def instant(at: datetime) -> str:
    """As text that sorts by time: always +08:00, always with microseconds."""
    return at.astimezone(SHANGHAI).isoformat(timespec="microseconds")


def hour_of(at: datetime) -> str:
    """The bucket of an instant, such as 2026-11-24T09 (+08:00)."""
    return instant(at)[:13]


def _log_fields(alarm: Alarm, failure: Exception) -> dict[str, Any]:
    return {"owner": alarm.owner, "alarm": alarm.name, "tried": alarm.attempts, **failures.told(failure)}
