"""State machines, driven from their owner: executions hold ids only, waits are level-triggered, any can be replaced.

A flow item `FLOW#machine` holds the generation of the machine's execution and the token of its open wait. Whoever opens
a wait or resumes a machine asks where its owner is (`where`) and never trusts what an execution remembers.
"""

import hashlib
import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.durable.flows import Flow, Step
from chalicelib.foundation import keys
from chalicelib.foundation.keys import Owner
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Item, Op, Refused, equals, put, update

if TYPE_CHECKING:
    from chalicelib.durable.outbox import Where

GONE = {"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"}
# What Step Functions takes, and CloudWatch Logs with it.
LONGEST_NAME = 80
LONGEST_OWNER, LONGEST_MACHINE, DIGEST = 54, 16, 40
PLAIN = re.compile(r"[A-Za-z0-9#-]+")


class NotYet(Exception):
    """The machine is between two steps; look again later."""


class Broke(NotYet):
    """Its execution has failed or was aborted; another was started in its place."""


def begin(owner: Owner, machine: str) -> Op:
    """The flow item of a machine about to get its first execution, for the act's transaction."""
    return put({**keys.flow(owner, machine)._asdict(), "generation": 1})


def load(item: Item | None) -> Flow | None:
    return Flow.model_validate(item) if item else None


def opened(owner: Owner, step: Step, flow: Flow) -> Op:
    """The write that opens a wait, for a transaction that also checks that the owner has not moved; stale generations
    are refused, and openings since `flow` was read, so that none of their tokens is lost.
    """
    earlier = [token for token in flow.tokens if token != step.token] if flow.step == step.step else []
    return update(
        keys.flow(owner, step.machine),
        put={"token": step.token, "step": step.step, "earlier": earlier},
        when=equals(generation=step.generation, token=flow.token),
    )


def start(platform: Platform, owner: Owner, machine: str, *, generation: int, at: str) -> None:
    """Start an execution under its deterministic name; one that was started before is left alone."""
    task = {"owner": owner, "generation": generation, "at": at, "wait_seconds": platform.settings.wait_seconds}
    try:
        platform.sfn.start_execution(
            stateMachineArn=platform.settings.machine_arn(machine),
            name=execution_name(owner, machine, generation),
            input=json.dumps(task, separators=(",", ":")),
        )
    except ClientError as error:
        if code(error) != "ExecutionAlreadyExists":
            raise


def resume(platform: Platform, owner: Owner, machine: str, where: "Where") -> bool:
    """Bring the machine to where its owner is: complete the passed wait, or start the next generation when the
    execution is gone. True once it is there: it waits at the right step, or has nothing to do.

    Raises `NotYet` while an execution is running between two steps and its next opening will see the owner itself.
    """
    flow = load(platform.table.get(keys.flow(owner, machine)))
    at = where(platform, owner, machine)
    if flow is None or (flow.token and flow.step == at):
        return True
    if any(complete(platform, token) for token in flow.tokens):
        return at is None
    now = load(platform.table.get(keys.flow(owner, machine))) if flow.token else flow
    if now == flow and at is not None:
        revive(platform, owner, machine, flow, at)
    # Where it has gone on by itself, or was started just now, it is looked at again.
    return at is None


def revive(platform: Platform, owner: Owner, machine: str, flow: Flow, at: str) -> None:
    """Start what should be running: this generation if it never was, the next one if it has ended.

    Raises `Broke`, after that, when it has not ended as it should: what fails each time must not go on unseen.
    """
    status = execution_status(platform, owner, machine, flow.generation)
    if status == "RUNNING":
        raise NotYet
    if status is None:
        start(platform, owner, machine, generation=flow.generation, at=at)
        return
    following = flow.generation + 1
    try:
        platform.table.write(
            put(
                {**keys.flow(owner, machine)._asdict(), "generation": following},
                when=equals(generation=flow.generation),
            )
        )
    except Refused:
        return  # somebody else has moved it on and starts it
    start(platform, owner, machine, generation=following, at=at)
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


def execution_status(platform: Platform, owner: Owner, machine: str, generation: int) -> str | None:
    name = execution_name(owner, machine, generation)
    try:
        return platform.sfn.describe_execution(executionArn=platform.settings.execution_arn(machine, name))["status"]
    except ClientError as error:
        if code(error) == "ExecutionDoesNotExist":
            return None
        raise


def execution_name(owner: Owner, machine: str, generation: int) -> str:
    """Deterministic, different for each owner, and legal: letters, digits, `-` and `_`, `LONGEST_NAME` at most.

    An owner of letters, digits, `-` and `#` can be read in it (`CASE_01j...-review-1`); any other, or a longer one, is
    there as a digest. The longest name: `LONGEST_OWNER`, a machine's `LONGEST_MACHINE`, 8 digits of a generation.
    """
    readable = PLAIN.fullmatch(owner) and len(owner) <= LONGEST_OWNER
    part = owner.replace("#", "_") if readable else f"X_{hashlib.sha256(owner.encode()).hexdigest()[:DIGEST]}"
    return f"{part}-{machine}-{generation}"


def code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")


Opener = Callable[[Step], bool]
