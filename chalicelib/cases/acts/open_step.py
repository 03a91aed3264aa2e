"""Opening a wait of a state machine of a case. It may be repeated, and does nothing when the case has moved on."""

from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.model.machine_steps import stands_at
from chalicelib.cases.model.opening import new_task
from chalicelib.cases.model.task import kind_opened_at
from chalicelib.cases.model.task_acts import OPEN_TASK
from chalicelib.cases.store.records import CaseFile, load_file
from chalicelib.durable import outbox, workflow
from chalicelib.durable.flows import Flow, Step
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import check, equals

# How often the opening starts over when the case was changed while it was being written.
ATTEMPTS = 8


def open_step(platform: Platform, step: Step) -> None:
    """Let the machine wait at `step`, by writing its token into the flow item.

    When the case does not stand at this step, or another generation has taken over, end the wait at once: then the
    machine goes on and asks again at its next step, or goes back where the case has gone back.

    The first opening of a step that has a task also creates the task and notifies its department. Later openings only
    write the new token. Each opening ends the outbox row that has brought the machine here, in its transaction.
    """
    for _ in range(ATTEMPTS):
        found = load_file(platform.table, keys.case_id(step.owner))
        flow = found.flows.get(step.machine) if found else None
        if found is None or flow is None or flow.generation != step.generation:
            workflow.end_wait(platform, step, None)
            return
        if (at := stands_at(found.case, step.machine)) != step.step:
            workflow.end_wait(platform, step, at)
            return
        try:
            _open(platform, step, found, flow)
        except Refused as refusal:
            # The case was changed between read and write, or the row is gone: read again.
            step = outbox.overtaken(step, refusal) or step
            continue
        return
    raise problems.Unavailable


def _open(platform: Platform, step: Step, found: CaseFile, flow: Flow) -> None:
    case, kind = found.case, kind_opened_at(step.machine, step.step)
    if kind is None or case.open_task(kind.name):
        platform.table.write(
            workflow.open_wait(platform, case.owner, step, flow),
            check(keys.meta(case.id), equals(seq=case.seq, status=case.status.value)),
            *outbox.arrived(platform, step),
        )
        return
    begun = begin_platform(platform, OPEN_TASK, found)
    task = new_task(begun.case, kind, begun.caller.at)
    ops = [workflow.open_wait(platform, case.owner, step, flow), *outbox.arrived(platform, step)]
    begun.commit(begun.case.with_task(task), asked=task, ops=ops)
