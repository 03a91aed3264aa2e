"""Opening a wait of a state machine of a case. It may be repeated, and does nothing when the case has moved on."""

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

# The steps at which somebody gets a task.
TASKS = {"review", "decide"}
# How often the opening starts over when the case was changed while it was being written.
ATTEMPTS = 8


def open_step(platform: Platform, step: Step) -> None:
    """Let the machine wait at `step`, by writing its token into the flow item.

    When the case does not stand at this step, or another generation has taken over, complete the token at once: then
    the machine goes on and asks again at its next step. The first opening of a review or a decision also creates the
    task and notifies its department. Later openings only write the new token.
    """
    for _ in range(ATTEMPTS):
        found = load_file(platform.table, keys.case_id(step.owner))
        flow = found.flows.get(step.machine) if found else None
        if (
            found is None
            or flow is None
            or flow.generation != step.generation
            or found.case.stands_at(step.machine) != step.step
        ):
            workflow.complete_wait(platform, step.token or "")
            return
        try:
            _open(platform, step, found, flow)
        except Refused:
            continue  # the case was changed between read and write: read it again
        return
    raise problems.Unavailable


def _open(platform: Platform, step: Step, found: CaseFile, flow: Flow) -> None:
    case = found.case
    if step.step not in TASKS or case.open_task == step.step:
        platform.table.write(
            workflow.open_wait(case.owner, step, flow),
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
            ops=[put_task(task), workflow.open_wait(case.owner, step, flow)],
            effects=_notification(task),
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
    """The promised due day; the statutory one when the department has promised nothing."""
    return case.clock.promised_due or case.clock.statutory_due


def _notification(task: Task) -> list[Effect]:
    """The department's system is notified of review tasks only, because people decide (rules 一(二)3)."""
    if task.kind != "review":
        return []
    return [notify_department(task)]
