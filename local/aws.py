"""AWS on this machine: moto's server in this process, on loopback, with credentials that open nothing else."""

import logging
import os
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from threading import Thread
from typing import Any

import boto3
from botocore.config import Config

from local.front import Application, Front
from local.listening import held
from local.repairs import repaired_storage
from local.seams import strict_tokens
from local.signal import Signals
from local.upload_policy import Credentials, UploadPolicy

Beside = Callable[[Application], Application]
LOOPBACK = "127.0.0.1"
ACCOUNT = "123456789012"  # the emulator's only account
CREDENTIALS = Credentials("testing-only", "testing-only-secret")
# A profile, a session token or an endpoint of the user's own must not reach into the stack, nor the stack out of it.
FOREIGN = (
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
)
CLIENT = Config(connect_timeout=2, read_timeout=60, retries={"total_max_attempts": 1}, max_pool_connections=32)


@dataclass
class LocalAws:
    """The running emulator. `client` makes boto3 clients of it; `signals` tell of every change made in it."""

    endpoint: str
    region: str
    signals: Signals
    account: str = ACCOUNT
    partition: str = "aws"
    _clients: dict[str, Any] = field(default_factory=dict[str, Any])

    def client(self, service: str) -> Any:
        if service not in self._clients:
            extra = Config(s3={"addressing_style": "path"}, signature_version="s3v4") if service == "s3" else None
            self._clients[service] = boto3.Session(
                CREDENTIALS.access_key, CREDENTIALS.secret_key, region_name=self.region
            ).client(  # pyright: ignore[reportCallIssue, reportUnknownMemberType]
                service,  # pyright: ignore[reportArgumentType]
                endpoint_url=self.endpoint,
                config=CLIENT.merge(extra) if extra else CLIENT,
            )
        return self._clients[service]


@contextmanager
def running(port: int = 0, region: str = "us-east-1", *, beside: Beside | None = None) -> Generator[LocalAws]:
    """Start the emulator, empty, and stop it at the end. Port 0 takes a free one; a taken port raises `OSError`.
    `beside` may answer some of the requests in its place.
    """
    with ExitStack() as stack:
        signals = Signals()
        server = make_server(port, signals, beside)
        stack.callback(server.server_close)
        endpoint = f"http://{LOOPBACK}:{server.port}"
        stack.enter_context(environment(safe_environment(endpoint, region)))
        stack.enter_context(executing_machines())
        stack.enter_context(repaired_storage())
        stack.enter_context(strict_tokens())
        reset()
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="aws", daemon=True)
        thread.start()
        stack.callback(thread.join)
        stack.callback(server.shutdown)
        yield LocalAws(endpoint, region, signals)


def make_server(port: int, signals: Signals, beside: Beside | None = None) -> Any:
    """The emulator's own application and request handler, without the line it prints per request."""
    from moto.moto_server.werkzeug_app import (  # pyright: ignore[reportMissingTypeStubs]
        DomainDispatcherApplication,
        MotoRequestHandler,
        create_backend_app,
    )
    from werkzeug import serving

    class Quiet(MotoRequestHandler):
        def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name
            """Failures are logged by whoever asked."""

    application: Any = DomainDispatcherApplication(create_backend_app)
    # It would list its own folder to find the backend of a host, at every request: half of what a call costs.
    application.get_backend_for_host = cache(application.get_backend_for_host)
    guarded = UploadPolicy(Front(beside(application) if beside else application, signals), CREDENTIALS)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with held(LOOPBACK, port) as listener:
        return serving.ThreadedWSGIServer(LOOPBACK, port, guarded, handler=Quiet, fd=listener.fileno())


def safe_environment(endpoint: str, region: str) -> dict[str, str]:
    """Every AWS client made in this process from now on talks to the emulator with made-up credentials."""
    return {
        "AWS_ACCESS_KEY_ID": CREDENTIALS.access_key,
        "AWS_SECRET_ACCESS_KEY": CREDENTIALS.secret_key,
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        **unproxied(),
        "MOTO_PORT": endpoint.rsplit(":", 1)[1],
        "TZ": "UTC",  # the emulator mixes local and universal time
    }


def unproxied() -> dict[str, str]:
    """What is on this machine is never asked for through a proxy, whatever the user's own shell says."""
    hosts = ",".join(filter(None, (os.environ.get("no_proxy") or os.environ.get("NO_PROXY"), LOOPBACK, "localhost")))
    return {"NO_PROXY": hosts, "no_proxy": hosts}


@contextmanager
def environment(wanted: Mapping[str, str]) -> Generator[None]:
    before = dict(os.environ)
    for name in [name for name in before if name in FOREIGN or name.startswith("AWS_ENDPOINT_URL")]:
        del os.environ[name]
    os.environ.update(wanted)
    time.tzset()
    boto3.DEFAULT_SESSION = None  # one made earlier would keep the credentials it found
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        time.tzset()
        boto3.DEFAULT_SESSION = None


@contextmanager
def executing_machines() -> Generator[None]:
    from moto.core.config import default_user_config

    before = default_user_config.get("stepfunctions", {})
    default_user_config["stepfunctions"] = {"execute_state_machine": True}
    try:
        yield
    finally:
        default_user_config["stepfunctions"] = before


def reset() -> None:
    """The emulator's state is the process's: forget what an earlier stack left."""
    from moto.moto_api._internal.models import moto_api_backend

    moto_api_backend.reset()
