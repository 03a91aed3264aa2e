"""What is owed back of a fee is somebody's task: it opens with the first payment that is owed back, and ends when
nothing is any more. Every act asks for it in its own transaction, so that none can forget it.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pydantic import JsonValue

from chalicelib.cases.model import Case, task_id
from chalicelib.cases.model.charged import examined
from chalicelib.cases.model.fee_acts import REFUND_FEE
from chalicelib.cases.model.opening import new_task
from chalicelib.cases.model.supervision import REFUND
from chalicelib.cases.model.task import TASK_KINDS, TO_REFUND
from chalicelib.cases.store.tasks import cancel_task, close_task, put_task
from chalicelib.durable.caller import Caller
from chalicelib.foundation.writes import Op


class Owed(NamedTuple):
    """The case with its fee and the task, what the event says of both, the rows, and the matters of the supervisors."""

    case: Case
    data: Mapping[str, JsonValue] = {}
    ops: Sequence[Op] = ()
    matters: Sequence[str] = ()


def refund_owed(before: Case, after: Case, caller: Caller, act: str) -> Owed:
    """A fee lapses with its case; whatever an act does to the other tasks, this one stays while money is owed back.
    `act` is the name of the act. It has no day: no law in force here gives one, and no item publishes one.
    """
    lapsed = _fee_lapsed(before, after, caller)
    task, owes = before.open_task(TO_REFUND), lapsed.case.fee is not None and bool(lapsed.case.fee.owed_back)
    if task is None:
        return _asked(lapsed, caller) if owes else lapsed
    if owes:
        stays = (*lapsed.case.open_tasks, task) if task not in lapsed.case.open_tasks else lapsed.case.open_tasks
        return lapsed._replace(case=lapsed.case.model_copy(update={"open_tasks": stays}))
    answered = {"answered_by": caller.actor.sub, "answered_at": caller.at.isoformat()}
    ordered = act == REFUND_FEE.name
    ended = close_task(before, task, **answered) if ordered else cancel_task(before, task, "returned", caller.at)
    told = {"refund_task_ended": task_id(before.id, task.no)}
    return lapsed._replace(case=lapsed.case.without_task(task.no), data={**lapsed.data, **told}, ops=[ended])


def _asked(lapsed: Owed, caller: Caller) -> Owed:
    task = new_task(lapsed.case, TASK_KINDS[TO_REFUND], caller.at)
    told = {**lapsed.data, "refund_task": task.id}
    return lapsed._replace(case=lapsed.case.with_task(task), data=told, ops=[put_task(task)])


def _fee_lapsed(before: Case, after: Case, caller: Caller) -> Owed:
    """With the payments that are owed back by the end of the case, for the event."""
    fee = after.fee
    if fee is None or not after.ended_without_grant:
        return Owed(after)
    ended = fee.as_ended(caller.at, worked=examined(after) or examined(before))
    if ended is fee:
        return Owed(after)
    case = after.model_copy(update={"fee": ended})
    if ended.kept_at:
        return Owed(case, {"fee_kept": ended.no})
    back: list[JsonValue] = [one.no for one in ended.owed_back if one not in fee.owed_back]
    return Owed(case, {"fee_lapsed": ended.no, "owed_back": back}, matters=[REFUND] if back else [])
