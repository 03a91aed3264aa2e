"""Lambda tasks call our handlers, and tokens end as on AWS; these tests fail when moto changes what we replace."""

import json
import threading
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError
from chalice.app import Chalice
from moto.awslambda.models import LambdaFunction

from chalicelib.foundation import names
from local.aws.patching import MotoChanged, replaced
from local.deployment import Deployment, deployed
from tests.local import templates

pytestmark = pytest.mark.enable_socket


def task(name: str, *, wait: bool, **more: Any) -> dict[str, Any]:
    payload = {"case_id.$": "$.case_id"} | ({"token.$": "$$.Task.Token"} if wait else {})
    return {
        "Type": "Task",
        "Resource": f"arn:aws:states:::lambda:invoke{'.waitForTaskToken' if wait else ''}",
        "Parameters": {"FunctionName": f"${{{name}}}", "Payload": payload},
        "ResultPath": None,
        **more,
    }


def machine(stage: str, states: dict[str, Any], functions: list[str]) -> dict[str, Any]:
    arn = f"arn:aws:lambda:us-east-1:123456789012:function:yimen-{stage}-"
    return {
        "Machine": {
            "Type": "AWS::StepFunctions::StateMachine",
            "Properties": {
                "StateMachineName": names.machine(stage, "small"),
                "RoleArn": "arn:aws:iam::123456789012:role/machine",
                "DefinitionString": json.dumps({"StartAt": next(iter(states)), "States": states}),
                "DefinitionSubstitutions": {name: arn + name for name in functions},
            },
        }
    }


class Office:
    """An app whose `open_wait` keeps the token and whose `finish` may fail."""

    def __init__(self) -> None:
        self.app = Chalice("yimen", configure_logs=False)
        self.tokens: list[str] = []
        self.opened = threading.Event()
        self.finished: list[str] = []
        self.failures: list[Exception] = []
        self.app.lambda_function(name="open_wait")(self.open_wait)
        self.app.lambda_function(name="finish")(self.finish)

    def open_wait(self, event: Any, context: Any) -> None:
        assert context.function_name == "open_wait"
        self.tokens.append(event["token"])
        if self.failures:
            raise self.failures.pop(0)
        self.opened.set()

    def finish(self, event: Any, context: Any) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.finished.append(event["case_id"])

    def next_token(self) -> str:
        assert self.opened.wait(10)
        self.opened.clear()
        return self.tokens[-1]


class CaseMoved(Exception):
    """An error of ours that a machine catches by its name."""


WAIT_THEN_FINISH = {
    "Wait": task("open_wait", wait=True, TimeoutSeconds=60, Next="Finish"),
    "Finish": task("finish", wait=False, End=True),
}


def start(deployment: Deployment, name: str = "one") -> str:
    sfn = deployment.aws.client("stepfunctions")
    arn = deployment.loaded.attributes["Machine"]["Ref"]
    return sfn.start_execution(stateMachineArn=arn, name=name, input='{"case_id": "C1"}')["executionArn"]


def ended(deployment: Deployment, execution: str) -> dict[str, Any]:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        found = deployment.aws.client("stepfunctions").describe_execution(executionArn=execution)
        if found["status"] != "RUNNING":
            return found
        time.sleep(0.02)
    pytest.fail("the execution did not end")


def answer(deployment: Deployment, token: str) -> str:
    """Complete a wait; the error code when the token is no longer good."""
    try:
        deployment.aws.client("stepfunctions").send_task_success(taskToken=token, output="{}")
    except ClientError as error:
        return error.response.get("Error", {}).get("Code", "")
    return "done"


def test_a_waiting_machine_runs_our_handlers_and_a_token_is_good_once(aws, stage):
    office = Office()
    template = templates.only(machine(stage, WAIT_THEN_FINISH, ["open_wait", "finish"]))
    with deployed(office.app, template, aws, stage=stage) as deployment:
        execution = start(deployment)
        token = office.next_token()
        answers: list[str] = []
        racers = [threading.Thread(target=lambda: answers.append(answer(deployment, token))) for _ in range(5)]
        for racer in racers:
            racer.start()
        for racer in racers:
            racer.join()
        assert ended(deployment, execution)["status"] == "SUCCEEDED"
        assert sorted(answers) == ["TaskTimedOut"] * 4 + ["done"]
        assert answer(deployment, token) == "TaskTimedOut"
        assert answer(deployment, "made-up") == "InvalidToken"
    assert office.finished == ["C1"]


def test_a_handlers_exception_reaches_retry_and_catch_by_its_class_name(aws, stage):
    office = Office()
    office.failures = [ConnectionError("again"), CaseMoved("elsewhere")]
    retry = [{"ErrorEquals": ["ConnectionError"], "IntervalSeconds": 1, "MaxAttempts": 1}]
    states = {
        "Finish": task(
            "finish",
            wait=False,
            End=True,
            Retry=retry,
            Catch=[{"ErrorEquals": ["CaseMoved"], "ResultPath": "$.caught", "Next": "Moved"}],
        ),
        "Moved": {"Type": "Succeed"},
    }
    with deployed(office.app, templates.only(machine(stage, states, ["finish"])), aws, stage=stage) as deployment:
        found = ended(deployment, start(deployment))
    assert found["status"] == "SUCCEEDED"
    caught = json.loads(found["output"])["caught"]
    assert caught["Error"] == "CaseMoved"
    assert json.loads(caught["Cause"])["errorMessage"] == "elsewhere"


def test_a_token_ends_with_its_timeout_and_a_retried_wait_has_a_new_one(aws, stage):
    office = Office()
    office.failures = [ConnectionError("stored nothing")]
    retry = [{"ErrorEquals": ["ConnectionError"], "IntervalSeconds": 1, "MaxAttempts": 1}]
    states = {"Wait": task("open_wait", wait=True, TimeoutSeconds=1, Retry=retry, End=True)}
    with deployed(office.app, templates.only(machine(stage, states, ["open_wait"])), aws, stage=stage) as deployment:
        execution = start(deployment)
        office.next_token()
        assert len(set(office.tokens)) == 2
        assert answer(deployment, office.tokens[0]) == "TaskTimedOut"
        found = ended(deployment, execution)
        assert (found["status"], found["error"]) == ("FAILED", "States.Timeout")
        assert answer(deployment, office.tokens[1]) == "TaskTimedOut"


def test_a_failure_sent_by_token_keeps_its_cause(aws, stage):
    office = Office()
    template = templates.only(machine(stage, WAIT_THEN_FINISH, ["open_wait", "finish"]))
    with deployed(office.app, template, aws, stage=stage) as deployment:
        execution = start(deployment)
        sfn = aws.client("stepfunctions")
        sfn.send_task_failure(taskToken=office.next_token(), error="Withdrawn", cause="the applicant withdrew")
        found = ended(deployment, execution)
    assert (found["status"], found["error"], found["cause"]) == ("FAILED", "Withdrawn", "the applicant withdrew")


def test_one_name_starts_one_execution(aws, stage):
    office = Office()
    template = templates.only(machine(stage, WAIT_THEN_FINISH, ["open_wait", "finish"]))
    with deployed(office.app, template, aws, stage=stage) as deployment:
        starters = [threading.Thread(target=start, args=(deployment,)) for _ in range(4)]
        for starter in starters:
            starter.start()
        for starter in starters:
            starter.join()
        answer(deployment, office.next_token())
        deployment.pump.drain(10)
        assert len(office.tokens) == 1


def test_what_runs_on_after_its_stack_reaches_nobody(aws, stage):
    """The emulator would look for Docker, from a thread that nothing stops."""
    office = Office()
    template = templates.only(machine(stage, WAIT_THEN_FINISH, ["open_wait", "finish"]))
    with deployed(office.app, template, aws, stage=stage):
        calls = len(office.tokens)
    headers: dict[str, str] = {}
    answer = LambdaFunction.invoke(None, "{}", {}, headers)  # pyright: ignore[reportArgumentType]
    assert json.loads(answer)["errorType"] == "StackStopped"
    assert headers == {"x-amz-function-error": "Unhandled"}
    assert len(office.tokens) == calls


@pytest.mark.parametrize(
    ("owner", "name", "takes", "message"),
    [
        ("LambdaFunction", "gone", ("self",), "gone is gone"),
        ("LambdaFunction", "invoke", ("self", "event"), r"expected \('self', 'event'\)"),
    ],
)
def test_a_function_of_moto_that_changed_is_noticed(owner, name, takes, message):
    with (
        pytest.raises(MotoChanged, match=message),
        replaced("moto.awslambda.models", owner, name, lambda original: original, takes=takes),
    ):
        pytest.fail("it must not be replaced")
