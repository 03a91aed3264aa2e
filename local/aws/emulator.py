"""Starts and stops moto's server in this process, on 127.0.0.1, with credentials that are good for nothing else."""

from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from threading import Lock
from typing import Any
from wsgiref.types import WSGIApplication

import boto3
from botocore.config import Config
from werkzeug.serving import BaseWSGIServer

from local.aws.change_counting import RequestCounting, counted_messages
from local.aws.changes import Changes
from local.aws.direct_calls import DirectCalls
from local.aws.environment import environment
from local.aws.repairs import repaired_storage
from local.aws.request_locks import RequestLocks
from local.aws.speed import quick_emulator
from local.aws.tables import Tables
from local.s3.browser_uploads import BrowserUploads, Credentials
from local.step_functions.task_tokens import strict_tokens
from local.web_server import LOOPBACK, make_server, served

ACCOUNT = "123456789012"  # moto knows this account only
CREDENTIALS = Credentials("testing-only", "testing-only-secret")
CLIENT = Config(connect_timeout=2, read_timeout=60, retries={"total_max_attempts": 1}, max_pool_connections=32)
Beside = Callable[[WSGIApplication], WSGIApplication]
PATH_STYLE = Config(s3={"addressing_style": "path"}, signature_version="s3v4")


@dataclass
class LocalAws:
    """The running emulator. `client` makes boto3 clients for it; `changes` counts what is changed in it."""

    endpoint: str
    region: str
    changes: Changes
    direct: DirectCalls | None = None
    tables: Tables | None = None
    account: str = ACCOUNT
    partition: str = "aws"
    _clients: dict[str, Any] = field(default_factory=dict[str, Any])
    _lock: Lock = field(default_factory=Lock)

    def session(self) -> boto3.Session:
        """A new session of the emulator's account."""
        session = boto3.Session(CREDENTIALS.access_key, CREDENTIALS.secret_key, region_name=self.region)
        if self.direct:
            self.direct.attach(session)
        if self.tables:
            self.tables.attach(session)
        return session

    @cached_property
    def _session(self) -> boto3.Session:
        return self.session()

    def client(self, service: str) -> Any:
        with self._lock:  # a session makes one client at a time
            if service not in self._clients:
                self._clients[service] = self._session.client(  # pyright: ignore[reportCallIssue, reportUnknownMemberType]
                    service,  # pyright: ignore[reportArgumentType]
                    endpoint_url=self.endpoint,
                    config=CLIENT.merge(PATH_STYLE) if service == "s3" else CLIENT,
                )
            return self._clients[service]


@contextmanager
def running(
    port: int = 0, region: str = "us-east-1", *, beside: Beside | None = None, own_tables: bool = False
) -> Generator[LocalAws]:
    """Start the emulator, empty, and stop it at the end. Port 0 takes a free one; a taken port raises OSError.

    `beside` makes an application that may answer some of the requests in the emulator's place. With `own_tables` the
    items of tables are kept by `local.aws.tables`, else by moto or by what stands beside it.
    """
    with ExitStack() as up:
        changes = Changes()
        tables = Tables(changes) if own_tables else None
        if tables:
            beside = tables.around
        answering = beside(moto_application()) if beside else moto_application()
        application = RequestCounting(RequestLocks(answering), changes)
        server = make_moto_server(port, application)
        up.callback(server.server_close)
        endpoint = f"http://{LOOPBACK}:{server.port}"
        up.enter_context(environment(variables(endpoint, region)))
        up.enter_context(quick_emulator())
        up.enter_context(executing_machines())
        up.enter_context(repaired_storage())
        up.enter_context(strict_tokens())
        up.enter_context(counted_messages(changes))
        reset()
        up.enter_context(served(server, "aws"))
        direct = DirectCalls(application)
        up.callback(direct.close)
        yield LocalAws(endpoint, region, changes, direct, tables)


def make_moto_server(port: int, application: WSGIApplication) -> BaseWSGIServer:
    """moto's own request handler, and the checks of browser uploads."""
    # Imported here: unit tests use other parts of this module, and moto's server takes long to import.
    from moto.moto_server.werkzeug_app import MotoRequestHandler  # pyright: ignore[reportMissingTypeStubs]

    class QuietHandler(MotoRequestHandler):
        def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name
            """No line per request: whoever asked logs what failed."""

    return make_server(port, BrowserUploads(application, CREDENTIALS), QuietHandler)


@cache
def moto_application() -> Any:
    """One for all emulators of this process: it has no state of its own, and builds the routes of every service."""
    from moto.moto_server.werkzeug_app import (  # pyright: ignore[reportMissingTypeStubs]
        DomainDispatcherApplication,
        create_backend_app,
    )

    application: Any = DomainDispatcherApplication(create_backend_app)
    # moto finds the backend of a host by listing its own folder, at each request: half of the time of a call.
    application.get_backend_for_host = cache(application.get_backend_for_host)
    return application


def variables(endpoint: str, region: str) -> dict[str, str]:
    """Environment variables that lead every AWS client of this process to the emulator."""
    return {
        "AWS_ACCESS_KEY_ID": CREDENTIALS.access_key,
        "AWS_SECRET_ACCESS_KEY": CREDENTIALS.secret_key,
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_ENDPOINT_URL": endpoint,
        "MOTO_PORT": endpoint.rsplit(":", 1)[1],
    }


@contextmanager
def executing_machines() -> Generator[None]:
    """Without this setting moto stores executions and never runs them."""
    from moto.core.config import default_user_config

    before = default_user_config.get("stepfunctions", {})
    default_user_config["stepfunctions"] = {"execute_state_machine": True}
    try:
        yield
    finally:
        default_user_config["stepfunctions"] = before


def reset() -> None:
    """moto's resources live as long as the process: forget those of an earlier stack."""
    from moto.moto_api._internal.models import moto_api_backend

    moto_api_backend.reset()
