"""The whole of Yimen on this machine: emulated AWS, the app, its catalogue, an issuer, the example departments'
systems.
"""

import base64
import secrets
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
from chalice.app import Chalice
from werkzeug.serving import BaseWSGIServer

from chalicelib.catalogue.acts.import_catalogue import ImportReport, import_catalogue
from chalicelib.catalogue.document import parse_json, read_document
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.platform import Platform, wall_clock
from chalicelib.foundation.settings import Settings
from local import aws, stack
from local.aws import LOOPBACK, Beside, LocalAws
from local.console import Console
from local.department import DepartmentSystem
from local.fonts import font_folder
from local.gateway import Gateway, make_server
from local.issuer import Issuer
from local.legal_time import LegalTime
from local.pump_loop import Pace
from local.stack import Stack

CATALOGUE = Path(__file__).parent / "data" / "items.json"
DEPARTMENTS = ("food", "hrss", "si")
AUDIENCE = "yimen"
DELAY = 8.0
# What reconciler and sweeper do each minute on AWS they do here every two seconds.
PACE = Pace(schedule=2.0, retry=None)


@dataclass
class Yimen:
    """The running system. `systems` are the example department systems by department."""

    url: str
    platform: Platform
    issuer: Issuer
    stack: Stack
    time: LegalTime
    systems: Mapping[str, DepartmentSystem] = field(default_factory=dict[str, DepartmentSystem])

    def settle(self, timeout: float = 30) -> None:
        """Wait until nothing moves any more."""
        self.stack.pump.drain(timeout)


@contextmanager
def running(
    port: int = 8000,
    *,
    catalogue: Path = CATALOGUE,
    wait_seconds: int | None = None,
    pace: Pace | None = None,
    delay: float = DELAY,
    beside: Beside | None = None,
) -> Generator[Yimen]:
    """Everything up, loaded and listening on 127.0.0.1; gone at the end. Port 0 takes a free one.

    OSError for a taken port, Problem or ValueError for broken data. `delay` is how long the departments' systems
    think, in seconds. `beside` is as in `local.aws.running`.
    """
    with ExitStack() as up:
        document = parse_json(catalogue.read_bytes())
        read_document(document)  # what is broken is told before anything is started
        server = make_server(LOOPBACK, port)
        up.callback(server.server_close)
        url = f"http://{LOOPBACK}:{server.port}"
        emulated = up.enter_context(aws.running(beside=beside))
        issuer = Issuer(f"{url}/local/issuer", AUDIENCE, wall_clock)
        systems = up.enter_context(departments(url, issuer, delay))
        time = LegalTime()
        platform = Platform(settings_of(emulated, url, issuer, systems, wait_seconds), now=time.now)
        platforms.use(platform)
        up.callback(platforms.use, None)
        app, template = load_app()
        deployed = up.enter_context(
            stack.deployed(app, template, emulated, stage=platform.settings.stage, pace=pace or PACE)
        )
        load_catalogue(platform, document)
        up.enter_context(served(server, Gateway(app, Console(issuer, systems, time).handle)))
        for system in systems.values():
            register(url, issuer, system)
        yield Yimen(url, platform, issuer, deployed, time, systems)


def settings_of(
    emulated: LocalAws, url: str, issuer: Issuer, systems: Mapping[str, DepartmentSystem], wait_seconds: int | None
) -> Settings:
    more: Any = {} if wait_seconds is None else {"wait_seconds": wait_seconds}
    return Settings(
        endpoint=emulated.endpoint,
        aws_region=emulated.region,
        account=emulated.account,
        public_url=url,
        issuer=issuer.url,
        audience=AUDIENCE,
        jwks_url=f"{issuer.url}/jwks.json",
        callback_allow=tuple(system.host_port for system in systems.values()),
        font_dir=font_folder(),
        **more,
    )


def load_app() -> tuple[Chalice, dict[str, Any]]:
    """Imported late: the app's module builds its routes when it is first seen."""
    import app
    from infra import resources

    return app.app, resources.template("local")


def load_catalogue(platform: Platform, document: Mapping[str, Any]) -> ImportReport:
    """Through the same code an administrator's import uses."""
    return import_catalogue(platform.table, platform.settings.division, document, platform.now())


@contextmanager
def served(server: BaseWSGIServer, gateway: Gateway) -> Generator[None]:
    server.app = gateway
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="api", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


@contextmanager
def departments(url: str, issuer: Issuer, delay: float) -> Generator[dict[str, DepartmentSystem]]:
    """The example systems of three departments, listening; each with a secret of its own."""
    systems: dict[str, DepartmentSystem] = {}
    try:
        for name in DEPARTMENTS:
            systems[name] = DepartmentSystem(
                url, partial(issuer.mint, f"system-{name}"), new_secret(), name, delay=delay
            )
            systems[name].start()
        yield systems
    finally:
        for system in systems.values():
            system.stop()


def new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def register(url: str, issuer: Issuer, system: DepartmentSystem) -> None:
    """As a real department would: over HTTP, with its machine identity."""
    headers = {
        "Authorization": f"Bearer {issuer.mint(f'system-{system.department}')}",
        "Idempotency-Key": f"register-{system.department}",
    }
    wanted = {"url": system.url, "secret": system.secret}
    answer = httpx.put(f"{url}/v1/callbacks", json=wanted, headers=headers, trust_env=False)
    if answer.status_code != 200:
        raise ValueError(f"the system of {system.department} could not register: {answer.text}")
