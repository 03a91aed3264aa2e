"""The outbox: what follows from an act. It is written in the act's transaction and carried out at least once.

The table's stream brings each new row to `dispatch` at once. A row that was carried out leaves the index `pending` and
gets a TTL, in one update. A row that starts or wakes a machine is ended where the machine arrives, in the transaction
that opens its wait. A row that fails stays pending. The reconciler tries it again and finds what the stream lost.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from datetime import timedelta
from functools import partial
from typing import Any

from pydantic import ValidationError

from chalicelib.durable import workflow
from chalicelib.durable.effects import Effect, Effects, ResumeMachine, SendMessage, StartMachine
from chalicelib.durable.flows import Step
from chalicelib.durable.pace import HeldBack, Pace, pause_of
from chalicelib.foundation import failures, keys, telemetry
from chalicelib.foundation.alongside import RunAll, one_after_the_other
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Owner
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import ABSENT, Op, When, equals, put, update

# How long a row that was carried out stays readable.
KEPT = timedelta(days=7)
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00")
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
    pace, of_owners = Pace(), dict[str, list[Item]]()
    for item in rows:
        of_owners.setdefault(item["pk"], []).append(item)
    in_order = [partial(_dispatch_in_order, platform, items, where, pace) for items in of_owners.values()]
    return sum(run_all(in_order))


def _dispatch_in_order(platform: Platform, rows: Iterable[Item], where: Where, pace: Pace) -> int:
    return sum(try_to_carry_out(platform, item, where, pace=pace) is None for item in rows)


def try_to_carry_out(
    platform: Platform, item: Item, where: Where, *, pace: Pace | None = None, again: bool = False
) -> Exception | None:
    """Carry out one row. None when that worked, else the failure; the row is still pending then.

    `pace` is that of the run, which starts no machine any more once Step Functions has refused one.
    `again`: the stream has had its time with the row, so whoever comes now looks what became of it.
    """
    try:
        carry_out(platform, item, where, pace or Pace(), again=again)
    except workflow.ExecutionFailed as failed:
        telemetry.log.warning("execution failed, another was started", extra=log_fields(item, failed))
        return failed
    except (workflow.MachineUnderWay, HeldBack) as waits:
        telemetry.log.debug("machine between two steps, or held back", extra=log_fields(item, waits))
        return waits
    except Exception as failure:  # noqa: BLE001 - not even a bug in one row may stop the other rows of the batch
        extra = {**log_fields(item, failure), "where": failures.place_of(failure)}
        telemetry.log.warning("outbox row left pending", extra=extra)
        return failure
    return None


def log_fields(item: Item, failure: Exception) -> dict[str, Any]:
    """The owner by its key: an attribute of a row that cannot be read may hold anything."""
    return {"row": item["sk"], "owner": item["pk"], "failure": failures.name_of(failure)}


def carry_out(platform: Platform, item: Item, where: Where, pace: Pace | None = None, *, again: bool = False) -> None:
    """Carry out every remaining effect of the row, then end the row. Each effect may be carried out more than once.

    An execution that was started or woken can die before it waits at the right step. So the row stays pending until
    the machine has arrived. The execution is told which row this is, and its opening ends the row. Raises
    `MachineUnderWay` until then. An opening that did not come is found by whoever calls `again`.

    The execution is told only when nothing else of the row is left to do. So messages are sent first, and an opening
    never ends a row of which a message was not sent.

    An effect that fails keeps none of the others from being carried out: a document does not wait for a machine. It
    remains, and its failure is raised at the end.
    """
    effects = sorted(remaining_effects(item), key=lambda effect: not isinstance(effect, SendMessage))
    remaining, failures_met, pace = list[Effect](), list[Exception](), pace or Pace()
    for place, effect in enumerate(effects, 1):
        told = cause_of(item) if place == len(effects) and not remaining else ""
        try:
            with nullcontext() if isinstance(effect, SendMessage) else pace.kept():
                left = _left_of(platform, item["owner"], effect, where, cause=told, again=again)
        except Exception as failure:  # noqa: BLE001 - whatever it was, it is raised below
            left = _awaited(effect) if isinstance(failure, workflow.MachineUnderWay) else effect
            failures_met.append(failure)
        if left:
            remaining.append(left)
    if not remaining:
        finish(platform, item)
        return
    if again or failures_met or len(remaining) > 1:
        keep_remaining(platform, item, remaining)
    worst = _worst(failures_met)
    if failures.is_passing(worst):
        put_off(platform, item)
    raise worst


def _left_of(
    platform: Platform, owner: Owner, effect: Effect, where: Where, *, cause: str, again: bool
) -> Effect | None:
    """Carry out one effect. What is still to be done of it: its machine may not have arrived yet."""
    match effect:
        case StartMachine():
            machine = effect.machine
            new = workflow.start_execution(platform, owner, machine, generation=1, at=effect.at, cause=cause)
            if new or not again:
                return _awaited(effect)
            return None if workflow.resume(platform, owner, machine, where, cause) else _awaited(effect)
        case ResumeMachine():
            return None if workflow.resume(platform, owner, effect.machine, where, cause) else effect
        case SendMessage():
            send_message(platform, effect)
            return None


def _awaited(effect: Effect) -> Effect:
    """What remains of an effect whose machine is on its way: it was started, and has to be looked after."""
    return ResumeMachine(machine=effect.machine) if isinstance(effect, StartMachine) else effect


def _worst(failures_met: Sequence[Exception]) -> Exception:
    """The failure to tell: a machine that is only under way or held back is none, if there was another."""
    hard = [failure for failure in failures_met if not isinstance(failure, (workflow.MachineUnderWay, HeldBack))]
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


def put_off(platform: Platform, item: Item) -> None:
    """Let the reconciler pass over a row that AWS had no room for, until the row's pause is over."""
    due = platform.wall() + pause_of(f"{item['pk']}{item['sk']}")
    place = keys.by_time(due.isoformat(timespec="milliseconds"), item["owner"], item["sk"])
    same = equals(pending_pk=item["pending_pk"], pending_sk=item["pending_sk"])
    try:
        platform.table.write(update(keys.Key(item["pk"], item["sk"]), put={"pending_sk": place}, when=same))
    except Refused:
        return  # another dispatcher has ended the row, or put it off


def finish(platform: Platform, item: Item) -> None:
    """Take the row out of the index `pending` and let DynamoDB delete it after `KEPT`."""
    try:
        platform.table.write(_end(platform, keys.Key(item["pk"], item["sk"]), PENDING))
    except Refused:
        return  # another dispatcher has ended the row


def _end(platform: Platform, key: keys.Key, when: When) -> Op:
    ttl = int((platform.wall() + KEPT).timestamp())
    return update(key, put={"ttl": ttl}, remove=("pending_pk", "pending_sk"), when=when)


def cause_of(item: Item) -> str:
    """The name by which an execution knows this row: never that of another row, not even in a restored table.

    It is empty for a row whose time of writing is none: what such a row holds must not stand in an execution's history.
    """
    written = str(item.get("written", ""))
    return f"{item['sk']}@{written}" if TIME.fullmatch(written) else ""


def arrived(platform: Platform, step: Step) -> list[Op]:
    """The operation that ends the row which has brought the machine to this step; none when the step names no row.

    It belongs into the transaction by which the machine arrives. It is refused when the row is gone or, in a restored
    table, when another row has its place. `overtaken` tells that from other refusals.
    """
    if not step.cause:
        return []
    sk, _, written = step.cause.rpartition("@")
    return [_end(platform, keys.Key(step.owner, sk), equals(written=written))]


def overtaken(step: Step, refusal: Refused) -> Step | None:
    """The same step without its row, when it was refused because that row is gone."""
    gone = step.cause and step.cause.rpartition("@")[0] in refusal.labels
    return step.model_copy(update={"cause": ""}) if gone else None


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
