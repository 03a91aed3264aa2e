"""Check the state machines: the language itself (statelint), and the house's agreements about waiting and payloads."""

# pyright: reportMissingTypeStubs=false
# statelint ships no types.

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, cast

from statelint.config import Config
from statelint.linter import Linter
from statelint.problem import ProblemType

from chalicelib.foundation import names

FOLDER = Path("statemachines")
INVOKE = "states:::lambda:invoke"
WAIT = "states:::lambda:invoke.waitForTaskToken"
BACK_TO, GO_TO = "BackTo.", "GoTo."

# Failures of Lambda itself, a process that died or overran its time among them. What it was about to do is repeatable.
OUTAGES = {
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
    "Lambda.Unknown",
    "Sandbox.Timedout",
}

# What may travel in an execution: names of things and where the machine stands, never what a case contains.
PAYLOAD_KEY = re.compile(
    r"(\w+_)?(id|token)|at|arn|attempt|[cC]ause|error|execution|execution_arn|generation|machine|owner|seq|step"
)
PAYLOAD_PATH = re.compile(r"\$(\.\w+)*\.(?P<last>\w+)|\$\$\.(Execution|State|StateMachine|Task)\.\w+")

State = dict[str, Any]


class Placed(NamedTuple):
    """A state with its name and the machine's (or branch's) table of states that it lives in."""

    name: str
    state: State


def main() -> int:
    """Check every `*.asl.json` of the folder; print what is wrong and answer the exit status."""
    files = sorted(FOLDER.glob("*.asl.json"))
    if not files:
        print(f"{FOLDER}: no state machine (*.asl.json) found", file=sys.stderr)
        return 1
    broken = [f"{file}: {violation}" for file in files for violation in violations_of(file)]
    print("\n".join(broken) or f"State machines: {len(files)} checked, all sound")
    return 1 if broken else 0


def violations_of(file: Path) -> list[str]:
    """Everything wrong with one file, readable or not."""
    try:
        machine = json.loads(file.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        return [f"not JSON: {error}"]
    return violations(cast(State, machine)) if isinstance(machine, dict) else ["not a JSON object"]


def violations(machine: dict[str, Any]) -> list[str]:
    """What breaks the Amazon States Language or the house's agreements, each in one line; empty when sound."""
    # statelint takes a number without a decimal point for no Float; AWS takes it.
    language = Linter.validate(machine, Config(ignored_problem_types={ProblemType.FLOAT}))
    agreements = [f'state "{place.name}" {fault}' for place in placed(machine) for fault in state_faults(place.state)]
    return [*language, *entry_faults(machine), *way_faults(machine), *agreements]


def entry_faults(machine: dict[str, Any]) -> Iterator[str]:
    """A machine is re-entrant: a new execution starts at the first step and goes on to where the case stands.

    So its first state hands out a token, with which its function tells where that is, and every task can be reached
    from there through states that can be passed, which are those with a token.
    """
    states: dict[str, State] = machine.get("States", {})
    first = str(machine.get("StartAt"))
    if not hands_out_token(states.get(first, {})):
        yield "starts with no state that hands out a token: a new execution could not go on where the case stands"
    reached, ahead = set[str](), [first]
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead += ways_on(states.get(name, {})) if hands_out_token(states.get(name, {})) else []
    for name, state in states.items():
        if state.get("Type") == "Task" and name not in reached:
            yield f'state "{name}" cannot be reached by an execution that starts when the case stands there'


def hands_out_token(state: State) -> bool:
    return str(state.get("Resource", "")).endswith(".waitForTaskToken")


def ways_on(state: State) -> list[str]:
    """The states that come after this one when the case does not stand at it."""
    caught: list[State] = state.get("Catch", [])
    jumps = [catch for catch in caught if any(error.startswith(GO_TO) for error in catch.get("ErrorEquals", []))]
    return [str(way["Next"]) for way in [state, *jumps] if "Next" in way]


def way_faults(machine: dict[str, Any]) -> Iterator[str]:
    """An error that names a step leads to the state of that step, or to the one that does it before it waits."""
    states: dict[str, State] = machine.get("States", {})
    for name, state in states.items():
        for catch in state.get("Catch", []):
            for error in catch.get("ErrorEquals", []):
                way, _, step = error.partition(".")
                at = names.DONE_AT.get(step, step)
                if f"{way}." in (BACK_TO, GO_TO) and step_of(states.get(catch.get("Next"), {})) != at:
                    yield f'state "{name}" leads {error} to "{catch.get("Next")}", which is not the state of that step'


def step_of(state: State) -> Any:
    return state.get("Parameters", {}).get("Payload", {}).get("step")


def state_faults(state: State) -> Iterator[str]:
    if state.get("Type") == "Choice":
        yield "chooses by what an execution remembers: the function of a step asks the case, and no transition is paid"
    if state.get("Type") != "Task":
        return
    resource = str(state.get("Resource", ""))
    if not resource.endswith((INVOKE, WAIT)):
        yield f"uses {resource or 'no resource'}: tasks are lambda:invoke or lambda:invoke.waitForTaskToken"
    if hands_out_token(state):
        yield from wait_faults(state)
    retried = {error for retry in state.get("Retry", []) for error in retry.get("ErrorEquals", [])}
    if missing := sorted(OUTAGES - retried):
        yield f"does not retry {', '.join(missing)}"
    payload = state.get("Parameters", {}).get("Payload")
    yield from payload_faults(payload)


def wait_faults(state: State) -> Iterator[str]:
    """Nobody waits for ever: a time limit, what happens after it, and a token to be answered with."""
    if not {"TimeoutSeconds", "TimeoutSecondsPath"} & state.keys():
        yield "waits without TimeoutSeconds or TimeoutSecondsPath"
    caught = {error for catcher in state.get("Catch", []) for error in catcher.get("ErrorEquals", [])}
    if "States.Timeout" not in caught:
        yield "waits without catching States.Timeout"
    if {"HeartbeatSeconds", "HeartbeatSecondsPath"} & state.keys() and "States.HeartbeatTimeout" not in caught:
        yield "has a heartbeat without catching States.HeartbeatTimeout"
    if "$$.Task.Token" not in json.dumps(state.get("Parameters", {})):
        yield "waits without handing out $$.Task.Token"


def payload_faults(payload: Any) -> Iterator[str]:
    """The payload names its fields one by one, and each is an id or a place in the machine."""
    if not isinstance(payload, dict):
        yield "has no Parameters.Payload object: the ids it passes are named one by one"
        return
    for key, value in cast(State, payload).items():
        name = key.removesuffix(".$")
        if not PAYLOAD_KEY.fullmatch(name):
            yield f'passes "{name}": only ids may travel in an execution'
        elif key.endswith(".$") and not is_id_path(value):
            yield f'passes {value} as "{name}": only ids may travel in an execution'
        elif not key.endswith(".$") and not isinstance(value, (str, int)):
            yield f'passes a whole {type(value).__name__} as "{name}"'


def is_id_path(path: Any) -> bool:
    """Whether a reference path ends at an id of the input, or at a fact of the execution itself."""
    found = PAYLOAD_PATH.fullmatch(str(path))
    return bool(found) and (found["last"] is None or PAYLOAD_KEY.fullmatch(found["last"]) is not None)


def placed(machine: dict[str, Any]) -> Iterator[Placed]:
    """Every state, those inside Parallel branches and Map processors too."""
    for name, state in machine.get("States", {}).items():
        yield Placed(name, state)
        inner = [*state.get("Branches", []), state.get("ItemProcessor", {}), state.get("Iterator", {})]
        for part in inner:
            yield from placed(part)


if __name__ == "__main__":
    sys.exit(main())
