"""What is under way and therefore not broken: what the outbox rows of the last minutes are about."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from chalicelib.durable import outbox, parking
from chalicelib.durable.effects import Effect, ResumeMachine, SendMessage
from chalicelib.foundation import keys
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.foundation.table import Item

# Wall time that the stream, the reconciler after it and the consumers of the queues have for what follows from an act.
FRESH = timedelta(minutes=2)


def fresh(rows: Iterable[Item], now: datetime) -> list[Item]:
    """Those written, or carried out, less than `FRESH` ago; parked ones are under way no more."""
    return [row for row in rows if row.get("pending_pk") != keys.PARKED and now - moved_at(row) < FRESH]


def moved_at(row: Item) -> datetime:
    """When a pending row was written, when another was carried out (wall time)."""
    if "pending_sk" in row:
        return parking.written_at(row)
    return datetime.fromtimestamp(row.get("ttl", 0), SHANGHAI) - outbox.KEPT


def subjects(rows: Iterable[Item], now: datetime) -> set[str]:
    """The machines, documents and tasks that these rows set going: a row just written all that its act asked for, an
    older one what was carried out of it last. What had been sent long before, and was lost, is under way no more.
    """
    asked = ({**row, "left": row["effects"]} if just_written(row, now) else row for row in rows)
    return {subject for row in asked for effect in outbox.readable(row) or () for subject in subjects_of(effect)}


def just_written(row: Item, now: datetime) -> bool:
    return "effects" in row and now - parking.written_at(row) < FRESH


def subjects_of(effect: Effect) -> Iterator[str]:
    if not isinstance(effect, SendMessage):
        yield effect.machine
        return
    for name in ("document", "task_id"):
        if name in effect.body:
            yield str(effect.body[name])


def only_awaits(row: Item, running: set[str]) -> bool:
    """Whether all that is left of a row is that machines arrive, and each of them is on its way."""
    effects = outbox.readable(row)
    return bool(effects) and all(isinstance(effect, ResumeMachine) and effect.machine in running for effect in effects)


def machines(row: Item) -> list[str]:
    """The machines that what is left of a row starts or resumes."""
    return [effect.machine for effect in outbox.readable(row) or () if not isinstance(effect, SendMessage)]
