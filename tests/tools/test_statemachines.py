"""The checker of the state machines: a sound machine passes, each break is refused and named."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from tools import statemachines

RETRY = [{"ErrorEquals": sorted(statemachines.OUTAGES), "BackoffRate": 2}]
SOUND: dict[str, Any] = {
    "StartAt": "Review",
    "States": {
        "Review": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
            "Parameters": {
                "FunctionName": "${WaitFunctionArn}",
                "Payload": {
                    "case_id.$": "$.case_id",
                    "generation.$": "$.generation",
                    "token.$": "$$.Task.Token",
                    "execution.$": "$$.Execution.Id",
                    "step": "review",
                },
            },
            "TimeoutSecondsPath": "$.wait_seconds",
            "Retry": RETRY,
            "Catch": [
                {"ErrorEquals": ["GoTo.open"], "ResultPath": None, "Next": "Open"},
                {"ErrorEquals": ["States.Timeout"], "ResultPath": None, "Next": "Hibernate"},
            ],
            "Next": "Done",
        },
        "Open": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {"FunctionName": "${OpenFunctionArn}", "Payload": {"case_id.$": "$.case_id", "step": "open"}},
            "ResultPath": None,
            "Retry": RETRY,
            "Next": "Done",
        },
        "Hibernate": {"Type": "Succeed"},
        "Done": {"Type": "Succeed"},
    },
}


def broken(change: dict[str, Any], state: str = "Review") -> list[str]:
    """The violations after some fields of a state were replaced; None removes a field."""
    machine = copy.deepcopy(SOUND)
    fields = machine["States"][state] | change
    machine["States"][state] = {key: value for key, value in fields.items() if value is not None}
    return statemachines.violations(machine)


def with_payload(**fields: Any) -> dict[str, Any]:
    return {"Parameters": {"FunctionName": "f", "Payload": {"token.$": "$$.Task.Token", **fields}}}


def test_a_sound_machine_passes():
    assert statemachines.violations(SOUND) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"TimeoutSecondsPath": None}, "waits without TimeoutSeconds"),
        ({"Catch": None}, "waits without catching States.Timeout"),
        ({"Catch": [{"ErrorEquals": ["Other"], "Next": "Hibernate"}]}, "waits without catching States.Timeout"),
        ({"HeartbeatSeconds": 5}, "heartbeat without catching"),
        ({"Retry": None}, "does not retry Lambda.AWSLambdaException"),
        (
            {"Retry": [{"ErrorEquals": sorted(statemachines.OUTAGES - {"Lambda.Unknown"})}]},
            "does not retry Lambda.Unknown",
        ),
        ({"Next": "Nowhere"}, 'No state found named "Nowhere"'),
        ({"Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken"}, "tasks are lambda:invoke"),
        (
            {"Parameters": {"FunctionName": "f", "Payload": {"case_id.$": "$.case_id"}}},
            "without handing out $$.Task.Token",
        ),
        ({"Parameters": {"FunctionName": "f", "Payload.$": "$"}}, "no Parameters.Payload object"),
        (with_payload(**{"applicant_name.$": "$.name"}), 'passes "applicant_name"'),
        (with_payload(**{"case_id.$": "$.applicant.name"}), "passes $.applicant.name"),
        (with_payload(**{"case_id.$": "$"}), 'passes $ as "case_id"'),
        (with_payload(**{"task_id": {"name": "张三"}}), 'a whole dict as "task_id"'),
    ],
)
def test_a_break_in_a_waiting_state_is_named(change: dict[str, Any], fault: str):
    assert any(fault in violation for violation in broken(change))


def test_a_constant_time_limit_is_as_good_as_a_path():
    assert broken({"TimeoutSecondsPath": None, "TimeoutSeconds": 60}) == []


TIMED_OUT = {"ErrorEquals": ["States.Timeout"], "Next": "Hibernate"}


@pytest.mark.parametrize("first", ["Open", "Done", "Nowhere"])
def test_a_machine_that_cannot_be_re_entered_is_refused(first: str):
    straight = copy.deepcopy(SOUND) | {"StartAt": first}
    assert any("starts with no state that hands out a token" in each for each in statemachines.violations(straight))


def test_a_state_that_no_execution_can_start_for_is_refused():
    faults = broken({"Catch": [TIMED_OUT]})
    assert any('"Open" cannot be reached by an execution that starts' in fault for fault in faults)


def test_nothing_is_done_on_the_way_to_where_the_case_stands():
    machine = copy.deepcopy(SOUND)
    machine["States"]["Open"]["Next"] = "Late"
    machine["States"]["Late"] = {**SOUND["States"]["Open"], "Next": "Done"}
    faults = statemachines.violations(machine)
    assert any('"Late" cannot be reached by an execution that starts' in fault for fault in faults)


@pytest.mark.parametrize("error", ["GoTo.close", "BackTo.close"])
def test_an_error_that_names_a_step_leads_to_its_state(error: str):
    jumps = [{"ErrorEquals": ["GoTo.open"], "Next": "Open"}, {"ErrorEquals": [error], "Next": "Open"}, TIMED_OUT]
    assert any(f'leads {error} to "Open"' in fault for fault in broken({"Catch": jumps}))


def test_a_state_that_chooses_is_refused_because_each_costs_a_transition():
    choice = {
        "Type": "Choice",
        "Choices": [{"Variable": "$.at", "StringEquals": "review", "Next": "Review"}],
        "Default": "Hibernate",
    }
    machine = copy.deepcopy(SOUND)
    machine["States"] |= {"WhereNow": choice}
    machine["States"]["Open"]["Next"] = "WhereNow"
    faults = statemachines.violations(machine)
    assert any('"WhereNow" chooses by what an execution remembers' in fault for fault in faults)


def test_states_inside_branches_are_checked_too():
    waiting = {**SOUND["States"]["Review"], "Next": "Hibernate"}
    del waiting["TimeoutSecondsPath"]
    branch = {"StartAt": "Inner", "States": {"Inner": waiting, "Hibernate": {"Type": "Succeed"}}}
    parallel = {"Type": "Parallel", "Branches": [branch], "Next": "Review", "Resource": None, "Parameters": None}
    faults = broken({**parallel, "Retry": None, "ResultPath": None}, "Open")
    assert any('"Inner" waits without TimeoutSeconds' in fault for fault in faults)


@pytest.mark.parametrize(("text", "fault"), [("{", "not JSON"), ("[]", "not a JSON object")])
def test_a_file_that_holds_no_machine_is_refused(tmp_path: Path, text: str, fault: str):
    file = tmp_path / "x.asl.json"
    file.write_text(text)
    assert fault in statemachines.violations_of(file)[0]


def test_the_command_reports_each_file_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(statemachines, "FOLDER", tmp_path)
    assert statemachines.main() == 1  # a folder without machines proves nothing
    (tmp_path / "review.asl.json").write_text(json.dumps(SOUND))
    assert statemachines.main() == 0
    (tmp_path / "bad.asl.json").write_text("{")
    assert statemachines.main() == 1
    assert "bad.asl.json: not JSON" in capsys.readouterr().out
