"""Step Functions and SQS in memory: executions by name, open tokens, sent messages, failures on demand."""

from typing import Any

from botocore.exceptions import ClientError

from proofs.kit.requests import made_of


def error(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": code}}, "operation")


class FakeStepFunctions:
    def __init__(self) -> None:
        self.executions: dict[str, str] = {}
        self.inputs: dict[str, str] = {}
        self.tokens: set[str] = set()
        self.completed: list[str] = []
        self.gone = "TaskTimedOut"  # what a used token answers
        self.down: ClientError | None = None

    @made_of("stepfunctions")
    def start_execution(self, *, stateMachineArn: str, name: str, input: str) -> None:  # noqa: A002, N803
        if self.down:
            raise self.down
        if name in self.executions:
            raise error("ExecutionAlreadyExists")
        self.executions[name], self.inputs[name] = "RUNNING", input

    @made_of("stepfunctions")
    def describe_execution(self, *, executionArn: str) -> dict[str, Any]:  # noqa: N803
        name = executionArn.rpartition(":")[2]
        if name not in self.executions:
            raise error("ExecutionDoesNotExist")
        return {"status": self.executions[name]}

    @made_of("stepfunctions")
    def send_task_success(self, *, taskToken: str, output: str) -> None:  # noqa: N803
        if self.down:
            raise self.down
        if taskToken not in self.tokens:
            raise error(self.gone)
        self.tokens.remove(taskToken)
        self.completed.append(taskToken)


class FakeQueues:
    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.down: ClientError | None = None

    @made_of("sqs")
    def send_message(self, **message: Any) -> None:
        if self.down:
            raise self.down
        self.sent.append(message)
