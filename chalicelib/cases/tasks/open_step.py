"""Opening a wait of a state machine: one write, level-triggered, repeatable, quiet when stale."""

from datetime import date

from chalicelib.cases.model import Case, Task, task_id
from chalicelib.cases.model.task import notify_department
from chalicelib.cases.store.commit import Change, commit
from chalicelib.cases.store.records import CaseFile, load_file, put_task
from chalicelib.durable import workflow
from chalicelib.durable.caller import MACHINE, Caller
from chalicelib.durable.effects import Effect
from chalicelib.durable.flows import Flow, Step
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused, check, equals

TASKS = {"review", "decide"}
RACES = 8


def open_step(platform: Platform, step: Step) -> None:
    """Wait at `step`, or complete its token at once when the case has passed it or another generation has taken over.

    The first opening of a review or a decision also makes the task and sends it to its department; later ones only
    renew the token.
    """
    for _ in range(RACES):
        found = load_file(platform.table, keys.case_id(step.owner))
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
            workflow.opened(case.owner, step, flow),
            check(keys.meta(case.id), equals(seq=case.seq, status=case.status.value)),
        )
        return
    caller = Caller(actor=MACHINE, at=platform.now())
    task = new_task(case, step.step, caller)
    commit(
        platform,
        caller,
        Change(
            case,
            case.model_copy(update={"open_task": task.kind}),
            "task_opened",
            data={
                "task": task.id,
                "kind": task.kind,
                "department": task.department,
                "due": str(task.due) if task.due else None,
            },
            ops=[put_task(task), workflow.opened(case.owner, step, flow)],
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
    return [notify_department(task)]
