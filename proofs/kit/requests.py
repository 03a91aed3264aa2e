"""Requests to AWS held against the limits of the service models: lengths, sizes of lists, patterns, enums.

botocore checks types and most lower bounds, an emulator next to nothing; AWS checks all of it. In every test a request
beyond the model fails, also when the code under test swallows the error.
"""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from functools import cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import botocore.session
from botocore import xform_name
from botocore.model import ServiceModel
from botocore.validate import validate_parameters

from local.aws.patching import replaced
from proofs.kit import callers
from proofs.kit.limits import Beyond, Check, Compiler

SERVICES = ("dynamodb", "s3", "sqs", "stepfunctions", "secretsmanager", "kms")
S = TypeVar("S")
R = TypeVar("R")
P = ParamSpec("P")


class BeyondTheModel(AssertionError):
    """AWS would refuse this request, whatever an emulator says."""


class Watch:
    """One for the process, as its clients are made anywhere. A `tolerant` watch lets every request pass."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.tolerant = False
        self._checks: dict[tuple[str, str], Check | None] = {}

    def hold(self, model: ServiceModel, operation: str, request: Mapping[str, Any]) -> None:
        """Raises `BeyondTheModel`, and keeps what was found for those who look when the test is over."""
        service = str(model.service_name)
        callers.called(service, operation, request)
        if service not in SERVICES or self.tolerant:
            return
        key = service, operation
        if key not in self._checks:
            self._checks[key] = Compiler(model).operation(operation)
        check = self._checks[key]
        try:
            if check:
                check(request)
        except Beyond as beyond:
            self.seen.append(f"{service} {operation}: {beyond}")
            raise BeyondTheModel(self.seen[-1]) from None


WATCH = Watch()


@contextmanager
def watched() -> Generator[None]:
    """Every call of every botocore client in this process is checked."""

    def checking(original: Any) -> Any:
        def _make_api_call(self: Any, operation_name: str, api_params: dict[str, Any]) -> Any:
            WATCH.hold(self.meta.service_model, operation_name, api_params)
            return original(self, operation_name, api_params)

        return _make_api_call

    takes = ("self", "operation_name", "api_params")
    with replaced("botocore.client", "BaseClient", "_make_api_call", checking, takes=takes):
        yield


@contextmanager
def noted(*, tolerant: bool = False) -> Generator[list[str]]:
    """The requests beyond the model until the end of the block."""
    before = WATCH.seen, WATCH.tolerant
    seen: list[str] = []
    WATCH.seen, WATCH.tolerant = seen, tolerant
    try:
        yield seen
    finally:
        WATCH.seen, WATCH.tolerant = before


def made_of(service: str) -> Callable[[Callable[Concatenate[S, P], R]], Callable[Concatenate[S, P], R]]:
    """For the methods of a client in memory: names, types and limits are checked as if botocore had made it."""

    def decorate(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
        @wraps(method)
        def call(self: S, /, *args: P.args, **request: P.kwargs) -> R:
            model, operation = service_model(service), operations(service)[method.__name__]
            shape: Any = model.operation_model(operation).input_shape
            validate_parameters(request, shape)
            WATCH.hold(model, operation, request)
            return method(self, *args, **request)

        return call

    return decorate


@cache
def service_model(service: str) -> ServiceModel:
    return botocore.session.get_session().get_service_model(service)


@cache
def operations(service: str) -> dict[str, str]:
    """Operations by the names of a client's methods."""
    return {xform_name(name): name for name in service_model(service).operation_names}
