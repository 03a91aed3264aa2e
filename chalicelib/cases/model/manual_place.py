"""Where a task stands in the handbook of its item (R56): which stages are behind it, which it is at, and what is next.

Pure. The platform is told when a task ends and not when one of several stages of it does. So a task that waits is at
all stages of examination at once, in which the department works in its own order.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from chalicelib.access.actor import Role
from chalicelib.access.deciding import roles_for
from chalicelib.access.facts import CaseFacts
from chalicelib.cases.model.acts import DECIDE
from chalicelib.cases.model.case import Case
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.pledge_acts import VERIFY
from chalicelib.cases.model.status import Status
from chalicelib.cases.model.task import Task
from chalicelib.cases.model.task_acts import ANSWER_TASK
from chalicelib.catalogue.model.record import Stage

# `left_out`: the department has answered without it, or the application was withdrawn before it.
StageState = Literal["done", "current", "ahead", "left_out"]
# Tasks that come once the department has examined.
AFTER_REVIEW = ("decide", "report", "superior")
# In the order of a case: the act that ends the stages, and the status in which it is to be done.
STEPS: Sequence[tuple[CaseAct, Status]] = ((ANSWER_TASK, Status.IN_REVIEW), (DECIDE, Status.DECIDING))


class StepDue(NamedTuple):
    """What is to be done: the act, the roles that some policy lets do it on this case, and the stages that it ends."""

    act: CaseAct
    roles: Sequence[Role]
    stages: Sequence[str]


def state_of(stage: Stage, case: Case, task: Task) -> StageState:
    """How a stage of the handbook stands, as this task of the case shows it. The handbook is that of the department
    here: its last stage of a 上报件 is the report.
    """
    done, deciding = (case.reported_at, Status.REPORTING) if case.upward else (case.decided_at, Status.DECIDING)
    if stage.kind == "completeness":
        return "current" if task.kind == "confirm" and task.waiting else "done"
    ends_with_decision = stage.kind == "decision" or on_the_spot(case)
    if done is not None and ends_with_decision:
        return "done"
    if not ends_with_decision and (task.kind in AFTER_REVIEW or task.state == "answered"):
        return "done" if _was_passed(stage, task) else "left_out"
    if case.status is (deciding if ends_with_decision else Status.IN_REVIEW):
        return "current"
    return "ahead" if case.status in (Status.SUBMITTED, Status.IN_REVIEW) else "left_out"


def _was_passed(stage: Stage, task: Task) -> bool:
    """An answer that names no stages has passed them all."""
    named: Sequence[str] = (task.answer or {}).get("stages") or ()
    return task.kind != "review" or not named or stage.key in named


def on_the_spot(case: Case) -> bool:
    """即办件: who decides examines, there is no task of review."""
    return case.handling == "即办件"


def steps_due(case: Case, stages: Sequence[Stage], facts: CaseFacts) -> Sequence[StepDue]:
    """What is to be done now, and then what comes after it, until the department has decided; after a grant on a
    commitment, its verification.
    """
    if case.pledge is not None and case.pledge.awaits:
        return [StepDue(VERIFY, roles_for(VERIFY.name, facts), ())]
    steps = [act for act, _ in STEPS]
    now = next((number for number, (_, status) in enumerate(STEPS) if case.status is status), len(STEPS))
    return [StepDue(act, roles_for(act.name, facts), _ended_by(act, case, stages)) for act in steps[now:]]


def _ended_by(act: CaseAct, case: Case, stages: Sequence[Stage]) -> Sequence[str]:
    if act is DECIDE:
        kept = [stage for stage in stages if stage.kind == "decision" or on_the_spot(case)]
    else:
        kept = [stage for stage in stages if stage.kind != "decision"]
    return [stage.key for stage in kept if stage.kind != "completeness"]
