"""Step Functions as the application calls it here: each call is a site, and a dead task function is tried again."""

from collections.abc import Callable
from typing import Any

from chalicelib.foundation import names
from faults.calls import Calls, Died
from infra.logical import pascal
from tests.harness.machines import FakeMachines

# What Step Functions says when the process of a function ends without an answer.
KILLED = "Lambda.Unknown"
Invoke = Callable[[str, dict[str, Any]], Any]
FUNCTIONS = {f"${{{pascal(name)}FunctionArn}}": name for name in names.TASK_FUNCTIONS}


class WatchedMachines:
    """Stands where the Step Functions client does."""

    def __init__(self, calls: Calls, machines: FakeMachines) -> None:
        self._calls, self._machines = calls, machines

    def start_execution(self, **request: str) -> dict[str, Any]:
        return self._calls.through("stepfunctions", "StartExecution", lambda: self._machines.start_execution(**request))

    def describe_execution(self, **request: str) -> dict[str, Any]:
        return self._calls.through(
            "stepfunctions", "DescribeExecution", lambda: self._machines.describe_execution(**request)
        )

    def send_task_success(self, **request: str) -> dict[str, Any]:
        return self._calls.through(
            "stepfunctions", "SendTaskSuccess", lambda: self._machines.send_task_success(**request)
        )


def played(invoke: Invoke) -> FakeMachines:
    """Machines whose task functions are called by `invoke`, which answers an `Outcome` or raises `Died`."""

    def call(function: str, payload: dict[str, Any]) -> None:
        token = payload.get("token")
        try:
            outcome = invoke(FUNCTIONS[function], payload)
            failure = outcome.payload["errorType"] if outcome.failed else None
        except Died:
            failure = KILLED
        # Whoever completed a wait before failing has completed it.
        if failure and (token is None or waits(machines, token)):
            raise type(failure, (Exception,), {})

    machines = FakeMachines(call)
    return machines


def waits(machines: FakeMachines, token: str) -> bool:
    """Whether an execution is still waiting with this token."""
    return any(execution.token == token for execution in machines.executions.values())
