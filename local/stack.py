"""The whole local stack: emulated AWS, the app behind its gateway, the catalogue, the issuer, three departments."""

import gc
import logging
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalice.app import Chalice
from werkzeug.serving import BaseWSGIServer

from chalicelib.catalogue.acts.import_catalogue import import_catalogue
from chalicelib.catalogue.document import parse_json, read_document
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.platform import Platform, wall_clock
from chalicelib.foundation.settings import Settings
from chalicelib.foundation.telemetry import log
from local.api_gateway.gateway import Gateway
from local.api_gateway.server import make_gateway_server
from local.aws import emulator
from local.aws.emulator import LocalAws
from local.console.legal_time import LegalTime
from local.console.routes import Console
from local.department import DepartmentSystem
from local.department.registration import register, systems_of
from local.deployment import Deployment, deployed
from local.identity_provider.issuer import Issuer
from local.lambda_.event_pump import Pace
from local.lambda_.render_layer import font_folder
from local.web_server import LOOPBACK, served

CATALOGUE = Path(__file__).parent / "data" / "items.json"
DEPARTMENTS = ("food", "hrss", "si")
AUDIENCE = "yimen"
THINKING_SECONDS = 8.0  # a department's system waits so long before it answers a task
# On AWS reconciler and sweeper run each minute.
PACE = Pace(schedule=2.0, retry=None)


@dataclass
class LocalStack:
    """The running stack. `systems` are the departments' systems by department."""

    url: str
    platform: Platform
    issuer: Issuer
    deployment: Deployment
    time: LegalTime
    systems: Mapping[str, DepartmentSystem]

    def settle(self, timeout: float = 30) -> None:
        """Wait until streams and queues are empty and nothing changes any more."""
        self.deployment.pump.drain(timeout)


@contextmanager
def running(
    port: int = 8000,
    *,
    catalogue: Path = CATALOGUE,
    pace: Pace = PACE,
    delay: float = THINKING_SECONDS,
) -> Generator[LocalStack]:
    """Start everything, and stop it at the end of the block. Port 0 takes a free one.

    Raises OSError for a taken port, Problem or ValueError for a broken catalogue. `delay` is how long a department's
    system thinks about a task, in seconds.
    """
    with ExitStack() as up:
        document = parse_json(catalogue.read_bytes())
        read_document(document)  # raises for a broken catalogue, before anything is started
        server = make_gateway_server(port)
        up.callback(server.server_close)
        with quiet_log(), objects_made_to_stay():
            stack = start(up, server, document, pace, delay)
        yield stack


def start(up: ExitStack, server: BaseWSGIServer, document: Mapping[str, Any], pace: Pace, delay: float) -> LocalStack:
    """Each part after those it needs; `up` stops them in the opposite order."""
    url = f"http://{LOOPBACK}:{server.port}"
    aws = up.enter_context(emulator.running())
    issuer = Issuer(f"{url}/local/issuer", AUDIENCE, wall_clock)
    systems = up.enter_context(systems_of(DEPARTMENTS, url, issuer, delay))
    time = LegalTime()
    platform = Platform(settings_of(aws, url, issuer, systems), now=time.now, session=aws.session())
    platforms.use(platform)
    up.callback(platforms.use, None)
    app, template = load_app()
    deployment = up.enter_context(deployed(app, template, aws, stage=platform.settings.stage, pace=pace))
    # The same act as an administrator's import.
    import_catalogue(platform.table, platform.settings.division, document, platform.now())
    server.app = Gateway(app, Console(issuer, systems, time).handle)
    up.enter_context(served(server, "gateway"))
    for system in systems.values():
        register(url, issuer, system)
    return LocalStack(url, platform, issuer, deployment, time, systems)


def settings_of(aws: LocalAws, url: str, issuer: Issuer, systems: Mapping[str, DepartmentSystem]) -> Settings:
    return Settings(
        endpoint=aws.endpoint,
        aws_region=aws.region,
        account=aws.account,
        public_url=url,
        issuer=issuer.url,
        audience=AUDIENCE,
        jwks_url=f"{issuer.url}/jwks.json",
        callback_allow=tuple(system.host_port for system in systems.values()),
        font_dir=font_folder(),
    )


def load_app() -> tuple[Chalice, dict[str, Any]]:
    """Imported here, since it takes a while: a taken port or a broken catalogue is to be told at once."""
    import app
    from infra import resources

    return app.app, resources.template("local")


@contextmanager
def objects_made_to_stay() -> Generator[None]:
    """The garbage collector never looks at what exists at the end of the block.

    Half a million objects of modules and service descriptions stay until the process ends. To look through all of them
    again and again would take a sixth of the time of every request.
    """
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


@contextmanager
def quiet_log() -> Generator[None]:
    """The app logs warnings and errors only: its other lines would bury the welcome of `make run` and the demo."""
    before = log.log_level
    log.setLevel(logging.WARNING)
    try:
        yield
    finally:
        log.setLevel(before)
