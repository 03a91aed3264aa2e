"""Task tokens end as on AWS: good for one answer, while their task waits. moto alone takes any answer at any time."""

import threading
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from typing import Any

from local.aws.patching import replaced

CALLBACKS = "moto.stepfunctions.parser.asl.eval.callback.callback"
ATTEMPT = "moto.stepfunctions.parser.asl.component.state.exec.execute_state"
ENGINE = "moto.stepfunctions.parser.models"
BACKEND = "StepFunctionsParserBackend"
RESPONSES = "moto.stepfunctions.responses"


@contextmanager
def strict_tokens() -> Generator[None]:
    """For the time of the block. A token that has ended is answered TaskTimedOut, one that never was InvalidToken."""
    tokens = Tokens()
    with ExitStack() as patches:
        for module, owner, name, make, takes in (
            (CALLBACKS, "CallbackEndpoint", "wait", tokens.wait, ("self", "timeout")),
            (ATTEMPT, "ExecutionState", "_evaluate_with_timeout", tokens.attempt, ("self", "env")),
            (ENGINE, BACKEND, "send_task_success", tokens.success, ("self", "task_token", "outcome")),
            (ENGINE, BACKEND, "send_task_failure", tokens.failure, ("self", "task_token", "error", "cause")),
            (RESPONSES, "StepFunctionResponse", "send_task_failure", failure_with_cause, ("self",)),
        ):
            patches.enter_context(replaced(module, owner, name, make, takes=takes))
        yield


def failure_with_cause(_original: Any) -> Any:
    """moto reads the error of a SendTaskFailure request and drops its cause."""
    from moto.core.responses import EmptyResult

    def send_task_failure(self: Any) -> Any:
        token, error, cause = (self._get_param(name) for name in ("taskToken", "error", "cause"))
        self.stepfunction_backend.send_task_failure(token, error=error, cause=cause)
        return EmptyResult()

    return send_task_failure


class Tokens:
    """The replacements for moto's functions. One lock: a token is either answered or ended, never both."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def wait(self, original: Any) -> Any:
        """When a wait is over, by an answer or by its timeout, its token ends."""

        def wait(endpoint: Any, timeout: float | None = None) -> Any:
            original(endpoint, timeout)
            self._end(endpoint)
            return endpoint.get_outcome()

        return wait

    def attempt(self, original: Any) -> Any:
        """When an attempt at a task fails, before its wait or in it, its token ends, and a retry gets a new one."""

        def evaluate_with_timeout(state: Any, env: Any) -> Any:
            try:
                return original(state, env)
            except Exception:  # raised again: whatever ended the attempt, its token ends with it
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
    """What waits for the answer to this token, and whether its execution still runs. Raises InvalidToken."""
    from moto.stepfunctions.parser.api import InvalidToken

    for execution in backend._get_executions():
        env = execution.exec_worker.env if execution.exec_worker else None  # the first moment of an execution has none
        endpoint = env.callback_pool_manager.get(token) if env else None
        if endpoint is not None:
            return endpoint, execution.status == "RUNNING"
    raise InvalidToken
