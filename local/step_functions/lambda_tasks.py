"""Lambda tasks of state machines call our handlers in this process; moto would start Docker for each call."""

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from local.aws.patching import replaced
from local.lambda_.functions import Functions

PARAMETERS = ("self", "body", "request_headers", "response_headers")


@contextmanager
def lambda_tasks(functions: Functions, name_of: Callable[[str], str]) -> Generator[None]:
    """For the time of the block; `name_of` takes the deployed name of a function to the name of its handler.

    An exception of a handler becomes a function error with the exception's class name, which Retry and Catch can name.
    Nothing stops executions that still run at the end of the block: their later calls fail with StackStopped, for
    moto's own way through Docker would fail in the middle of whatever is tested next.
    """

    def make(_original: Any) -> Any:
        def invoke(self: Any, body: Any, request_headers: Any, response_headers: Any) -> bytes:  # noqa: ARG001
            outcome = functions.call(name_of(self.function_name), json.loads(body) if body else {})
            if outcome.failed:
                response_headers["x-amz-function-error"] = "Unhandled"
            return json.dumps(outcome.payload).encode()

        return invoke

    from moto.awslambda.models import LambdaFunction

    try:
        with replaced("moto.awslambda.models", "LambdaFunction", "invoke", make, takes=PARAMETERS):
            yield
    finally:
        LambdaFunction.invoke = stopped


def stopped(self: Any, body: Any, request_headers: Any, response_headers: Any) -> bytes:  # noqa: ARG001 - as in moto
    response_headers["x-amz-function-error"] = "Unhandled"
    return json.dumps({"errorType": "StackStopped", "errorMessage": "the stack has stopped"}).encode()
