"""Step Functions in memory: the deployed machines, entered state by state by whoever plays them.

Retries, their pauses and catches are those of the machines' files. An invocation may go on after its state has been
given up, as on AWS: what it does then no longer concerns the execution.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.foundation.platform import wall_clock
from proofs.kit.client import Client
from proofs.kit.refusals import refusal
from proofs.kit.requests import made_of
from proofs.kit.states import (
    TIMEOUT,
    State,
    caught,
    definition,
    kept,
    payload,
    retry_of,
    state_of,
    time_limit,
    waits,
)

# What Step Functions says of an invocation that nobody has heard of again.
UNHEARD = "Lambda.SdkClientException"
Call = Callable[[str, dict[str, Any]], object]


@dataclass
class Execution:
    """`passed` lists the states it has entered, `token` is of the state that waits.

    `turn` counts its invocations: what belongs to an earlier one no longer concerns it. `busy` while one is under way.
    `retried` counts the retries of its state by their place in `Retry`; the next comes not before `not_before`.
    The wait in which it is ends by itself at `ends`; `limits` are the ends of all its waits so far. It `began` then.
    """

    name: str
    machine: str
    input: dict[str, Any]
    state: str
    status: str = "RUNNING"
    token: str | None = None
    turn: int = 0
    busy: bool = False
    error: str | None = None
    passed: list[str] = field(default_factory=list[str])
    retried: dict[int, int] = field(default_factory=dict[int, int])
    not_before: datetime | None = None
    ends: datetime | None = None
    began: datetime | None = None
    limits: list[datetime] = field(default_factory=list[datetime])

    @property
    def definition(self) -> State:
        return state_of(self.machine, self.state)

    def copy(self) -> "Execution":
        return replace(self, passed=[*self.passed], retried=dict(self.retried), limits=[*self.limits])

    def may_retry(self, error: str) -> bool:
        retry = retry_of(self.definition, error)
        return retry is not None and self.retried.get(retry.place, 0) < retry.attempts


def nobody(function: str, task: dict[str, Any]) -> None:  # noqa: ARG001 - stands where a Call does
    raise LookupError(f"nobody calls {function}")


class Machines(Client):
    """`call` invokes a function by the name that the machine has for it; `now` is wall time, looked at without moving
    it, and `wait` lets time pass.
    """

    def __init__(self, call: Call = nobody) -> None:
        super().__init__()
        self.executions: dict[str, Execution] = {}
        self.ready: list[Execution] = []
        self.call = call
        self.now: Callable[[], datetime] = wall_clock
        self.wait: Callable[[timedelta], object] = lambda _: None
        self._used: set[str] = set()
        self._lost = 0

    def copy(self) -> "Machines":
        """The same executions; who calls functions and lets time pass is said by whoever takes the copy."""
        twin = Machines()
        twin.executions = {name: execution.copy() for name, execution in self.executions.items()}
        twin.ready = [twin.executions[execution.name] for execution in self.ready]
        twin._used, twin._lost = set(self._used), self._lost
        return twin

    # ---------------------------------------------------------------------------------------------------- the calls
    @made_of("stepfunctions")
    def start_execution(self, *, stateMachineArn: str, name: str, input: str) -> dict[str, Any]:  # noqa: A002, N803
        return self.called("StartExecution", lambda: self._start(stateMachineArn, name, json.loads(input)))

    @made_of("stepfunctions")
    def describe_execution(self, *, executionArn: str) -> dict[str, Any]:  # noqa: N803
        def play() -> dict[str, Any]:
            execution = self.executions.get(executionArn.rpartition(":")[2])
            if execution is None:
                raise refusal("ExecutionDoesNotExist", "DescribeExecution")
            return {"status": execution.status}

        return self.called("DescribeExecution", play)

    @made_of("stepfunctions")
    def send_task_success(self, *, taskToken: str, output: str) -> dict[str, Any]:  # noqa: N803
        return self.called("SendTaskSuccess", lambda: self._complete(taskToken, json.loads(output)))

    @made_of("stepfunctions")
    def send_task_failure(self, *, taskToken: str, error: str, cause: str) -> dict[str, Any]:  # noqa: N803
        return self.called("SendTaskFailure", lambda: self._fail(taskToken, error, cause))

    # --------------------------------------------------------------------------------- what happens when it is told
    def enter(self, execution: Execution) -> None:
        """Let one of those that are `ready` enter its state, after its pause if it is tried again."""
        self.ready.remove(execution)
        if execution.not_before and (early := execution.not_before - self.now()) > timedelta():
            self.wait(early)
        state = execution.definition
        if not execution.retried:
            execution.passed.append(execution.state)
        match state["Type"]:
            case "Succeed":
                execution.status = "SUCCEEDED"
            case "Fail":
                execution.status, execution.error = "FAILED", state["Error"]
            case "Task":
                self._invoke(execution, state)
            case other:
                raise LookupError(f"no such state is played: {other}")

    def run(self) -> int:
        """Enter states until every execution waits or has ended; how many were entered. Waits end by their time."""
        entered = 0
        for execution in self.waiting():
            if execution.ends and execution.ends <= self.now():
                self.time_out(execution)
        while self.ready:
            self.enter(self.ready[0])
            entered += 1
        return entered

    def waiting(self) -> list[Execution]:
        return [execution for execution in self.executions.values() if execution.token]

    def waits_with(self, token: str) -> bool:
        return any(execution.token == token for execution in self.executions.values())

    def busy(self) -> list[Execution]:
        """Those with an invocation under way whose answer may be lost without the execution's end."""
        return [each for each in self.executions.values() if each.busy and each.may_retry(UNHEARD)]

    def time_out(self, execution: Execution) -> None:
        """The waiting state's time is up, whatever its invocation still does."""
        if execution.token is None:
            raise LookupError(f"{execution.name} does not wait")
        self._failed(execution, TIMEOUT)

    def lose_answer(self, execution: Execution) -> None:
        """The invocation's answer never comes: the state is tried again with a new token while the old one runs on."""
        self._failed(execution, UNHEARD)

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

    # ------------------------------------------------------------------------------------------------------- inside
    def _start(self, arn: str, name: str, data: dict[str, Any]) -> dict[str, Any]:
        known = self.executions.get(name)
        if known and (known.status != "RUNNING" or known.input != data):
            raise refusal("ExecutionAlreadyExists", "StartExecution")
        if known is None:
            machine = arn.rpartition("-")[2]
            first = definition(machine)["StartAt"]
            made = Execution(name, machine, data, first, turn=self._lost, began=self.now())
            self.executions[name] = made
            self.ready.append(made)
        return {"executionArn": name}

    def _complete(self, token: str, output: object) -> dict[str, Any]:
        execution = self._waiting_with(token, "SendTaskSuccess")
        execution.input = kept(execution.definition, execution.input, output)
        self._give_up(execution)
        self._go_on(execution)
        return {}

    def _fail(self, token: str, error: str, cause: str) -> dict[str, Any]:
        self._failed(self._waiting_with(token, "SendTaskFailure"), error, cause)
        return {}

    def _waiting_with(self, token: str, operation: str) -> Execution:
        if token in self._used:
            raise refusal("TaskTimedOut", operation)
        execution = next((each for each in self.executions.values() if each.token == token), None)
        if execution is None:
            raise refusal("InvalidToken", operation)
        return execution

    def _invoke(self, execution: Execution, state: State) -> None:
        execution.turn += 1
        turn = execution.turn
        execution.token = f"{execution.name}/{execution.state}/{turn}" if waits(state) else None
        execution.ends = self.now() + time_limit(state, execution.input) if waits(state) else None
        execution.limits += [execution.ends] if execution.ends else []
        execution.busy = True
        try:
            self.call(state["Parameters"]["FunctionName"], payload(state, execution.input, execution.token))
        except Exception as error:  # noqa: BLE001 - a function may fail with anything
            if execution.turn == turn:
                self._failed(execution, type(error).__name__)
            return
        if execution.turn != turn:
            return
        execution.busy = False
        if not waits(state):
            self._go_on(execution)

    def _failed(self, execution: Execution, error: str, cause: str = "") -> None:
        """Tried again while its `Retry` allows, then caught, or the execution has failed."""
        state = execution.definition
        self._give_up(execution)
        retry = retry_of(state, error)
        if retry and execution.may_retry(error):
            attempt = execution.retried.get(retry.place, 0) + 1
            execution.retried[retry.place] = attempt
            execution.not_before = self.now() + retry.pause(attempt)
            self.ready.append(execution)
        elif catch := caught(state, error):
            execution.input = kept(catch, execution.input, {"Error": error, "Cause": cause})
            self._go_to(execution, catch["Next"])
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
        if state.get("End"):
            execution.status = "SUCCEEDED"
        else:
            self._go_to(execution, state["Next"])

    def _go_to(self, execution: Execution, state: str) -> None:
        execution.state, execution.not_before = state, None
        execution.retried.clear()
        self.ready.append(execution)
