"""Alarms: what has to happen at an instant of legal time, as rows that acts set, move and clear in their transactions.

A row lies with its owner (`CASE#id / ALARM#name`) and in the sparse index `alarms`, by shard and hour. The sweeper
calls the act of a due alarm; that act ends the alarm in its own transaction: called at least once, one effect.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import AwareDatetime, BaseModel, ConfigDict

from chalicelib.foundation import failures, keys, problems, telemetry
from chalicelib.foundation.keys import Owner
from chalicelib.foundation.platform import SHANGHAI, Platform
from chalicelib.foundation.table import Item, Op, Refused, When, delete, equals, update

# Failures before an alarm is put aside. Outages do not count.
ATTEMPTS = 8


class Alarm(BaseModel):
    """`what` names the act to call at `due` (legal time, +08:00); `version` grows with every move."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    owner: Owner
    name: str
    what: str
    due: AwareDatetime
    version: int
    attempts: int = 0


Fire = Callable[[Platform, Alarm], None]
"""The act of an alarm: commits `fired(alarm)` together with what it does, or alone when
there is nothing left to do, or `moved(...)`.
"""


def set_alarm(
    owner: Owner, name: str, due: datetime, now: datetime, *, what: str | None = None, when: When | None = None
) -> Op:
    """Set or move the alarm, for the act's transaction; `what` is `name` unless given, `now` the act's legal time.

    The bucket is the hour of `due` or of `now`, whichever is later, so it is never one that has been swept for good.
    """
    bucket = keys.alarms(shard(owner, name), hour_of(max(due, now)))
    return update(
        keys.alarm(owner, name), put=_row(owner, name, what or name, due, bucket), add={"version": 1}, when=when
    )


def set_aside(owner: Owner, name: str, due: datetime, *, what: str) -> Op:
    """Park the alarm from the start: nothing happens by itself any more, people see it and can set it again."""
    return update(keys.alarm(owner, name), put=_row(owner, name, what, due, keys.PARKED_ALARMS), add={"version": 1})


def looked_at_again(owner: Owner, name: str, now: datetime) -> Op:
    """Put a parked row whose instant cannot be read into the present bucket."""
    place = _place(owner, name, now, keys.alarms(shard(owner, name), hour_of(now)))
    return update(keys.alarm(owner, name), put=place, when=equals(alarms_pk=keys.PARKED_ALARMS))


def _row(owner: Owner, name: str, what: str, due: datetime, bucket: str) -> Item:
    alarm = {"owner": owner, "name": name, "what": what, "due": instant(due), "attempts": 0}
    return {**alarm, **_place(owner, name, due, bucket)}


def _place(owner: Owner, name: str, due: datetime, bucket: str) -> Item:
    return {"alarms_pk": bucket, "alarms_sk": f"{instant(due)}#{owner}#{name}"}


def clear_alarm(owner: Owner, name: str) -> Op:
    """What was to happen has become needless; an alarm that is not there is no fault."""
    return delete(keys.alarm(owner, name))


def fired(alarm: Alarm) -> Op:
    """The end of a fired alarm, for the transaction of its act; refused when it was moved, cleared or fired before."""
    return delete(keys.alarm(alarm.owner, alarm.name), when=unmoved(alarm))


def moved(alarm: Alarm, due: datetime, now: datetime) -> Op:
    """What an act writes instead of `fired` when its time has not come after all, as the calendar has changed."""
    return set_alarm(alarm.owner, alarm.name, due, now, what=alarm.what, when=unmoved(alarm))


def load(item: Item) -> Alarm:
    return Alarm.model_validate(item)


def find(platform: Platform, owner: Owner, name: str) -> Alarm | None:
    item = platform.table.get(keys.alarm(owner, name))
    return load(item) if item else None


def attempt(platform: Platform, alarm: Alarm, fire: Fire) -> bool:
    """Call the act of a due alarm. One that fails leaves the alarm, and does not hold up the others; False then."""
    try:
        fire(platform, alarm)
    except Exception as failure:  # noqa: BLE001 - any room's code runs here, and no fault of it may stop the sweep
        if not failures.may_pass(failure):
            count_failure(platform, alarm, failure)
        else:
            telemetry.log.warning("alarm left for later", extra=_named(alarm, failure))
        return False
    return True


def unregistered(platform: Platform, alarm: Alarm) -> None:  # noqa: ARG001 - stands where a Fire does
    """What an alarm without an act gets: it fails until it is parked, and is not forgotten."""
    raise LookupError(f"nothing is registered for {alarm.what}")


def count_failure(platform: Platform, alarm: Alarm, failure: Exception) -> None:
    """After `ATTEMPTS` failures the alarm is parked: out of the sweeper's way until somebody sets it again."""
    parking = alarm.attempts + 1 >= ATTEMPTS
    changes = {"attempts": alarm.attempts + 1} | ({"alarms_pk": keys.PARKED_ALARMS} if parking else {})
    try:
        platform.table.write(update(keys.alarm(alarm.owner, alarm.name), put=changes, when=unmoved(alarm)))
    except Refused:
        return  # fired by another sweeper, moved or cleared: that was the failure
    except (ClientError, BotoCoreError, problems.Unavailable) as outage:
        telemetry.log.warning("failure not counted", extra=_named(alarm, outage))
        return
    if parking:
        telemetry.log.error("alarm parked", extra=_named(alarm, failure))
    else:
        telemetry.log.warning("alarm failed", extra=_named(alarm, failure))


def put_aside(platform: Platform, row: Item) -> None:
    """Park a row that is no alarm this code can read, out of the others' way."""
    extra = {"row": row["sk"], "owner": row.get("owner")}
    try:
        parked = update(
            keys.Key(row["pk"], row["sk"]),
            put={"alarms_pk": keys.PARKED_ALARMS},
            when=equals(alarms_pk=row["alarms_pk"]),
        )
        platform.table.write(parked)
    except Refused:
        return  # moved or cleared meanwhile
    except (ClientError, BotoCoreError, problems.Unavailable):
        telemetry.log.warning("unreadable alarm left for later", extra=extra)
        return
    telemetry.log.error("unreadable alarm parked", extra=extra)


def unmoved(alarm: Alarm) -> When:
    """Versions begin again after a clearing; an alarm of the same version and instant is the same alarm."""
    return equals(version=alarm.version, due=instant(alarm.due))


def shard(owner: Owner, name: str) -> int:
    return hashlib.sha256(f"{owner}#{name}".encode()).digest()[0] % keys.ALARM_SHARDS


def instant(at: datetime) -> str:
    """Sortable as text: always +08:00, always microseconds."""
    return at.astimezone(SHANGHAI).isoformat(timespec="microseconds")


def hour_of(at: datetime) -> str:
    """The bucket of an instant, as 2026-11-24T09 (+08:00)."""
    return instant(at)[:13]


def _named(alarm: Alarm, failure: Exception) -> dict[str, str | int]:
    # The type only: a message may quote what a person wrote.
    return {"owner": alarm.owner, "alarm": alarm.name, "failure": type(failure).__name__, "tried": alarm.attempts}
