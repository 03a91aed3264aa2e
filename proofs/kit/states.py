"""The deployed state machines as their files tell them: states, payloads, retries and catches."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

DEFINITIONS = Path(__file__).parents[2] / "statemachines"
TIMEOUT = "States.Timeout"
State = Mapping[str, Any]


@cache
def definition(machine: str) -> dict[str, Any]:
    return json.loads((DEFINITIONS / f"{machine}.asl.json").read_text("utf-8"))


def state_of(machine: str, name: str) -> State:
    return definition(machine)["States"][name]


def waits(state: State) -> bool:
    """Whether it hands out a token and stays until somebody completes that."""
    return str(state.get("Resource", "")).endswith(".waitForTaskToken")


def time_limit(state: State, data: Mapping[str, Any]) -> timedelta:
    """After which a wait ends by itself."""
    fixed: float | None = state.get("TimeoutSeconds")
    return timedelta(seconds=found(data, state["TimeoutSecondsPath"]) if fixed is None else fixed)


def payload(state: State, data: Mapping[str, Any], token: str | None) -> dict[str, Any]:
    """The parameters with `x.$` paths filled in; a literal stays."""
    filled: dict[str, Any] = {}
    for name, value in state["Parameters"]["Payload"].items():
        key = name.removesuffix(".$")
        if key == name:
            filled[key] = value
        else:
            filled[key] = token if value == "$$.Task.Token" else found(data, value)
    return filled


def found(data: Mapping[str, Any], path: str) -> Any:
    """What a path such as `$.woken.Cause` leads to. LookupError where there is nothing, as Step Functions fails."""
    value: Any = data
    for name in path.removeprefix("$.").split("."):
        value = value[name]
    return value


def kept(state: State, data: dict[str, Any], result: Any) -> dict[str, Any]:
    """The input with the result of a state, or of what its Catch has caught, where the `ResultPath` puts it."""
    path: str | None = state.get("ResultPath", "$")
    if path is None:
        return data
    return result if path == "$" else {**data, path.removeprefix("$."): result}


class Retry(NamedTuple):
    """What one entry of a state's `Retry` allows; `place` tells the entries of a state apart."""

    place: int
    attempts: int
    interval: float
    rate: float
    longest: float

    def pause(self, attempt: int) -> timedelta:
        """Before the retry of this number, counted from 1; jitter could only make it shorter."""
        return timedelta(seconds=min(self.longest, self.interval * self.rate ** (attempt - 1)))


def retry_of(state: State, error: str) -> Retry | None:
    """The entry that covers this error, with the language's defaults for what it leaves out."""
    for place, entry in enumerate(state.get("Retry", ())):
        if covers(entry["ErrorEquals"], error):
            interval, rate = entry.get("IntervalSeconds", 1), entry.get("BackoffRate", 2.0)
            return Retry(place, entry.get("MaxAttempts", 3), interval, rate, entry.get("MaxDelaySeconds", float("inf")))
    return None


def caught(state: State, error: str) -> State | None:
    """The entry of the state's `Catch` for this error; None when nothing catches it."""
    return next((entry for entry in state.get("Catch", ()) if covers(entry["ErrorEquals"], error)), None)


def covers(names: Sequence[str], error: str) -> bool:
    return error in names or "States.ALL" in names or ("States.TaskFailed" in names and error != TIMEOUT)
