"""The outbox: what follows from an act. It is written in the act's transaction and carried out at least once.

The table's stream brings each new row to `dispatch` at once. A row that was carried out leaves the index `pending` and
gets a TTL, in one update. A row that fails stays pending. The reconciler tries it again and finds what the stream lost.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from pydantic import ValidationError

from chalicelib.durable import workflow
from chalicelib.durable.effects import Effect, Effects, ResumeMachine, SendMessage, StartMachine
from chalicelib.foundation import failures, keys, telemetry
from chalicelib.foundation.alongside import RunAll, one_after_the_other
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Owner
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import ABSENT, Op, When, put, update

# How long a row that was carried out stays readable.
KEPT = timedelta(days=7)
PENDING = When("attribute_exists(#pending_pk)")


Where = Callable[[Platform, Owner, str], str | None]
"""`(platform, owner, machine)`: the step at which the machine belongs now; None when it has nothing to do."""


def row(platform: Platform, owner: Owner, cause: int | str, effects: Sequence[Effect]) -> list[Op]:
    """The operations that write an outbox row, for the act's transaction; none when there are no effects.

    `cause` is the number of the event from which the effects follow. What has no event gives a name that is used once.
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
        "pending_sk": keys.by_time(written.isoformat(timespec="milliseconds"), owner, key.sk),
    }
    return [put(item, when=ABSENT)]


def shard(owner: Owner) -> int:
    return hashlib.sha256(owner.encode()).digest()[0] % keys.PENDING_SHARDS


def dispatch(
    platform: Platform, rows: Iterable[Item], where: Where, *, run_all: RunAll[int] = one_after_the_other
) -> int:
    """Carry out each row of a batch. A row that fails stays pending, and the next one is carried out all the same.

    `run_all` may work for several owners at the same time; the rows of one owner keep their order.
    Returns how many rows were carried out.
    """
    of_owners: dict[str, list[Item]] = {}
    for item in rows:
        of_owners.setdefault(item["pk"], []).append(item)
    return sum(run_all([partial(_dispatch_in_order, platform, items, where) for items in of_owners.values()]))


def _dispatch_in_order(platform: Platform, rows: Iterable[Item], where: Where) -> int:
    return sum(try_to_carry_out(platform, item, where) is None for item in rows)


def try_to_carry_out(platform: Platform, item: Item, where: Where) -> Exception | None:
    """Carry out one row. None when that worked, else the failure; the row is still pending then."""
    try:
        carry_out(platform, item, where)
    except workflow.ExecutionFailed as failed:
        telemetry.log.warning("execution failed, another was started", extra=log_fields(item, failed))
        return failed
    except workflow.MachineUnderWay as under_way:
        telemetry.log.debug("machine between two steps", extra=log_fields(item, under_way))
        return under_way
    except Exception as failure:  # noqa: BLE001 - not even a bug in one row may stop the other rows of the batch
        extra = {**log_fields(item, failure), "where": failures.place_of(failure)}
        telemetry.log.warning("outbox row left pending", extra=extra)
        return failure
    return None


def log_fields(item: Item, failure: Exception) -> dict[str, Any]:
    """The owner by its key: an attribute of a row that cannot be read may hold anything."""
    return {"row": item["sk"], "owner": item["pk"], "failure": failures.name_of(failure)}


def carry_out(platform: Platform, item: Item, where: Where) -> None:
    """Carry out every remaining effect of the row, then end the row. Each effect may be carried out more than once.

    An execution that was started or woken can die before it waits at the right step. So the row stays pending, with
    only its machines remaining, until a later call finds them there. Raises `MachineUnderWay` until then.

    An effect that fails keeps none of the others from being carried out: a document does not wait for a machine. It
    remains, and its failure is raised at the end.
    """
    remaining, failures_met = list[Effect](), list[Exception]()
    for effect in remaining_effects(item):
        try:
            left = _left_of(platform, item["owner"], effect, where)
        except Exception as failure:  # noqa: BLE001 - whatever it was, it is raised below
            left = effect
            failures_met.append(failure)
        if left:
            remaining.append(left)
    if remaining:
        keep_remaining(platform, item, remaining)
        raise _worst(failures_met)
    finish(platform, item)


def _left_of(platform: Platform, owner: Owner, effect: Effect, where: Where) -> Effect | None:
    """Carry out one effect. What is still to be done of it: its machine may not have arrived yet."""
    match effect:
        case StartMachine():
            workflow.start_execution(platform, owner, effect.machine, generation=1, at=effect.at)
            return ResumeMachine(machine=effect.machine)
        case ResumeMachine():
            return None if workflow.resume(platform, owner, effect.machine, where) else effect
        case SendMessage():
            send_message(platform, effect)
            return None


def _worst(failures_met: Sequence[Exception]) -> Exception:
    """The failure to tell: a machine that is only under way is none, if there was another."""
    hard = [failure for failure in failures_met if not isinstance(failure, workflow.MachineUnderWay)]
    return next(iter([*hard, *failures_met]), workflow.MachineUnderWay())


def remaining_effects(item: Item) -> list[Effect]:
    """The effects of a row that still have to be carried out."""
    return Effects.validate_json(item.get("remaining", item["effects"]))


def remaining_if_readable(item: Item) -> list[Effect] | None:
    """Like `remaining_effects`, but None for a row that this code cannot read."""
    try:
        return remaining_effects(item)
    except (KeyError, ValidationError):
        return None


def keep_remaining(platform: Platform, item: Item, effects: Sequence[Effect]) -> None:
    """Write that only these effects remain. `effects` of the row stays as the act wrote it, for whoever reads it."""
    if list(effects) == remaining_effects(item):
        return
    changes = {"remaining": Effects.dump_json(list(effects)).decode()}
    try:
        platform.table.write(update(keys.Key(item["pk"], item["sk"]), put=changes, when=PENDING))
    except Refused:
        return  # another dispatcher has ended the row


def finish(platform: Platform, item: Item) -> None:
    """Take the row out of the index `pending` and let DynamoDB delete it after `KEPT`."""
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
        return  # another dispatcher has ended the row


def send_message(platform: Platform, effect: SendMessage) -> None:
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
