"""What the application itself has parked: outbox rows and alarms that failed too often."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import NamedTuple

from pydantic import ValidationError

from chalicelib.durable import alarms, outbox, parking
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Key, Owner
from chalicelib.foundation.platform import Platform
from chalicelib.operations.store.deadletters import UNREADABLE

OUTBOX = "outbox"
ALARMS = "alarms"
READ = 100  # rows read in one call


@dataclass(frozen=True)
class Undone:
    """A dead letter, or something parked. `since`: when sent or written (wall time); when due, for an alarm."""

    id: str
    kind: str
    ids: Mapping[str, str]
    since: datetime
    attempts: int
    failure: str | None = None


class Parked(NamedTuple):
    """Something parked. `put_back` lets it be tried again, and returns False when it is no longer parked."""

    undone: Undone
    put_back: Callable[[], bool]


def parked_rows(platform: Platform, most: int) -> Iterator[Parked]:
    """The oldest parked outbox rows. Each is read again, because the index may lag."""
    for key, row in _read(platform, parking.find_parked(platform, keys.PARKED, most)):
        if row.get("pending_pk") == keys.PARKED:
            yield Parked(undone_row(row), partial(parking.put_back_row, platform, key))


def parked_alarms(platform: Platform, most: int) -> Iterator[Parked]:
    """The earliest parked alarms. Each is read again, because the index may lag."""
    for _, row in _read(platform, parking.find_parked(platform, keys.PARKED_ALARMS, most)):
        if row.get("alarms_pk") == keys.PARKED_ALARMS:
            yield parked_alarm(platform, row)


PARKS: Mapping[str, Callable[[Platform, int], Iterator[Parked]]] = {OUTBOX: parked_rows, ALARMS: parked_alarms}
PARTITIONS: Mapping[str, str] = {OUTBOX: keys.PARKED, ALARMS: keys.PARKED_ALARMS}


def count(platform: Platform, park: str) -> int:
    """How many there are, up to `parking.COUNTED`."""
    return len(parking.find_parked(platform, PARTITIONS[park]))


def undone_row(row: Item) -> Undone:
    """`kind` names the remaining effects, as `start:review+send:documents.fifo`; `id` the case and the event."""
    identifier, ids = identifier_and_ids(row["pk"], keys.name_in(row["sk"], keys.OUTBOX))
    written = parking.written_at(row)
    return Undone(identifier, kind_of(row), ids, written, row.get("attempts", 0), row.get("failure"))


def identifier_and_ids(owner: Owner, name: str) -> tuple[str, Mapping[str, str]]:
    """The id under which people see what is parked, and the ids they see with it: a case's own id, else the owner."""
    if keys.kind_of(owner) == keys.CASE:
        case_id = keys.case_id(owner)
        return f"{case_id}.{name}", {"case_id": case_id}
    return f"{owner}.{name}", {"owner": owner}


def kind_of(row: Item) -> str:
    """Effects that this code cannot read have a kind too: they can be put back, because newer code may read them."""
    effects = outbox.remaining_if_readable(row)
    return UNREADABLE if effects is None else "+".join(f"{effect.do}:{subject(effect)}" for effect in effects)


def subject(effect: outbox.Effect) -> str:
    return effect.queue if isinstance(effect, outbox.SendMessage) else effect.machine


def parked_alarm(platform: Platform, row: Item) -> Parked:
    try:
        alarm = alarms.load(row)
    except ValidationError:
        return parked_unreadable_alarm(platform, row)
    return Parked(undone_alarm(alarm), partial(parking.put_back_alarm, platform, alarm))


def undone_alarm(alarm: alarms.Alarm) -> Undone:
    identifier, ids = identifier_and_ids(alarm.owner, alarm.name)
    return Undone(identifier, alarm.what, ids, alarm.due, alarm.attempts)


def parked_unreadable_alarm(platform: Platform, row: Item) -> Parked:
    """Its due time is unknown. When it is put back, the sweeper reads it within a minute."""
    owner, name = row["pk"], keys.name_in(row["sk"], keys.ALARM)
    identifier, ids = identifier_and_ids(owner, name)
    undone = Undone(identifier, UNREADABLE, ids, platform.now(), 0)
    return Parked(undone, partial(parking.put_back_unreadable_alarm, platform, owner, name))


def _read(platform: Platform, found: list[Key]) -> Iterator[tuple[Key, Item]]:
    """The rows of these keys, in the same order, without those that no longer exist."""
    for start in range(0, len(found), READ):
        part = found[start : start + READ]
        read = platform.table.get_many(part)
        yield from ((key, read[key]) for key in part if key in read)
