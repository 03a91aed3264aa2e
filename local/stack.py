"""The whole local stack: emulated AWS, the app behind its gateway, the catalogue, the issuer, systems of three
departments and of the organs above, the data-sharing platform that gives certificates of other organs, and the payment
provider.
"""

import gc
import logging
import os
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError
from werkzeug.serving import BaseWSGIServer

from chalicelib.access.actor import Role
from chalicelib.catalogue.acts.import_catalogue import import_catalogue
from chalicelib.catalogue.acts.import_schemes import import_schemes
from chalicelib.catalogue.acts.publish_lists import import_lists, plan_lists
from chalicelib.catalogue.model.document import parse_json, read_document
from chalicelib.catalogue.model.schemes.document import read_alone
from chalicelib.catalogue.store.scheme_leads import leads_of
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.platform import Platform, wall_clock
from chalicelib.foundation.settings import PREFIX, Settings
from chalicelib.foundation.settings import current as current_settings
from chalicelib.foundation.telemetry import log
from chalicelib.foundation.validation import field_errors
from chalicelib.http.app import App
from local.api_gateway.gateway import Gateway
from local.api_gateway.server import make_gateway_server
from local.api_gateway.watched import Watched
from local.aws import emulator
from local.aws.emulator import Beside, LocalAws
from local.catalogues import LISTS, SCHEMES, NotServed, catalogue_of, file_of, lists_of, loading, schemes_of
from local.console.legal_time import LegalTime
from local.console.routes import Console
from local.department import DepartmentSystem
from local.department.registration import register, systems_of
from local.deployment import Deployment, deployed, parameters_of
from local.directories import FILE as DIRECTORY
from local.directories import has_directory, import_demonstration
from local.identity_provider.issuer import Issuer
from local.identity_provider.personas import Persona, personas_of
from local.knowledge import seed_knowledge
from local.lambda_.event_pump import Pace
from local.lambda_.functions import Handler
from local.lambda_.render_layer import font_folder
from local.package import Package
from local.payments.lists import ListServer
from local.registers import seed_registers
from local.settings_taken import taken
from local.sharing import SharingPeer
from local.simple_register import enrol
from local.simulators import Simulators, simulating
from local.terminal.watch import Watch
from local.web_server import LOOPBACK, served

DEPARTMENTS = ("food", "hrss", "si")  # whose systems answer by themselves from the start
# Who handles steps of joint requests in a system of its own.
PROVIDERS = ("fund", "tax", "mi", "bank")
AUDIENCE = "yimen"
THINKING_SECONDS = 8.0  # a system waits so long before it answers a task
# On AWS reconciler and sweeper run each minute.
PACE = Pace(schedule=2.0, retry=None)


@dataclass
class LocalStack:
    """The running stack. `systems` are those of departments and organs above by their id, `simulators` the others."""

    url: str
    platform: Platform
    issuer: Issuer
    deployment: Deployment
    time: LegalTime
    systems: Mapping[str, DepartmentSystem]
    simulators: Simulators

    def settle(self, timeout: float = 30) -> None:
        """Wait until streams and queues are empty and nothing changes any more."""
        self.deployment.pump.drain(timeout)

    def arrive(self) -> None:
        """Of a stack that began in the past: from now on legal time is real time, and the schedules run.

        They do not run before: the sweeper would read every hour from its first run on, which takes minutes.
        """
        self.time.arrive()
        self.deployment.pump.fire(names.SWEEP_ALARMS)
        self.deployment.pump.release_schedules()


@contextmanager
def running(  # noqa: PLR0913 - each caller gives few of them
    port: int = 8000,
    *,
    catalogue: Path | None = None,
    pace: Pace = PACE,
    delay: float = THINKING_SECONDS,
    beside: Beside | None = None,
    allow: tuple[str, ...] = (),
    watch: Watch | None = None,
    begins: datetime | None = None,
    package: Package | None = None,
    joint: bool = False,
) -> Generator[LocalStack]:
    """Start everything, and stop it at the end of the block. Port 0 takes a free one.

    It serves the division of the environment's settings, with its demonstration catalogue or another `catalogue`.
    Raises OSError for a taken port, NotServed for a division without a catalogue and for a broken catalogue. `delay` is
    how long a system thinks about a task, in seconds. `beside` is as in `local.aws.emulator.running`;
    with it, moto or what stands beside it keeps the items of tables, which `local.aws.tables` does otherwise.
    `allow` are further addresses on this machine that callbacks may go to. `watch` is told of requests and changes.
    Legal time is real time, or begins at `begins`, which has passed, until `arrive`. `package` is deployed instead of
    the repository's own code, with its parameters, of which one may be the division. With `joint` every department that
    has a member in a scheme has a system too, which leaves its tasks to people until it is switched.
    """
    with ExitStack() as up:
        division = package.parameters.get("Division") if package else None
        serving = served_catalogue(division or division_served(), catalogue)._replace(
            receivers=allow, watch=watch, begins=begins, package=package, joint=joint
        )
        server = make_gateway_server(port)
        up.callback(server.server_close)
        with quiet_log(), objects_made_to_stay():
            aws = up.enter_context(emulator.running(beside=beside, own_tables=beside is None))
            stack = start(up, aws, server, serving, pace, delay)
        yield stack


def division_served() -> str:
    """The division of the environment's settings. Raises NotServed."""
    try:
        return current_settings().division
    except ValidationError as error:
        wrong = field_errors(error)[0]
        raise NotServed(f"设置 {PREFIX}{wrong.pointer[1:].upper()} 有误：{wrong.message}") from None


class Served(NamedTuple):
    """The division that the stack serves, the catalogue it begins with (an import document and its file), its personas,
    the items of each department, the receivers of a developer's own, who watches, when legal time begins, the package
    that is deployed, the departments that have members in schemes, and whether those have systems.
    """

    division: str
    catalogue: Mapping[str, Any]
    file: Path
    people: Mapping[str, Persona]
    items: Mapping[str, Sequence[str]]
    receivers: tuple[str, ...] = ()
    watch: Watch | None = None
    begins: datetime | None = None
    package: Package | None = None
    members: frozenset[str] = frozenset()
    joint: bool = False


def served_catalogue(division: str, file: Path | None) -> Served:
    """Read before anything is started. Raises OSError or NotServed."""
    source = file or file_of(division)
    with loading(source):
        document = parse_json(file.read_bytes()) if file else catalogue_of(division)
        read = read_document(document, demonstrations=True)
    names = {name: department.name_2018 for name, department in read.departments.items()}
    items: dict[str, list[str]] = {}
    for item in read.items:
        items.setdefault(item.department, []).append(item.id)
    members = set[str]()
    for scheme in read_alone(schemes_of(division) if file is None else {"schemes": []}).schemes.values():
        members |= {node.department for node in scheme.nodes if not node.external}
        for lead in leads_of(scheme):
            items.setdefault(lead, []).append(scheme.code)
    return Served(division, document, source, personas_of(division, names), items, members=frozenset(members))


def start(
    up: ExitStack, aws: LocalAws, server: BaseWSGIServer, served_here: Served, pace: Pace, delay: float
) -> LocalStack:
    """Each part after those it needs; `up` stops them in the opposite order."""
    url = f"http://{LOOPBACK}:{server.port}"
    issuer = Issuer(f"{url}/local/issuer", AUDIENCE, wall_clock, served_here.people)
    systems = up.enter_context(systems_of(acting_as(served_here), url, issuer, delay))
    for name in systems.keys() & served_here.members - {*DEPARTMENTS, *PROVIDERS}:
        systems[name].mode = "manual"
    time = LegalTime(served_here.begins)
    simulators = up.enter_context(simulating(url, time))
    settings = settings_of(
        aws, served_here, url, issuer, [*systems.values(), *simulators.called], simulators.sharing.url
    )
    if package := served_here.package:
        settings = settings.model_copy(update={"stage": package.stage})
    platform = Platform(settings, now=time.now, session=aws.session())
    platforms.use(platform)
    up.callback(platforms.use, None)
    deployment, app = deploy(up, aws, platform, served_here, pace)
    simulators.connect(aws, settings.stage, url)
    if served_here.begins:
        deployment.pump.hold_schedules()
    import_all(platform, served_here, demonstrations=settings.sample_documents)
    seed_registers(platform.table, served_here.division, platform.now())
    seed_knowledge(platform)
    enrol(platform.table, served_here.division, (one.actor for one in served_here.people.values()), served_here.items)
    gateway = Gateway(app, Console(issuer, systems, time, simulators.routes()).handle)
    server.app = gateway
    up.enter_context(served(server, "gateway"))
    for system in systems.values():
        register(url, system)
    if watch := served_here.watch:  # the registrations before are no requests of anybody's
        server.app = Watched(gateway, watch, issuer.holder)
    return LocalStack(url, platform, issuer, deployment, time, systems, simulators)


def acting_as(served_here: Served) -> dict[str, str]:
    """As whom each example system acts: those of three departments, those that handle steps of joint requests where
    the place has them, those of all organs above, and, where that is asked for, those of all members' departments.
    """
    people = served_here.people
    above = {
        str(persona.actor.department): name
        for name, persona in people.items()
        if persona.actor.role is Role.SUPERIOR_ORGAN
    }
    own = {*DEPARTMENTS, *(name for name in PROVIDERS if f"system-{name}" in people)}
    own |= served_here.members if served_here.joint else set[str]()
    return {**{name: f"system-{name}" for name in sorted(own)}, **above}


def import_all(platform: Platform, served_here: Served, *, demonstrations: bool) -> None:
    """The same acts as an administrator's imports. Demonstration schemes go with the demonstration's own items."""
    division = served_here.division
    with loading(served_here.file):
        import_catalogue(platform.table, division, served_here.catalogue, platform.now(), demonstrations=demonstrations)
    if demonstrations and served_here.file == file_of(division):
        import_besides(platform, division, demonstrations=demonstrations)
        if has_directory(division):
            with loading(DIRECTORY):
                import_demonstration(platform.table, division)


def import_besides(platform: Platform, division: str, *, demonstrations: bool) -> None:
    """The schemes, and the lists of proofs and services, that go with the demonstration's own items."""
    table, now = platform.table, platform.now()
    with loading(SCHEMES):
        import_schemes(table, division, schemes_of(division), now, demonstrations=demonstrations)
    with loading(LISTS):
        import_lists(table, plan_lists(table, division, lists_of(division), now))


def settings_of(
    aws: LocalAws,
    served_here: Served,
    url: str,
    issuer: Issuer,
    called: Iterable[DepartmentSystem | SharingPeer | ListServer],
    sharing_url: str,
) -> Settings:
    """`called` are the systems on this machine that the app may call."""
    how: dict[str, Any] = {**taken(current_settings()), "division": served_here.division}
    return Settings(
        **how,
        endpoint=aws.endpoint,
        aws_region=aws.region,
        account=aws.account,
        public_url=url,
        issuer=issuer.url,
        audience=AUDIENCE,
        jwks_url=f"{issuer.url}/jwks.json",
        data_key=aws.client("kms").create_key()["KeyMetadata"]["Arn"],
        callback_allow=(*(system.host_port for system in called), *served_here.receivers),
        sharing_url=sharing_url,
        font_dir=font_folder(),
    )


def deploy(up: ExitStack, aws: LocalAws, platform: Platform, served_here: Served, pace: Pace) -> tuple[Deployment, App]:
    """The repository's app and resources, or those of a package, whose functions then have the template's settings."""
    package, settings = served_here.package, platform.settings
    app, template, handlers = load_app(package)
    parameters = {**parameters_of(settings), **(package.parameters if package else {})}
    made = deployed(
        app,
        template,
        aws,
        stage=settings.stage,
        parameters=parameters,
        handlers=handlers,
        pace=pace,
        watch=served_here.watch,
    )
    deployment = up.enter_context(made)
    if package:
        platform.settings = package.settings(deployment.loaded, settings)
        os.environ.update(package.variables(deployment.loaded))  # until the emulator stops
        current_settings.cache_clear()
        up.callback(current_settings.cache_clear)
    return deployment, app


def load_app(package: Package | None) -> tuple[App, Mapping[str, Any], Mapping[str, Handler]]:
    """Imported here, since it takes a while: a taken port or a broken catalogue is to be told at once."""
    import app
    from infra import resources

    if package:
        return app.app, package.template, package.handlers()
    return app.app, resources.template("local"), app.app.handler_map


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
