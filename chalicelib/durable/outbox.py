"""The outbox: what follows from an act, written in its transaction, carried out at least once, idempotently.

The table's stream brings each new row to `dispatch`, the fast way; `reconcile` reads the `pending` index, the sure way.
A row carried out loses its index key and gets a TTL in one update; a row that fails stays pending for the reconciler,
and one that fails too often is parked.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import ValidationError

from chalicelib.durable import parking, workflow
from chalicelib.durable.effects import Effect, Effects, ResumeMachine, SendMessage, StartMachine
from chalicelib.foundation import failures, keys, telemetry
from chalicelib.foundation.alongside import Together, one_after_the_other
from chalicelib.foundation.keys import Owner
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Unavailable
from chalicelib.foundation.table import ABSENT, Item, Op, Refused, When, put, update

KEPT = timedelta(days=7)
GRACE = timedelta(seconds=10)
# Of a reconciler's run, which begins anew each minute.
BUDGET = timedelta(seconds=40)
PAGE = 25
# Every row is written later; a key may not be empty.
EARLIEST = "2000"
PENDING = When("attribute_exists(#pending_pk)")


Where = Callable[[Platform, Owner, str], str | None]
"""The step at which a machine of the owner belongs now; None when it has nothing to do."""


def row(platform: Platform, owner: Owner, cause: int | str, effects: Sequence[Effect]) -> list[Op]:
    """The outbox row of an act, as operations of its transaction; none when nothing follows. `cause` is the number of
    its event, or the name of what has no event and happens once.
    """
    if not effects:
        return []
    written, key = platform.wall(), keys.outbox(owner, cause)
    item = {
        **key._asdict(),
        "kind": "outbox",
        "owner": owner,
        "effects": Effects.dump_json(list(effects)).decode(),
        "written": written.isoformat(timespec="milliseconds"),
        "pending_pk": keys.pending(shard(owner)),
        "pending_sk": f"{written.isoformat(timespec='milliseconds')}#{owner}#{key.sk}",
    }
    return [put(item, when=ABSENT)]


def shard(owner: Owner) -> int:
    return hashlib.sha256(owner.encode()).digest()[0] % keys.PENDING_SHARDS


def dispatch(platform: Platform, rows: Iterable[Item], where: Where) -> int:
    """Carry out each row; one that fails stays pending and does not hold up the next. Answers how many were carried
    out.
    """
    return sum(attempt(platform, item, where) is None for item in rows)


def reconcile(platform: Platform, where: Where, *, together: Together[int] = one_after_the_other) -> int:
    """Carry out what has been pending longer than `GRACE` (wall time); what fails too often is parked.

    Each shard has `BUDGET` and goes on where it can: `together` may work on the shards at once, so that one that is
    held up does not hold up the others. Answers how many rows were carried out.
    """
    parking.measure(platform)  # first, as a run can be cut short
    begun = platform.wall()
    limit, late = (begun - GRACE).isoformat(timespec="milliseconds"), begun + BUDGET
    shards = [partial(_reconcile_shard, platform, where, number, limit, late) for number in range(keys.PENDING_SHARDS)]
    return sum(together(shards))


def _reconcile_shard(platform: Platform, where: Where, number: int, limit: str, late: datetime) -> int:
    """Oldest first. The index lags: what counts is the row, read consistently."""
    shard, done = keys.pending(number), 0
    overdue = platform.table.query_all(shard, index=keys.PENDING_INDEX, between=(EARLIEST, limit))
    entries = [keys.Key(entry["pk"], entry["sk"]) for entry in overdue]
    for start in range(0, len(entries), PAGE):
        rows = platform.table.get_many(entries[start : start + PAGE])
        for item in (rows[key] for key in entries[start : start + PAGE] if key in rows):
            if platform.wall() > late:
                return done
            if item.get("pending_pk") == shard:
                done += _try(platform, item, where)
    return done


def _try(platform: Platform, item: Item, where: Where) -> bool:
    failure = attempt(platform, item, where)
    if failure is None:
        return True
    try:
        parking.failed(platform, item, failure, passing=type(failure) is workflow.NotYet)
    except (ClientError, BotoCoreError, Unavailable) as outage:
        telemetry.log.warning("failure not counted", extra=named(item, outage))
    return False


def attempt(platform: Platform, item: Item, where: Where) -> Exception | None:
    """Carry out one row; the failure that has left it pending, if any."""
    try:
        carry_out(platform, item, where)
    except workflow.Broke as broke:
        telemetry.log.warning("execution failed, another was started", extra=named(item, broke))
        return broke
    except workflow.NotYet as early:
        telemetry.log.debug("machine between two steps", extra=named(item, early))
        return early
    except Exception as failure:  # noqa: BLE001 - one row is the boundary: even a bug in it must not stop the others
        extra = {**named(item, failure), "where": failures.place_of(failure)}
        telemetry.log.warning("outbox row left pending", extra=extra)
        return failure
    return None


def named(item: Item, failure: Exception) -> dict[str, Any]:
    return {"row": item["sk"], "owner": item.get("owner"), "failure": failures.name_of(failure)}


def carry_out(platform: Platform, item: Item, where: Where) -> None:
    """Every effect of the row, then its end. Each effect may have been carried out before.

    A machine started or woken may still die before it gets where it belongs, so such a row stays pending, with the
    machine alone left of it, until somebody has looked and found it there. Raises `NotYet` then.
    """
    owner, under_way, early = item["owner"], list[Effect](), workflow.NotYet()
    for effect in left(item):
        match effect:
            case StartMachine():
                workflow.start(platform, owner, effect.machine, generation=1, at=effect.at)
                under_way.append(ResumeMachine(machine=effect.machine))
            case ResumeMachine():
                try:
                    there = workflow.resume(platform, owner, effect.machine, where)
                except workflow.NotYet as not_yet:
                    there, early = False, not_yet
                if not there:
                    under_way.append(effect)
            case SendMessage():
                send(platform, effect)
    if under_way:
        keep(platform, item, under_way)
        raise early
    finish(platform, item)


def left(item: Item) -> list[Effect]:
    """What of a row has still to be carried out."""
    return Effects.validate_json(item.get("left", item["effects"]))


def readable(item: Item) -> list[Effect] | None:
    """The same, for who only looks; None for a row that this code cannot read."""
    try:
        return left(item)
    except (KeyError, ValidationError):
        return None


def keep(platform: Platform, item: Item, effects: Sequence[Effect]) -> None:
    """Only these effects of the row are left; the row goes on to tell what the act asked for."""
    if list(effects) == left(item):
        return
    changes = {"left": Effects.dump_json(list(effects)).decode()}
    try:
        platform.table.write(update(keys.Key(item["pk"], item["sk"]), put=changes, when=PENDING))
    except Refused:
        return  # another dispatcher has finished it


def finish(platform: Platform, item: Item) -> None:
    ttl = int((platform.wall() + KEPT).timestamp())
    try:
        platform.table.write(
            update(
                keys.Key(item["pk"], item["sk"]),
                put={"ttl": ttl},
                remove=("pending_pk", "pending_sk"),
                when=PENDING,
            )
        )
    except Refused:
        return  # another dispatcher was faster


def send(platform: Platform, effect: SendMessage) -> None:
    fifo: Any = (
        {"MessageGroupId": effect.group or "", "MessageDeduplicationId": effect.unique or ""}
        if effect.queue.endswith(".fifo")
        else {}
    )
    platform.sqs.send_message(
        QueueUrl=platform.settings.queue_url(effect.queue),
        MessageBody=json.dumps(effect.body, ensure_ascii=False, separators=(",", ":")),
        **fifo,
    )
