"""The application's process: it dies and is started again, with nothing left of the one before."""

import logging
from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from functools import partial
from types import SimpleNamespace
from typing import Any, TypeVar
from unittest.mock import patch

import boto3
from chalice.config import Config
from chalice.local import LocalGateway

from app import app
from chalicelib.catalogue import store as catalogue
from chalicelib.exchange import secret
from chalicelib.exchange.tasks.send_callback import send_callback
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.identity import Actor
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Table
from faults.calls import Calls
from faults.machines import WatchedMachines
from local.aws.speed import quick_tables
from local.identity_provider.personas import PERSONAS
from local.lambda_.functions import Functions
from soak.peer import Peer, public_address
from tests.harness.fixtures import plain_text
from tests.harness.machines import FakeMachines
from tests.harness.world import REGION

T = TypeVar("T")


class Process:
    """What runs the application. `outside` is a platform whose calls nobody watches."""

    def __init__(self, outside: Platform, calls: Calls) -> None:
        self.outside, self.calls = outside, calls
        self.functions = Functions(app.handler_map)
        self.gateway = LocalGateway(app, Config.create(lambda_timeout=29))  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        self._session = boto3.Session(region_name=REGION)
        calls.attach(self._session)
        self._clients: dict[str, Any] = {}

    def start(self, machines: FakeMachines) -> None:
        """A process that knows nothing."""
        platform = Platform(self.outside.settings, now=self.outside.now, wall=self.outside.wall, session=self._session)
        for name in ("s3", "sqs", "secrets"):
            platform.__dict__[name] = self._client(platform, name)
        dynamodb = self._clients.get("dynamodb") or platform.table.client
        self._clients["dynamodb"] = dynamodb
        platform.__dict__["table"] = Table(dynamodb, platform.settings.table, sleep=self.calls.sleep)
        platform.__dict__["sfn"] = WatchedMachines(self.calls, machines)
        catalogue.forget()
        secret.forget()
        platforms.use(platform)

    def _client(self, platform: Platform, name: str) -> Any:
        """Making clients takes longer than anything else here, and they hold nothing but how much they may retry."""
        if name not in self._clients:
            self._clients[name] = getattr(platform, name)
        return self._clients[name]


@contextmanager
def quick(calls: Calls, peer: Peer) -> Generator[None]:
    """No waiting, no typesetting, no tokens, no connection to a department: what other suites prove."""
    told = partial(send_callback, post=peer, resolve=public_address)
    with ExitStack() as seams:
        seams.enter_context(quick_tables())
        for target, stand_in in (
            ("chalicelib.foundation.http.requests.authenticate", persona),
            ("chalicelib.exchange.functions.send_callback", told),
            ("chalicelib.issuance.acts.make_result.render", plain_text),
            ("chalicelib.issuance.acts.issue_document.render", plain_text),
            ("chalicelib.foundation.alongside._POOL", AtOnce()),
            ("botocore.retries.quota.RetryQuota.acquire", always),
            ("botocore.endpoint.time", SimpleNamespace(sleep=calls.sleep)),
        ):
            seams.enter_context(patch(target, stand_in))
        level = logging.root.manager.disable
        logging.disable(logging.CRITICAL)
        seams.callback(logging.disable, level)
        seams.callback(platforms.use, None)
        yield


def persona(platform: Platform, authorization: str | None) -> Actor:  # noqa: ARG001 - stands for `authenticate`
    """The token is the persona's name."""
    return PERSONAS[authorization or ""].actor


def always(quota: object, amount: int) -> bool:  # noqa: ARG001 - stands for `acquire`
    """A process that has just started may retry as often as botocore ever does."""
    return True


class AtOnce:
    """A pool that makes each call when it is asked to: calls come in one order, and a death ends all."""

    def submit(self, call: Callable[[], T]) -> "Future[T]":
        future: Future[T] = Future()
        try:
            future.set_result(call())
        except Exception as failure:  # noqa: BLE001 - a future carries whatever its call has raised
            future.set_exception(failure)
        return future
