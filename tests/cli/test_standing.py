"""What counts as standing still, by table; and that the table knows every step of every machine."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.machine_steps import COUNTER_STEPS, TASK_STEPS, stands_at
from chalicelib.durable.flows import Flow
from chalicelib.foundation import names
from chalicelib.operations.model.standing import Machine, machine_trouble, machines_of
from proofs.kit.states import definition

AT = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
WAITING = Flow(generation=1, step="review", token="t")
FRESH = Flow(generation=1)


def case(status: Status, open_task: str | None = None) -> Case:
    words = dict.fromkeys(("id", "division", "item", "item_name", "theme", "department", "applicant_key"), "x")
    facts: dict[str, Any] = {**words, "item_version": 1, "handling": "承诺件", "created_at": AT}
    tasks = [{"no": open_task, "kind": open_task, "department": "x"}] if open_task else []
    return Case.model_validate({**facts, "status": status, "open_tasks": tasks})


@pytest.mark.parametrize(
    ("status", "open_task", "flow", "execution", "trouble"),
    [
        # review: the task is open, so people can answer whatever has become of the execution
        (Status.IN_REVIEW, "review", WAITING, "RUNNING", None),
        (Status.IN_REVIEW, "review", WAITING, "SUCCEEDED", None),
        (Status.IN_REVIEW, "review", WAITING, None, None),
        # the task was never opened
        (Status.IN_REVIEW, None, None, None, "machine_not_begun"),
        (Status.IN_REVIEW, None, FRESH, None, "machine_ended"),
        (Status.IN_REVIEW, None, FRESH, "FAILED", "machine_ended"),
        (Status.IN_REVIEW, None, FRESH, "RUNNING", None),
        # answered, and the execution has not heard of it
        (Status.DECIDING, None, WAITING, "RUNNING", "machine_behind"),
        (Status.DECIDING, None, WAITING, "TIMED_OUT", "machine_ended"),
        (Status.WITHDRAWN, None, WAITING, "RUNNING", "machine_behind"),
        # nothing to do
        (Status.WITHDRAWN, None, WAITING, "SUCCEEDED", None),
        (Status.WITHDRAWN, None, WAITING, None, None),
        (Status.SUBMITTED, None, None, None, None),
    ],
)
def test_the_review_machine(status: Status, open_task: str | None, flow: Any, execution: str | None, trouble: Any):
    standing = case(status, open_task)
    machine = Machine(names.REVIEW, stands_at(standing, names.REVIEW), flow, execution)
    assert machine_trouble(standing, machine) == trouble


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (Status.DECIDED, "machine_ended"),
        (Status.COMPARING, None),
        (Status.DELIVERING, None),
        (Status.DELIVERED, "machine_ended"),
        (Status.CLOSED, None),
    ],
)
@pytest.mark.parametrize("execution", ["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", None])
def test_the_issuance_machine_after_its_execution(status: Status, trouble: str | None, execution: str | None):
    standing = case(status)
    machine = Machine(names.ISSUANCE, stands_at(standing, names.ISSUANCE), FRESH, execution)
    assert machine_trouble(standing, machine) == trouble


def test_a_case_has_the_machines_that_it_should_have_and_those_it_had():
    named = [machine.name for machine in machines_of(case(Status.DECIDED), {"review": WAITING}, {})]
    assert named == [names.REVIEW, names.ISSUANCE]
    assert machines_of(case(Status.DRAFT), {}, {}) == []


def test_the_steps_that_wait_are_those_of_the_definitions():
    """A wait for people has the limit of the settings; that for the function itself has a limit of its own."""
    waiting = {
        state["Parameters"]["Payload"]["step"]
        for machine in names.MACHINES
        for state in definition(machine)["States"].values()
        if state.get("TimeoutSecondsPath") == "$.wait_seconds"
    }
    assert waiting == TASK_STEPS | COUNTER_STEPS
    assert json.dumps(sorted(TASK_STEPS)) == '["decide", "report", "review", "superior"]'
