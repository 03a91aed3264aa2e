"""The deployed state machines, entered state by state: retries with new tokens, lost answers, timeouts.

It stands where the Step Functions client does. An invocation may go on after its state has been given up, as on AWS.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from proofs.kit.dynamo import Hook, nothing
from proofs.kit.requests import made_of

DEFINITIONS = Path(__file__).parents[1] / "statemachines"
TRIES = 7
Call = Callable[[str, dict[str, Any]], None]
State = Mapping[str, Any]


@cache
def definition(machine: str) -> dict[str, Any]:
    return json.loads((DEFINITIONS / f"{machine}.asl.json").read_text("utf-8"))


@dataclass
class Execution:
    """`turn` counts its invocations: what belongs to an earlier one no longer concerns it. `busy`: one is under way."""

    name: str
    machine: str
    input: dict[str, Any]
    state: str
    status: str = "RUNNING"
    token: str | None = None
    turn: int = 0
    attempt: int = 1
    busy: bool = False
    error: str | None = None

    @property
    def definition(self) -> State:
        return definition(self.machine)["States"][self.state]


class Machines:
    """`before` and `after` are called around each call of the client, as `MemoryDynamo` does."""

    def __init__(self, call: Call) -> None:
        self.executions: dict[str, Execution] = {}
        self.ready: list[Execution] = []
        self.before: Hook = nothing
        self.after: Hook = nothing
        self._call = call
        self._used: set[str] = set()
        self._lost = 0

    def copy(self, call: Call) -> "Machines":
        """The same executions, whose functions are called by `call`."""
        twin = Machines(call)
        twin.executions = {name: replace(execution) for name, execution in self.executions.items()}
        twin.ready = [twin.executions[execution.name] for execution in self.ready]
        twin._used, twin._lost = set(self._used), self._lost
        return twin

    # -------------------------------------------------------------------------- what the platform's client does
    @made_of("stepfunctions")
    def start_execution(self, *, stateMachineArn: str, name: str, input: str) -> dict[str, Any]:  # noqa: A002, N803
        self.before("StartExecution")
        known = self.executions.get(name)
        if known and (known.status != "RUNNING" or known.input != json.loads(input)):
            raise refusal("ExecutionAlreadyExists")
        if known is None:
            machine = stateMachineArn.rpartition("-")[2]
            begin = definition(machine)["StartAt"]
            made = Execution(name, machine, json.loads(input), begin, turn=self._lost)
            self.executions[name] = made
            self.ready.append(made)
        self.after("StartExecution")
        return {"executionArn": name}

    @made_of("stepfunctions")
    def describe_execution(self, *, executionArn: str) -> dict[str, Any]:  # noqa: N803
        self.before("DescribeExecution")
        execution = self.executions.get(executionArn.rpartition(":")[2])
        if execution is None:
            raise refusal("ExecutionDoesNotExist")
        status = execution.status
        self.after("DescribeExecution")
        return {"status": status}

    @made_of("stepfunctions")
    def send_task_success(self, *, taskToken: str, output: str) -> dict[str, Any]:  # noqa: ARG002, N803
        self.before("SendTaskSuccess")
        if taskToken in self._used:
            raise refusal("TaskTimedOut")
        execution = next((each for each in self.executions.values() if each.token == taskToken), None)
        if execution is None:
            raise refusal("InvalidToken")
        self._give_up(execution)
        self._go_on(execution)
        self.after("SendTaskSuccess")
        return {}

    # --------------------------------------------------------------------------------- what happens when it is told
    def enter(self, execution: Execution) -> None:
        """Let one of those that are `ready` enter its state."""
        self.ready.remove(execution)
        state = execution.definition
        match state["Type"]:
            case "Choice":
                execution.state = chosen(state, execution.input)
                self.ready.append(execution)
            case "Succeed":
                execution.status = "SUCCEEDED"
            case _:
                self._invoke(execution, state)

    def run(self) -> int:
        """Enter states until every execution waits or has ended; how many."""
        entered = 0
        while self.ready:
            self.enter(self.ready[0])
            entered += 1
        return entered

    def waiting(self) -> list[Execution]:
        return [execution for execution in self.executions.values() if execution.token]

    def busy(self) -> list[Execution]:
        return [execution for execution in self.executions.values() if execution.busy and execution.attempt < TRIES]

    def time_out(self, execution: Execution) -> None:
        """The waiting state's time is up: it goes where its Catch says, whatever its invocation still does."""
        catches = execution.definition["Catch"]
        self._give_up(execution)
        execution.state = next(catch["Next"] for catch in catches if "States.Timeout" in catch["ErrorEquals"])
        self.ready.append(execution)

    def lose_answer(self, execution: Execution) -> None:
        """The invocation's answer never comes: the state is tried again with a new token while the old one runs on."""
        self._give_up(execution)
        execution.attempt += 1
        self.ready.append(execution)

    def abort(self, execution: Execution) -> None:
        self._give_up(execution)
        if execution in self.ready:
            self.ready.remove(execution)
        execution.status = "ABORTED"

    def lose(self) -> None:
        """Every execution is gone, as after a restored backup; tokens of the next ones are new ones."""
        self.executions.clear()
        self.ready.clear()
        self._lost += 1000

    # ------------------------------------------------------------------------------------------------------ inside
    def _invoke(self, execution: Execution, state: State) -> None:
        execution.turn += 1
        turn, waits = execution.turn, state["Resource"].endswith(".waitForTaskToken")
        execution.token = f"{execution.name}/{execution.state}/{turn}" if waits else None
        execution.busy = True
        try:
            self._call(state["Parameters"]["FunctionName"], payload(state, execution.input, execution.token))
        except Exception as error:  # noqa: BLE001 - a function may fail with anything
            if execution.turn == turn:
                self._failed(execution, state, type(error).__name__)
            return
        if execution.turn != turn:
            return
        execution.busy = False
        if not waits:
            self._go_on(execution)

    def _failed(self, execution: Execution, state: State, error: str) -> None:
        retried = {name for retry in state.get("Retry", []) for name in retry["ErrorEquals"]}
        self._give_up(execution)
        if error in retried and execution.attempt < TRIES:
            execution.attempt += 1
            self.ready.append(execution)
        else:
            execution.status, execution.error = "FAILED", error

    def _give_up(self, execution: Execution) -> None:
        """Nothing of the state's invocation counts any more; its token is used."""
        execution.turn += 1
        execution.busy = False
        if execution.token:
            self._used.add(execution.token)
            execution.token = None

    def _go_on(self, execution: Execution) -> None:
        state = execution.definition
        execution.attempt = 1
        if state.get("End"):
            execution.status = "SUCCEEDED"
        else:
            execution.state = state["Next"]
            self.ready.append(execution)


def refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": code}}, "StepFunctions")


def chosen(state: State, data: Mapping[str, Any]) -> str:
    for choice in state["Choices"]:
        if data[choice["Variable"].removeprefix("$.")] == choice["StringEquals"]:
            return choice["Next"]
    return state["Default"]


def payload(state: State, data: Mapping[str, Any], token: str | None) -> dict[str, Any]:
    """The parameters with `x.$` paths filled in; a literal stays."""
    filled: dict[str, Any] = {}
    for name, value in state["Parameters"]["Payload"].items():
        key = name.removesuffix(".$")
        if key == name:
            filled[key] = value
        else:
            filled[key] = token if value == "$$.Task.Token" else data[value.removeprefix("$.")]
    return filled
