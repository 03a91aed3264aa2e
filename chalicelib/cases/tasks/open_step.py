"""Opening a wait of a state machine: one write, level-triggered, repeatable, quiet when stale."""

from chalicelib.cases.acts.gate import Begun
from chalicelib.cases.model.access import PLATFORM
from chalicelib.cases.model.acts import OPEN_TASK
from chalicelib.cases.model.machines import stands_at
from chalicelib.cases.model.opening import new_task
from chalicelib.cases.model.task import kind_opened_at
from chalicelib.cases.store.records import CaseFile, load_file
from chalicelib.durable import workflow
from chalicelib.durable.caller import MACHINE, Caller
from chalicelib.durable.flows import Flow, Step
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused, check, equals

RACES = 8


def open_step(platform: Platform, step: Step) -> None:
    """Wait at `step`, or complete its token at once when the case has passed it or another generation has taken over.

    The first opening of a step that asks for a task also makes the task and has its department told; later ones only
    renew the token.
    """
    for _ in range(RACES):
        found = load_file(platform.table, keys.case_id(step.owner))
        flow = found.flows.get(step.machine) if found else None
        if (
            found is None
            or flow is None
            or flow.generation != step.generation
            or stands_at(found.case, step.machine) != step.step
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
    case, kind = found.case, kind_opened_at(step.machine, step.step)
    if kind is None or case.open_task(kind.name):
        platform.table.write(
            workflow.opened(case.owner, step, flow),
            check(keys.meta(case.id), equals(seq=case.seq, status=case.status.value)),
        )
        return
    caller = Caller(actor=MACHINE, at=platform.now())
    task = new_task(case, kind, caller.at)
    begun = Begun(platform, caller, OPEN_TASK, found, PLATFORM)
    begun.commit(case.with_task(task), asked=task, ops=[workflow.opened(case.owner, step, flow)])
