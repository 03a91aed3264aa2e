"""The two seams through which state machines meet us: Lambda tasks run our handlers, task tokens end as on AWS.

Everything else of the engine is the emulator's own. `local.repairs` mends its storage. Each seam has a canary test.
"""

import json
import threading
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from typing import Any

from local.invocation import Functions
from local.replacing import replaced

CALLBACKS = "moto.stepfunctions.parser.asl.eval.callback.callback"
ATTEMPT = "moto.stepfunctions.parser.asl.component.state.exec.execute_state"
ENGINE = "moto.stepfunctions.parser.models"


@contextmanager
def lambda_tasks(functions: Functions, name_of: Callable[[str], str]) -> Generator[None]:
    """A state machine's Lambda task calls `functions`; `name_of` takes the deployed name to the name of the handler.

    A handler's exception is a function error with the exception's class name, so that Retry and Catch can name it.
    Executions outlive the block, as nothing stops them: what they call then is answered by nobody, and the emulator's
    own way, through Docker, is not gone.
    """

    def make(_original: Any) -> Any:
        def invoke(self: Any, body: Any, request_headers: Any, response_headers: Any) -> bytes:  # noqa: ARG001
            outcome = functions.call(name_of(self.function_name), json.loads(body) if body else {})
            if outcome.failed:
                response_headers["x-amz-function-error"] = "Unhandled"
            return json.dumps(outcome.payload).encode()

        return invoke

    takes = ("self", "body", "request_headers", "response_headers")
    from moto.awslambda.models import LambdaFunction

    try:
        with replaced("moto.awslambda.models", "LambdaFunction", "invoke", make, takes=takes):
            yield
    finally:
        LambdaFunction.invoke = stopped


def stopped(self: Any, body: Any, request_headers: Any, response_headers: Any) -> bytes:  # noqa: ARG001 - a seam's signature
    response_headers["x-amz-function-error"] = "Unhandled"
    return json.dumps({"errorType": "StackStopped", "errorMessage": "the stack has stopped"}).encode()


@contextmanager
def strict_tokens() -> Generator[None]:
    """A token is good once, while its task waits; afterwards it answers TaskTimedOut, a made-up one InvalidToken."""
    tokens = Tokens()
    with ExitStack() as seams:
        for module, owner, name, make, takes in (
            (CALLBACKS, "CallbackEndpoint", "wait", tokens.wait, ("self", "timeout")),
            (ATTEMPT, "ExecutionState", "_evaluate_with_timeout", tokens.attempt, ("self", "env")),
            (
                ENGINE,
                "StepFunctionsParserBackend",
                "send_task_success",
                tokens.success,
                ("self", "task_token", "outcome"),
            ),
            (
                ENGINE,
                "StepFunctionsParserBackend",
                "send_task_failure",
                tokens.failure,
                ("self", "task_token", "error", "cause"),
            ),
            ("moto.stepfunctions.responses", "StepFunctionResponse", "send_task_failure", with_cause, ("self",)),
        ):
            seams.enter_context(replaced(module, owner, name, make, takes=takes))
        yield


def with_cause(_original: Any) -> Any:
    """The emulator's front drops the cause of a failure."""
    from moto.core.responses import EmptyResult

    def send_task_failure(self: Any) -> Any:
        token, error, cause = (self._get_param(name) for name in ("taskToken", "error", "cause"))
        self.stepfunction_backend.send_task_failure(token, error=error, cause=cause)
        return EmptyResult()

    return send_task_failure


class Tokens:
    """Under one lock a token is either answered or ended, never both."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def wait(self, original: Any) -> Any:
        def wait(endpoint: Any, timeout: float | None = None) -> Any:
            original(endpoint, timeout)
            self._end(endpoint)
            return endpoint.get_outcome()

        return wait

    def attempt(self, original: Any) -> Any:
        """When an attempt fails - by time, or before it waited - its token ends; a retry has a new one."""

        def evaluate_with_timeout(state: Any, env: Any) -> Any:
            try:
                return original(state, env)
            except Exception:
                self._renew(env)
                raise

        return evaluate_with_timeout

    def _renew(self, env: Any) -> None:
        context = env.states.context_object
        token = context.context_object_data.get("Task", {}).get("Token")
        endpoint = env.callback_pool_manager.get(token)
        if endpoint is not None:
            self._end(endpoint)
            env.callback_pool_manager.add(context.update_task_token())

    def success(self, _original: Any) -> Any:
        from moto.stepfunctions.parser.asl.eval.callback.callback import CallbackOutcomeSuccess

        def send_task_success(backend: Any, task_token: str, outcome: str) -> None:
            self._answer(backend, task_token, CallbackOutcomeSuccess(task_token, outcome))

        return send_task_success

    def failure(self, _original: Any) -> Any:
        from moto.stepfunctions.parser.asl.eval.callback.callback import CallbackOutcomeFailure

        def send_task_failure(backend: Any, task_token: str, error: Any = None, cause: Any = None) -> dict[str, Any]:
            self._answer(backend, task_token, CallbackOutcomeFailure(task_token, error, cause))
            return {}

        return send_task_failure

    def _end(self, endpoint: Any) -> None:
        from moto.stepfunctions.parser.asl.eval.callback.callback import CallbackConsumerTimeout

        with self._lock:
            if endpoint.get_outcome() is None:
                endpoint.report(CallbackConsumerTimeout())

    def _answer(self, backend: Any, token: str, outcome: Any) -> None:
        from moto.stepfunctions.parser.api import TaskTimedOut

        endpoint, running = find(backend, token)
        with self._lock:
            if not running or endpoint.consumer_error is not None or endpoint.get_outcome() is not None:
                raise TaskTimedOut("Task Timed Out: 'Provided task does not exist anymore'", "TaskTimedOut")
            endpoint.notify(outcome)


def find(backend: Any, token: str) -> tuple[Any, bool]:
    """The place where the token is waited for, and whether its execution still runs."""
    from moto.stepfunctions.parser.api import InvalidToken

    for execution in backend._get_executions():
        env = execution.exec_worker.env if execution.exec_worker else None  # none yet in an execution's first moment
        endpoint = env.callback_pool_manager.get(token) if env else None
        if endpoint is not None:
            return endpoint, execution.status == "RUNNING"
    raise InvalidToken
