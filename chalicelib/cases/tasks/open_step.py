"""Opening a wait of a state machine: one write, level-triggered, repeatable, quiet when stale."""

from datetime import date

from chalicelib import exchange
from chalicelib.cases import store
from chalicelib.cases.model import MACHINE, Case, Task, task_id
from chalicelib.cases.store import CaseFile
from chalicelib.foundation import keys, problems, workflow
from chalicelib.foundation.acts import Caller
from chalicelib.foundation.outbox import Effect
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused, check, equals
from chalicelib.foundation.workflow import Flow, Step

TASKS = {"review", "decide"}
RACES = 8


def open_step(platform: Platform, step: Step) -> None:
    """Wait at `step`, or complete its token at once when the case has passed it or another generation has taken over.

    The first opening of a review or a decision also makes the task and sends it to its department; later ones only
    renew the token.
    """
    for _ in range(RACES):
        found = store.load(platform.table, step.case_id)
        flow = found.flows.get(step.machine) if found else None
        if (
            found is None
            or flow is None
            or flow.generation != step.generation
            or found.case.stands_at(step.machine) != step.step
        ):
            workflow.complete(platform, step.token or "")
            return
        try:
            _open(platform, step, found, flow)
        except Refused:
            continue  # the case moved between the read and the write: look again
        return
    raise problems.Unavailable


def _open(platform: Platform, step: Step, found: CaseFile, flow: Flow) -> None:
    case = found.case
    if step.step not in TASKS or case.open_task == step.step:
        platform.table.write(
            workflow.opened(case.id, step, flow),
            check(keys.meta(case.id), equals(seq=case.seq, status=case.status.value)),
        )
        return
    caller = Caller(actor=MACHINE, at=platform.now())
    task = new_task(case, step.step, caller)
    store.commit(
        platform,
        caller,
        store.Change(
            case,
            case.model_copy(update={"open_task": task.kind}),
            "task_opened",
            data={
                "task": task.id,
                "kind": task.kind,
                "department": task.department,
                "due": str(task.due) if task.due else None,
            },
            ops=[store.put_task(task), workflow.opened(case.id, step, flow)],
            effects=_sent(task),
        ),
    )


def new_task(case: Case, kind: str, caller: Caller) -> Task:
    return Task.model_validate(
        {
            "id": task_id(case.id, kind),
            "case_id": case.id,
            "kind": kind,
            "division": case.division,
            "department": case.department,
            "item": case.item,
            "item_name": case.item_name,
            "case_number": case.number,
            "due": inner_due(case),
            "statutory_due": case.clock.statutory_due,
            "provisional": case.clock.provisional,
            "opened_at": caller.at,
        }
    )


def inner_due(case: Case) -> date | None:
    """The department works towards what it has promised, or towards the law where it has promised nothing."""
    return case.clock.promised_due or case.clock.statutory_due


def _sent(task: Task) -> list[Effect]:
    """Review tasks go to the department's system; decisions are made by people (rules 一(二)3)."""
    if task.kind != "review":
        return []
    return [exchange.told(task)]
