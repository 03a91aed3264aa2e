"""What is under way and therefore not broken: the machines, documents and tasks that recent outbox rows are about."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from chalicelib.durable import outbox, parking
from chalicelib.durable.effects import Effect, ResumeMachine, SendMessage
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import SHANGHAI

# The wall time that stream, reconciler and the consumers of queues have for the effects of an act.
RECENT = timedelta(minutes=2)


def recent_rows(rows: Iterable[Item], now: datetime) -> list[Item]:
    """The rows written or carried out less than `RECENT` ago, without parked ones, on which nobody works."""
    return [row for row in rows if row.get("pending_pk") != keys.PARKED and now - changed_at(row) < RECENT]


def changed_at(row: Item) -> datetime:
    """When a pending row was written, or when another row was carried out (wall time)."""
    if "pending_sk" in row:
        return parking.written_at(row)
    return datetime.fromtimestamp(row.get("ttl", 0), SHANGHAI) - outbox.KEPT


def subjects_of_rows(rows: Iterable[Item], now: datetime) -> set[str]:
    """The machines, documents and tasks that these rows set going.

    Of a row written less than `RECENT` ago, these are all that its act asked for. Of an older row, these are the
    effects that were carried out last: a message that it sent long before is no longer under way, and may be lost.
    """
    asked = ({**row, "remaining": row["effects"]} if just_written(row, now) else row for row in rows)
    return {
        subject
        for row in asked
        for effect in outbox.remaining_if_readable(row) or ()
        for subject in subjects_of(effect)
    }


def just_written(row: Item, now: datetime) -> bool:
    return "effects" in row and now - parking.written_at(row) < RECENT


def subjects_of(effect: Effect) -> Iterator[str]:
    if not isinstance(effect, SendMessage):
        yield effect.machine
        return
    for name in ("document", "task_id"):
        if name in effect.body:
            yield str(effect.body[name])


def only_awaits(row: Item, running: set[str]) -> bool:
    """Whether the row waits for nothing but machines, and each of these runs."""
    effects = outbox.remaining_if_readable(row)
    return bool(effects) and all(isinstance(effect, ResumeMachine) and effect.machine in running for effect in effects)


def machines_of(row: Item) -> list[str]:
    """The machines that the remaining effects of the row start or resume."""
    return [effect.machine for effect in outbox.remaining_if_readable(row) or () if not isinstance(effect, SendMessage)]
