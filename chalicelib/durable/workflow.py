"""State machines: executions hold ids only, and any execution can be lost and replaced.

The flow item `FLOW#machine` of an owner holds the generation of the current execution and the token of its open wait.
Whoever opens a wait or resumes a machine asks `where` the owner stands now. Nobody trusts what an execution remembers.

Whoever starts or wakes an execution tells it the `cause`: the outbox row for which it does so. The opening at which the
machine arrives ends that row in its own transaction. An empty cause means that the reconciler ends the row.
"""

import hashlib
import json
import re
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.durable.flows import Flow, Step
from chalicelib.foundation import keys, names
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Owner
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import Op, equals, put, update

if TYPE_CHECKING:
    from chalicelib.durable.outbox import Where

# What Step Functions answers when a token was used before or its execution has ended.
TOKEN_GONE = {"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"}
# A wait that ends with this error and the name of a step lets the machine go back to that step.
BACK_TO = "BackTo."
# The first step of a machine that ends with this error and the name of a step lets the machine go on there at once.
GO_TO = "GoTo."
# What Step Functions takes as a name, and what CloudWatch Logs can log of it.
LONGEST_NAME = 80
LONGEST_OWNER, LONGEST_MACHINE, DIGEST = 54, 16, 40
PLAIN = re.compile(r"[A-Za-z0-9#-]+")


class MachineUnderWay(Exception):
    """The machine runs, but does not wait where its owner stands yet. Look again later."""


class ExecutionFailed(MachineUnderWay):
    """The execution has failed or was aborted, and another one was started in its place."""


def begin(owner: Owner, machine: str) -> Op:
    """Write the flow item of a machine that is about to get its first execution; for the act's transaction."""
    return put({**keys.flow(owner, machine)._asdict(), "generation": 1})


def load(item: Item | None) -> Flow | None:
    return Flow.model_validate(item) if item else None


def open_wait(platform: Platform, owner: Owner, step: Step, flow: Flow) -> Op:
    """Write step and token into the flow; for a transaction that also checks that the owner has not moved.

    `until` is a little later than the end of the wait, whose time has begun before this function was called.
    It is refused when another generation has taken over. It is also refused when a wait was opened since `flow` was
    read: else the token of that opening would be lost.
    """
    earlier = [token for token in flow.tokens if token != step.token] if flow.step == step.step else []
    return update(
        keys.flow(owner, step.machine),
        put={
            "token": step.token,
            "step": step.step,
            "earlier": earlier,
            "until": int(platform.wall().timestamp()) + platform.settings.wait_seconds + 1,
        },
        when=equals(generation=step.generation, token=flow.token),
    )


def leave_wait(step: Step) -> Op:
    """Take the wait that was open before out of the flow: the machine has gone on to a step that does not wait.

    It is refused when another generation has taken over.
    """
    when = equals(generation=step.generation)
    return update(keys.flow(step.owner, step.machine), remove=("step", "token", "earlier", "until"), when=when)


def start_execution(
    platform: Platform, owner: Owner, machine: str, *, generation: int, at: str, cause: str = ""
) -> bool:
    """Start an execution under its name. False when another one of this name was started before.

    No state reads `at` any more. It tells people where the case stood, and machines of the release before need it: an
    update of the stack replaces functions and machines one after the other.

    Step Functions starts nothing and says nothing when the same one is still running.
    """
    task = {
        "owner": owner,
        "generation": generation,
        "at": at,
        "wait_seconds": platform.settings.wait_seconds,
        "woken": {"Cause": cause},
    }
    try:
        platform.sfn.start_execution(
            stateMachineArn=platform.settings.machine_arn(machine),
            name=execution_name(owner, machine, generation),
            input=json.dumps(task, separators=(",", ":")),
        )
    except ClientError as error:
        if error_code(error) != "ExecutionAlreadyExists":
            raise
        return False
    return True


def resume(platform: Platform, owner: Owner, machine: str, where: "Where", cause: str = "") -> bool:
    """Bring the machine to the step at which its owner stands.

    Ends the wait at which the owner no longer stands. When the execution is gone, starts the next generation.
    True when the machine has arrived: it waits at the right step, or has nothing to do. False when it was set in motion
    and has to be looked at again. Raises `MachineUnderWay` while its execution runs between two steps.
    """
    flow = load(platform.table.get(keys.flow(owner, machine)))
    at = where(platform, owner, machine)
    if flow is None or (flow.token and flow.step == at):
        return True
    if flow.hibernates(platform.wall()):
        return wake_up(platform, owner, machine, flow, at, cause)
    waited = Step(owner=owner, machine=machine, generation=flow.generation, step=flow.step or "", cause=cause)
    if any(end_wait(platform, waited.model_copy(update={"token": token}), at) for token in flow.tokens):
        return at is None
    now = load(platform.table.get(keys.flow(owner, machine))) if flow.token else flow
    # A flow that has changed since shows that the machine has gone on by itself.
    if now == flow and at is not None:
        ensure_running(platform, owner, machine, flow, at, cause)
    return at is None


def wake_up(platform: Platform, owner: Owner, machine: str, flow: Flow, at: str | None, cause: str) -> bool:
    """Start the next generation of a machine whose wait has ended by its time limit. True when it has nothing to do.

    Where people act at the counter it goes on sleeping: its execution would only wait, and end by its time limit again.
    Nobody is asked whether the execution has ended, because AWS answers only some ten such questions a second. If it
    has not, it is a stale generation, which does nothing any more.
    """
    if at is None or at in names.COUNTER_STEPS:
        return True
    start_next(platform, owner, machine, flow, at, cause)
    return False


def ensure_running(platform: Platform, owner: Owner, machine: str, flow: Flow, at: str, cause: str = "") -> None:
    """Start the execution of this generation if it was never started, or the next generation if it has ended.

    One that has opened a wait and is not there was lost, as after a restored backup. It is not started again, as the
    row says of its old wait when that ends: then it would be passed over on its way to the next one.

    Raises `MachineUnderWay` when it runs. Raises `ExecutionFailed`, after the replacement was started, when it has
    failed: failures are counted, so that a machine that fails each time is parked and people see it.
    """
    status = execution_status(platform, owner, machine, flow.generation)
    if status == "RUNNING":
        raise MachineUnderWay
    if status is None and not flow.token:
        start_execution(platform, owner, machine, generation=flow.generation, at=at, cause=cause)
        return
    if start_next(platform, owner, machine, flow, at, cause) and status not in (None, "SUCCEEDED"):
        raise ExecutionFailed(status)


def start_next(platform: Platform, owner: Owner, machine: str, flow: Flow, at: str, cause: str) -> bool:
    """Start the generation after that of the flow. False when somebody else has written it, who also starts it."""
    following = flow.generation + 1
    item = {**keys.flow(owner, machine)._asdict(), "generation": following}
    try:
        platform.table.write(put(item, when=equals(generation=flow.generation)))
    except Refused:
        return False
    start_execution(platform, owner, machine, generation=following, at=at, cause=cause)
    return True


def end_wait(platform: Platform, waited: Step, at: str | None) -> bool:
    """Let the execution go on that waits at this step with this token, because its owner stands `at` another one.

    It goes on to its next step, or back to `at` when that comes before. False when the token was used or its execution
    has ended.
    """
    error = f"{BACK_TO}{at}" if at is not None and is_before(waited.machine, at, waited.step) else None
    return _answer(platform, waited, error)


def go_on(platform: Platform, done: Step, at: str | None) -> None:
    """Let the execution go on whose first step is done, or was done before: to its next step, or over those between
    that and `at`, where its owner stands. None for a place that nobody knows: the next step asks.

    Nothing is told when the step has no token.
    """
    if done.token is None:
        return
    steps = names.STEPS[done.machine]
    beyond = at is not None and is_before(done.machine, steps[steps.index(done.step) + 1], at)
    _answer(platform, done, f"{GO_TO}{at}" if beyond else None)


def _answer(platform: Platform, waited: Step, error: str | None) -> bool:
    """End the wait of the token with success, or with this error. False when the token is worth nothing any more."""
    token = waited.token or ""
    try:
        if error:
            platform.sfn.send_task_failure(taskToken=token, error=error, cause=waited.cause)
        else:
            platform.sfn.send_task_success(taskToken=token, output=json.dumps({"Cause": waited.cause}))
    except ClientError as error_of_aws:
        if error_code(error_of_aws) in TOKEN_GONE:
            return False
        raise
    return True


def is_before(machine: str, step: str, other: str) -> bool:
    """Whether the machine comes to `step` before it comes to `other`."""
    steps = names.STEPS.get(machine, ())
    return step in steps and other in steps and steps.index(step) < steps.index(other)


def execution_status(platform: Platform, owner: Owner, machine: str, generation: int) -> str | None:
    """The status as Step Functions tells it, such as RUNNING; None when there is no such execution."""
    name = execution_name(owner, machine, generation)
    try:
        return platform.sfn.describe_execution(executionArn=platform.settings.execution_arn(machine, name))["status"]
    except ClientError as error:
        if error_code(error) == "ExecutionDoesNotExist":
            return None
        raise


def execution_name(owner: Owner, machine: str, generation: int) -> str:
    """The name of an execution. The same arguments always give the same name, and two owners never share one.

    Step Functions takes at most 80 characters and no `#`. So `#` becomes `_`, as in `CASE_01j...-review-1`. An owner
    that has other characters than letters, digits, `-` and `#`, or more than `LONGEST_OWNER`, is replaced by a digest.
    The longest name has an owner of 54 characters, a machine of 16 and a generation of 8 digits.
    """
    readable = PLAIN.fullmatch(owner) and len(owner) <= LONGEST_OWNER
    part = owner.replace("#", "_") if readable else f"X_{hashlib.sha256(owner.encode()).hexdigest()[:DIGEST]}"
    return f"{part}-{machine}-{generation}"


def error_code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")
