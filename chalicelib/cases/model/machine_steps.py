"""Where each state machine belongs while its case is as it is: one function a machine."""

from collections.abc import Callable, Mapping

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.status import Status
from chalicelib.cases.model.task import TASK_KINDS
from chalicelib.foundation import names

StandsAt = Callable[[Case], str | None]
"""The step at which the machine belongs now, from the case and its open tasks; None when it has nothing to do."""


def review(case: Case) -> str | None:
    return _asking(case, names.REVIEW)


def upward(case: Case) -> str | None:
    return _asking(case, names.UPWARD)


def _asking(case: Case, machine: str) -> str | None:
    """At the wait whose kind of task is asked for in this status."""
    waits = [kind.wait for kind in TASK_KINDS.values() if kind.wait and kind.wait.machine == machine]
    return next((wait.step for wait in waits if wait.status is case.status), None)


def issuance(case: Case) -> str | None:
    return ISSUANCE_STEPS.get(case.status)


def joint(case: Case) -> str | None:
    return JOINT_STEPS.get(case.status)


JOINT_STEPS: Mapping[Status, str] = {Status.IN_PROGRESS: "members", Status.CONCLUDED: "archive"}
ISSUANCE_STEPS: Mapping[Status, str] = {
    Status.DECIDED: "make_result",
    Status.COMPARING: "compare",
    Status.DELIVERING: "deliver",
    Status.DELIVERED: "archive",
}
# Steps that wait for a task, which their first opening makes, and steps that wait for an act without one.
TASK_STEPS = frozenset(kind.wait.step for kind in TASK_KINDS.values() if kind.wait)
COUNTER_STEPS = names.COUNTER_STEPS
CASE_MACHINES: Mapping[str, StandsAt] = {
    names.REVIEW: review,
    names.UPWARD: upward,
    names.ISSUANCE: issuance,
    names.JOINT: joint,
}


def stands_at(case: Case, machine: str) -> str | None:
    """LookupError for a machine that cases do not have."""
    return CASE_MACHINES[machine](case)
