"""Who calls AWS in a running stack: its functions and its API, also in the threads that they start."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from typing import Any
from unittest.mock import patch

from chalicelib.foundation import alongside, names
from local.api_gateway.gateway import Gateway
from local.lambda_.functions import Functions
from proofs.kit.callers import calling
from proofs.rights import Use, recording


@contextmanager
def recorded() -> Iterator[set[Use]]:
    call, answer = Functions.call, Gateway._call

    def as_function(self: Functions, name: str, event: Any) -> Any:
        with calling(name):
            return call(self, name, event)

    def as_api(self: Gateway, *request: Any) -> Any:
        with calling(names.API):
            return answer(self, *request)

    pools = patch.object(alongside, "_POOL", Following(alongside._POOL))
    workers = patch.object(alongside, "_WORKERS", Following(alongside._WORKERS))
    functions, api = patch.object(Functions, "call", as_function), patch.object(Gateway, "_call", as_api)
    with pools, workers, functions, api, recording(fresh=False) as used:
        yield used


class Following:
    """A pool whose threads know for whom they work."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.pool = pool

    def submit(self, call: Callable[[], Any]) -> "Future[Any]":
        return self.pool.submit(copy_context().run, call)
