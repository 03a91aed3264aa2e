"""The player of state machines does what the machines' files say: retries, pauses, catches, and no more."""

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.foundation import names
from proofs.kit import states
from proofs.kit.clock import NEVER, Clock
from proofs.kit.machines import Execution, Machines
from proofs.kit.states import definition, retry_of, state_of

ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:yimen-local-{}"
RETRIED = "Unavailable"


class Played:
    """A machine of which each call fails as it is told, one failure after the other."""

    def __init__(self, *failures: str) -> None:
        self.failures = list(failures)
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.clock = Clock(tick=NEVER)
        self.machines = Machines(self.call)
        self.machines.now, self.machines.wait = self.clock, self.clock.pass_time

    def call(self, function: str, task: dict[str, Any]) -> None:
        self.calls.append((function, task))
        if self.failures:
            raise type(self.failures.pop(0), (Exception,), {})

    def start(self, machine: str, name: str = "c1-1") -> Execution:
        task = {"owner": "CASE#c1", "generation": 1, "wait_seconds": 60, "woken": {"Cause": ""}}
        arn = ARN.format(machine)
        self.machines.start_execution(stateMachineArn=arn, name=name, input=json.dumps(task))
        return self.machines.executions[name]

    def tell(self, execution: Execution, error: str = "") -> None:
        """Answer the token with which it waits, and let it go on."""
        token = execution.token or ""
        if error:
            self.machines.send_task_failure(taskToken=token, error=error, cause="")
        else:
            self.machines.send_task_success(taskToken=token, output='{"Cause": ""}')
        self.machines.run()


def attempts(machine: str, state: str) -> int:
    retry = retry_of(state_of(machine, state), RETRIED)
    assert retry is not None
    return retry.attempts


def test_a_state_is_tried_again_as_often_as_its_file_says():
    allowed = attempts(names.ISSUANCE, "Compare")
    played = Played(*[RETRIED] * allowed)
    execution = played.start(names.ISSUANCE)
    played.machines.run()
    played.tell(execution)
    assert (execution.status, execution.state) == ("RUNNING", "Deliver")
    assert [function for function, _ in played.calls] == ["${MakeResultFunctionArn}"] * (allowed + 1) + [
        "${OpenStepFunctionArn}"
    ]
    assert execution.passed == ["Compare", "Deliver"]


def test_and_once_more_is_too_often():
    allowed = attempts(names.ISSUANCE, "Compare")
    played = Played(*[RETRIED] * (allowed + 1))
    execution = played.start(names.ISSUANCE)
    played.machines.run()
    assert (execution.status, execution.error, execution.state) == ("FAILED", RETRIED, "Compare")
    assert len(played.calls) == allowed + 1


def test_retries_are_counted_anew_in_each_state():
    allowed = attempts(names.ISSUANCE, "Compare")
    played = Played(*[RETRIED] * allowed)
    execution = played.start(names.ISSUANCE)
    played.machines.run()
    played.failures = [RETRIED] * allowed
    played.tell(execution)
    assert (execution.status, execution.state, len(played.calls)) == ("RUNNING", "Deliver", 2 * (allowed + 1))


def test_the_pauses_between_tries_are_those_of_the_file():
    entry = definition(names.REVIEW)["States"]["Review"]["Retry"][0]
    played = Played(*[RETRIED] * 6)
    played.start(names.REVIEW)
    began, looked = played.clock.at, list[float]()
    while played.machines.ready:
        played.machines.enter(played.machines.ready[0])
        looked.append((played.clock.at - began).total_seconds())
    pauses = [min(entry["MaxDelaySeconds"], entry["IntervalSeconds"] * entry["BackoffRate"] ** n) for n in range(6)]
    assert looked == [0, *(sum(pauses[: n + 1]) for n in range(6))]


def test_time_that_has_passed_anyway_is_not_waited_for():
    played = Played(RETRIED)
    played.start(names.REVIEW)
    played.machines.enter(played.machines.ready[0])
    played.clock.pass_time(hours=1)
    before = played.clock.at
    played.machines.run()
    assert played.clock.at == before


def test_what_no_retry_names_fails_at_once():
    played = Played("KeyError")
    execution = played.start(names.REVIEW)
    played.machines.run()
    assert (execution.status, execution.error, len(played.calls)) == ("FAILED", "KeyError", 1)


def test_another_file_is_followed(monkeypatch: pytest.MonkeyPatch):
    """Nothing of counts, pauses and catches is repeated in code."""
    changed = deepcopy(definition(names.REVIEW))
    changed["States"]["Review"]["Retry"] = [
        {"ErrorEquals": ["KeyError"], "MaxAttempts": 1, "IntervalSeconds": 5},
        {"ErrorEquals": ["States.ALL"], "MaxAttempts": 2, "IntervalSeconds": 7, "BackoffRate": 1},
    ]
    changed["States"]["Review"]["Catch"] = [{"ErrorEquals": ["States.TaskFailed"], "Next": "Hibernate"}]
    monkeypatch.setattr(states, "definition", lambda machine: changed)
    played = Played("KeyError", "TypeError", "KeyError", "never")
    execution = played.start(names.REVIEW)
    began = played.clock.at
    played.machines.run()
    assert (execution.status, execution.passed) == ("SUCCEEDED", ["Review", "Hibernate"])
    assert played.clock.at - began == timedelta(seconds=5 + 7)


@pytest.mark.parametrize(("entry", "attempts"), [({}, 3), ({"MaxAttempts": 0}, 0)])
def test_what_a_retry_leaves_out_has_the_languages_default(entry: dict[str, Any], attempts: int):
    retry = retry_of({"Retry": [{"ErrorEquals": ["Unavailable"], **entry}]}, "Unavailable")
    assert retry is not None
    assert (retry.attempts, retry.pause(1), retry.pause(3)) == (attempts, timedelta(seconds=1), timedelta(seconds=4))


def test_a_wait_whose_time_is_up_goes_where_its_catch_says():
    played = Played()
    execution = played.start(names.REVIEW)
    played.machines.run()
    token = execution.token or ""
    played.machines.time_out(execution)
    played.machines.run()
    assert (execution.status, execution.passed[-1]) == ("SUCCEEDED", "Hibernate")
    with pytest.raises(ClientError, match="TaskTimedOut"):
        played.machines.send_task_success(taskToken=token, output='{"Cause": ""}')


def test_a_wait_that_fails_goes_where_its_catch_says_with_what_it_was_told():
    played = Played()
    execution = played.start(names.ISSUANCE)
    played.machines.run()
    token = execution.token or ""
    played.machines.send_task_failure(taskToken=token, error="BackTo.make_result", cause="row 7")
    played.machines.run()
    assert execution.passed == ["Compare", "Compare"]
    assert played.calls[-1][1]["cause"] == "row 7"
    with pytest.raises(ClientError, match="TaskTimedOut"):
        played.machines.send_task_failure(taskToken=token, error="BackTo.make_result", cause="")
    with pytest.raises(ClientError, match="InvalidToken"):
        played.machines.send_task_failure(taskToken="made up", error="BackTo.make_result", cause="")


def test_a_first_step_goes_on_over_others_and_the_row_stays_known():
    """What it is told with the error is not kept: the execution goes on knowing the row for which it was started."""
    played = Played()
    execution = played.start(names.ISSUANCE)
    execution.input |= {"woken": {"Cause": "row 7"}}
    played.machines.run()
    played.tell(execution, error="GoTo.archive")
    assert execution.passed == ["Compare", "Archive"]
    assert (played.calls[-1][1]["step"], played.calls[-1][1]["cause"]) == ("archive", "row 7")


def test_a_wait_that_fails_with_what_nothing_catches_has_failed():
    played = Played()
    execution = played.start(names.REVIEW)
    played.machines.run()
    played.machines.send_task_failure(taskToken=execution.token or "", error="BackTo.nowhere", cause="")
    assert (execution.status, execution.error) == ("FAILED", "BackTo.nowhere")


def test_the_output_of_a_wait_reaches_the_next_state():
    played = Played()
    execution = played.start(names.REVIEW)
    played.machines.run()
    played.machines.send_task_success(taskToken=execution.token or "", output='{"Cause": "row 7"}')
    played.machines.run()
    assert [task["cause"] for _, task in played.calls] == ["", "row 7"]


def test_only_what_waits_can_be_timed_out():
    played = Played()
    execution = played.start(names.REVIEW)
    with pytest.raises(LookupError, match="does not wait"):
        played.machines.time_out(execution)


def test_what_an_invocation_does_after_its_state_was_given_up_is_of_no_concern():
    """Its answer is lost, the state is tried again with another token, and only then it fails."""
    played = Played()
    execution = played.start(names.REVIEW)
    late: list[Callable[[], None]] = [lambda: played.machines.lose_answer(execution)]

    def call(function: str, task: dict[str, Any]) -> None:
        played.calls.append((function, task))
        if late:
            late.pop()()
            raise KeyError

    played.machines.call = call
    played.machines.run()
    first, second = (task["token"] for _, task in played.calls)
    assert (execution.status, execution.token) == ("RUNNING", second)
    assert first != second


def test_a_copy_goes_its_own_way():
    played = Played()
    execution = played.start(names.REVIEW)
    twin = played.machines.copy()
    played.machines.run()
    assert (execution.passed, execution.status) == (["Review"], "RUNNING")
    assert [each.name for each in twin.ready] == [execution.name]
    assert twin.executions[execution.name].passed == []
    with pytest.raises(LookupError, match="nobody calls"):
        twin.call("${OpenStepFunctionArn}", {})
