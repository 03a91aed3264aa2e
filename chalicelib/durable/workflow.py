"""State machines, driven from the case: executions hold ids only, waits are level-triggered, any can be replaced.

A flow item `FLOW#machine` holds the generation of the machine's execution and the token of its open wait. Whoever opens
a wait or resumes a machine asks the case where it is (`where`) and never trusts what an execution remembers.
"""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.durable.flows import Flow, Step
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Item, Op, Refused, equals, put, update

if TYPE_CHECKING:
    from chalicelib.durable.outbox import Where

GONE = {"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"}


class NotYet(Exception):
    """The machine is between two steps; look again later."""


class Broke(NotYet):
    """Its execution has failed or was aborted; another was started in its place."""


def begin(case_id: str, machine: str) -> Op:
    """The flow item of a machine about to get its first execution, for the act's transaction."""
    return put({**keys.flow(case_id, machine)._asdict(), "generation": 1})


def load(item: Item | None) -> Flow | None:
    return Flow.model_validate(item) if item else None


def opened(case_id: str, step: Step, flow: Flow) -> Op:
    """The write that opens a wait, for a transaction that also checks that the case has not moved; stale generations
    are refused, and openings since `flow` was read, so that none of their tokens is lost.
    """
    earlier = [token for token in flow.tokens if token != step.token] if flow.step == step.step else []
    return update(
        keys.flow(case_id, step.machine),
        put={"token": step.token, "step": step.step, "earlier": earlier},
        when=equals(generation=step.generation, token=flow.token),
    )


def start(platform: Platform, case_id: str, machine: str, *, generation: int, at: str) -> None:
    """Start an execution under its deterministic name; one that was started before is left alone."""
    task = {"case_id": case_id, "generation": generation, "at": at, "wait_seconds": platform.settings.wait_seconds}
    try:
        platform.sfn.start_execution(
            stateMachineArn=platform.settings.machine_arn(machine),
            name=execution_name(case_id, machine, generation),
            input=json.dumps(task, separators=(",", ":")),
        )
    except ClientError as error:
        if code(error) != "ExecutionAlreadyExists":
            raise


def resume(platform: Platform, case_id: str, machine: str, where: "Where") -> bool:
    """Bring the machine to where the case is: complete the passed wait, or start the next generation when the
    execution is gone. True once it is there: it waits at the right step, or has nothing to do.

    Raises `NotYet` while an execution is running between two steps and its next opening will see the case itself.
    """
    flow = load(platform.table.get(keys.flow(case_id, machine)))
    at = where(platform, case_id, machine)
    if flow is None or (flow.token and flow.step == at):
        return True
    if any(complete(platform, token) for token in flow.tokens):
        return at is None
    now = load(platform.table.get(keys.flow(case_id, machine))) if flow.token else flow
    if now == flow and at is not None:
        revive(platform, case_id, machine, flow, at)
    # Where it has gone on by itself, or was started just now, it is looked at again.
    return at is None


def revive(platform: Platform, case_id: str, machine: str, flow: Flow, at: str) -> None:
    """Start what should be running: this generation if it never was, the next one if it has ended.

    Raises `Broke`, after that, when it has not ended as it should: what fails each time must not go on unseen.
    """
    status = execution_status(platform, case_id, machine, flow.generation)
    if status == "RUNNING":
        raise NotYet
    if status is None:
        start(platform, case_id, machine, generation=flow.generation, at=at)
        return
    following = flow.generation + 1
    try:
        platform.table.write(
            put(
                {**keys.flow(case_id, machine)._asdict(), "generation": following},
                when=equals(generation=flow.generation),
            )
        )
    except Refused:
        return  # somebody else has moved it on and starts it
    start(platform, case_id, machine, generation=following, at=at)
    if status != "SUCCEEDED":
        raise Broke(status)


def complete(platform: Platform, token: str) -> bool:
    """Complete a wait; False when its token is used or gone."""
    try:
        platform.sfn.send_task_success(taskToken=token, output="{}")
    except ClientError as error:
        if code(error) in GONE:
            return False
        raise
    return True


def execution_status(platform: Platform, case_id: str, machine: str, generation: int) -> str | None:
    name = execution_name(case_id, machine, generation)
    try:
        return platform.sfn.describe_execution(executionArn=platform.settings.execution_arn(machine, name))["status"]
    except ClientError as error:
        if code(error) == "ExecutionDoesNotExist":
            return None
        raise


def execution_name(case_id: str, machine: str, generation: int) -> str:
    return f"{case_id}-{machine}-{generation}"


def code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")


Opener = Callable[[Step], bool]
