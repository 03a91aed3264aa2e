"""The state machines played without an engine: the real `statemachines/*.asl.json`, their task functions, by hand.

It stands where the Step Functions client does. Names start once, a token is good once, a waiting state can time out.
"""

import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.cases.tasks.open_step import open_step
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.workflow import Step
from chalicelib.issuance.acts.archive import archive
from chalicelib.issuance.acts.make_result import make_result
from proofs.kit.requests import made_of

DEFINITIONS = Path(__file__).parents[2] / "statemachines"
ATTEMPTS = 3
Task = Callable[[Platform, Step], None]
TASKS: Mapping[str, Task] = {
    "${OpenStepFunctionArn}": open_step,
    "${MakeResultFunctionArn}": make_result,
    "${ArchiveCaseFunctionArn}": archive,
}


@cache
def definition(machine: str) -> dict[str, Any]:
    return json.loads((DEFINITIONS / f"{machine}.asl.json").read_text("utf-8"))


def refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": code}}, "StepFunctions")


@dataclass
class Execution:
    """`passed` lists the states it has been in; `token` is of the state that waits."""

    name: str
    machine: str
    input: dict[str, Any]
    state: str
    status: str = "RUNNING"
    token: str | None = None
    error: str | None = None
    passed: list[str] = field(default_factory=list[str])


class FakeMachines:
    """`run` lets every execution go on until it waits or ends; nothing moves by itself."""

    def __init__(self, call: Callable[[str, dict[str, Any]], None]) -> None:
        self.executions: dict[str, Execution] = {}
        self._call = call
        self._ready: deque[Execution] = deque()
        self._waiting: dict[str, Execution] = {}
        self._used: set[str] = set()

    @classmethod
    def of(cls, platform: Platform) -> "FakeMachines":
        return cls(lambda function, payload: TASKS[function](platform, Step.model_validate(payload)))

    # ------------------------------------------------------------------------------ what the platform's client does
    @made_of("stepfunctions")
    def start_execution(self, *, stateMachineArn: str, name: str, input: str) -> dict[str, Any]:  # noqa: A002, N803
        if known := self.executions.get(name):
            if known.status == "RUNNING" and known.input == json.loads(input):
                return {"executionArn": name}
            raise refusal("ExecutionAlreadyExists")
        machine = stateMachineArn.rpartition("-")[2]
        made = Execution(name, machine, json.loads(input), definition(machine)["StartAt"])
        self.executions[name] = made
        self._ready.append(made)
        return {"executionArn": name}

    @made_of("stepfunctions")
    def describe_execution(self, *, executionArn: str) -> dict[str, Any]:  # noqa: N803
        execution = self.executions.get(executionArn.rpartition(":")[2])
        if execution is None:
            raise refusal("ExecutionDoesNotExist")
        return {"status": execution.status}

    @made_of("stepfunctions")
    def send_task_success(self, *, taskToken: str, output: str) -> dict[str, Any]:  # noqa: N803
        if taskToken in self._used:
            raise refusal("TaskTimedOut")
        if taskToken not in self._waiting:
            raise refusal("InvalidToken")
        execution = self._waiting.pop(taskToken)
        self._used.add(taskToken)
        execution.token = None
        self._go_on(execution, definition(execution.machine)["States"][execution.state])
        return {}

    # ------------------------------------------------------------------------------------------- what a test does
    def run(self) -> int:
        """How many states were entered."""
        entered = 0
        while self._ready:
            self._enter(self._ready.popleft())
            entered += 1
        return entered

    def time_out(self, name: str) -> None:
        """The waiting state's time is up: its token is gone, the execution goes where the state's Catch says."""
        execution = self.executions[name]
        if execution.token is None:
            raise LookupError(f"{name} does not wait")
        self._used.add(execution.token)
        del self._waiting[execution.token]
        execution.token = None
        catches = definition(execution.machine)["States"][execution.state]["Catch"]
        execution.state = next(catch["Next"] for catch in catches if "States.Timeout" in catch["ErrorEquals"])
        self._ready.append(execution)

    # ----------------------------------------------------------------------------------------------------- inside
    def _enter(self, execution: Execution) -> None:
        state = definition(execution.machine)["States"][execution.state]
        execution.passed.append(execution.state)
        match state["Type"]:
            case "Choice":
                execution.state = _chosen(state, execution.input)
                self._ready.append(execution)
            case "Succeed":
                execution.status = "SUCCEEDED"
            case "Task":
                self._do(execution, state)
            case other:
                raise LookupError(f"no such state is played: {other}")

    def _do(self, execution: Execution, state: Mapping[str, Any]) -> None:
        waits = state["Resource"].endswith(".waitForTaskToken")
        retried = {name for retry in state.get("Retry", []) for name in retry["ErrorEquals"]}
        for attempt in range(1, ATTEMPTS + 1):
            token = f"{execution.name}/{execution.state}/{len(execution.passed)}/{attempt}" if waits else None
            if token:
                execution.token, self._waiting[token] = token, execution
            try:
                self._call(state["Parameters"]["FunctionName"], _payload(state, execution.input, token))
            except Exception as error:  # noqa: BLE001 - a Lambda function may fail with anything
                if token:
                    self._waiting.pop(token, None)
                    self._used.add(token)
                if type(error).__name__ not in retried or attempt == ATTEMPTS:
                    execution.status, execution.error = "FAILED", type(error).__name__
                    return
                continue
            if not waits:
                self._go_on(execution, state)
            return

    def _go_on(self, execution: Execution, state: Mapping[str, Any]) -> None:
        if state.get("End"):
            execution.status = "SUCCEEDED"
        else:
            execution.state = state["Next"]
            self._ready.append(execution)


def _chosen(state: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    for choice in state["Choices"]:
        if data[choice["Variable"].removeprefix("$.")] == choice["StringEquals"]:
            return choice["Next"]
    return state["Default"]


def _payload(state: Mapping[str, Any], data: Mapping[str, Any], token: str | None) -> dict[str, Any]:
    """The parameters with `x.$` paths filled in; a literal stays."""
    filled: dict[str, Any] = {}
    for name, value in state["Parameters"]["Payload"].items():
        if not name.endswith(".$"):
            filled[name] = value
        elif value == "$$.Task.Token":
            filled[name.removesuffix(".$")] = token
        else:
            filled[name.removesuffix(".$")] = data[value.removeprefix("$.")]
    return filled
