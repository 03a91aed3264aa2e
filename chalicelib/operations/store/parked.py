"""Work that the application itself has put aside: outbox rows and alarms that failed too often."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import NamedTuple

from pydantic import ValidationError

from chalicelib.durable import alarms, outbox, parking
from chalicelib.foundation import keys
from chalicelib.foundation.keys import Key, Owner
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Item
from chalicelib.operations.store.deadletters import UNREADABLE

OUTBOX = "outbox"
ALARMS = "alarms"
READ = 100  # rows read in one call


@dataclass(frozen=True)
class Undone:
    """A dead letter or something parked. `since`: when first sent or written (wall time) or due (legal time)."""

    id: str
    kind: str
    ids: Mapping[str, str]
    since: datetime
    attempts: int
    failure: str | None = None


class Parked(NamedTuple):
    """`put_back` lets it be tried again; False when it is no longer parked."""

    undone: Undone
    put_back: Callable[[], bool]


def rows(platform: Platform, most: int) -> Iterator[Parked]:
    """The oldest parked outbox rows, as they are now: the index may lag."""
    for key, row in _read(platform, parking.find(platform, keys.PARKED, most)):
        if row.get("pending_pk") == keys.PARKED:
            yield Parked(of_row(row), partial(parking.put_back, platform, key))


def due(platform: Platform, most: int) -> Iterator[Parked]:
    """The earliest parked alarms, as they are now."""
    for _, row in _read(platform, parking.find(platform, keys.PARKED_ALARMS, most)):
        if row.get("alarms_pk") == keys.PARKED_ALARMS:
            yield of_alarm_row(platform, row)


PARKS: Mapping[str, Callable[[Platform, int], Iterator[Parked]]] = {OUTBOX: rows, ALARMS: due}
PARTITIONS: Mapping[str, str] = {OUTBOX: keys.PARKED, ALARMS: keys.PARKED_ALARMS}


def count(platform: Platform, park: str) -> int:
    """How many there are, up to `parking.COUNTED`."""
    return len(parking.find(platform, PARTITIONS[park]))


def of_row(row: Item) -> Undone:
    """`kind` names what is left: start:review+send:documents.fifo. `id` is the case and the number of its event."""
    identifier, ids = named(row["pk"], row["sk"].removeprefix("OUTBOX#"))
    written = parking.written_at(row)
    return Undone(identifier, kind_of(row), ids, written, row.get("attempts", 0), row.get("failure"))


def named(owner: Owner, name: str) -> tuple[str, Mapping[str, str]]:
    """How people call what is parked, and the ids they see with it: of a case its own id, else the owner."""
    if keys.kind_of(owner) == keys.CASE:
        case_id = keys.case_id(owner)
        return f"{case_id}.{name}", {"case_id": case_id}
    return f"{owner}.{name}", {"owner": owner}


def kind_of(row: Item) -> str:
    """What nobody can read may be replayed all the same: the next version of the code may know it."""
    effects = outbox.readable(row)
    return UNREADABLE if effects is None else "+".join(f"{effect.do}:{subject(effect)}" for effect in effects)


def subject(effect: outbox.Effect) -> str:
    return effect.queue if isinstance(effect, outbox.SendMessage) else effect.machine


def of_alarm_row(platform: Platform, row: Item) -> Parked:
    try:
        alarm = alarms.load(row)
    except ValidationError:
        return unreadable_alarm(platform, row)
    return Parked(of_alarm(alarm), partial(parking.set_again, platform, alarm))


def of_alarm(alarm: alarms.Alarm) -> Undone:
    identifier, ids = named(alarm.owner, alarm.name)
    return Undone(identifier, alarm.what, ids, alarm.due, alarm.attempts)


def unreadable_alarm(platform: Platform, row: Item) -> Parked:
    """Its instant is unknown: put back, the sweeper looks at it in a minute."""
    owner, name = row["pk"], row["sk"].removeprefix("ALARM#")
    identifier, ids = named(owner, name)
    undone = Undone(identifier, UNREADABLE, ids, platform.now(), 0)
    return Parked(undone, partial(parking.look_again, platform, owner, name))


def _read(platform: Platform, found: list[Key]) -> Iterator[tuple[Key, Item]]:
    """In the order of the index."""
    for start in range(0, len(found), READ):
        part = found[start : start + READ]
        read = platform.table.get_many(part)
        yield from ((key, read[key]) for key in part if key in read)
