"""A hall in memory: the real acts, functions and rows on stores that live as long as the object."""

import json
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

from chalicelib.cases.files import object_key
from chalicelib.cases.tasks.check_material import Uploaded, check_material
from chalicelib.cases.tasks.open_step import open_step
from chalicelib.catalogue import store as catalogue
from chalicelib.catalogue.model import ItemDocument
from chalicelib.exchange import secret
from chalicelib.exchange.model import CallbackMessage
from chalicelib.exchange.tasks.send_callback import send_callback
from chalicelib.foundation import names, telemetry
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.settings import Settings
from chalicelib.foundation.table import Item, Table, load
from chalicelib.foundation.workflow import Step
from chalicelib.issuance.acts.archive import archive
from chalicelib.issuance.acts.issue_document import DocumentMessage, issue_document
from chalicelib.issuance.acts.make_result import make_result
from proofs.kit.dynamo import Hook, MemoryDynamo
from soak.clocks import Clock
from soak.machines import Machines
from soak.peer import Peer, no_jitter, public_address
from soak.people import Numbering, People
from soak.services import MemoryBuckets, MemoryQueues, MemorySecrets

CATALOGUE = Path(__file__).parents[1] / "local" / "data" / "items.json"
ITEMS = ("YM-P01", "YM-S03", "YM-S05")  # 承诺件 that is a licence, 承诺件 that is none, 即办件
DEPARTMENTS = ("food", "hrss", "si")
FUNCTIONS = {
    "${OpenStepFunctionArn}": open_step,
    "${MakeResultFunctionArn}": make_result,
    "${ArchiveCaseFunctionArn}": archive,
}


@dataclass
class World:
    """`clock` moves legal time, `wall` the other. `peer` is what listens at the departments."""

    dynamo: MemoryDynamo = field(default_factory=MemoryDynamo)
    queues: MemoryQueues = field(default_factory=MemoryQueues)
    buckets: MemoryBuckets = field(default_factory=MemoryBuckets)
    secrets: MemorySecrets = field(default_factory=MemorySecrets)
    peer: Peer = field(default_factory=Peer)
    clock: Clock = field(default_factory=Clock)
    wall: Clock = field(default_factory=Clock)
    numbering: Numbering = field(default_factory=Numbering)
    machines: Machines = field(init=False)

    def __post_init__(self) -> None:
        settings = Settings(stage="local")
        self.platform = Platform(settings, now=self.clock, wall=self.wall, session=cast(Any, None))
        self.machines = Machines(self.call)
        self._connect()
        secret.forget()
        catalogue.forget()  # what an earlier hall of this process has read must not change the order of calls

    def copy(self) -> "World":
        """Another hall where everything is as it is here now. Only one of the two should go on in one process."""
        stores = self.dynamo.copy(), self.queues.copy(), self.buckets.copy(), self.secrets.copy(), self.peer.copy()
        twin = World(*stores, Clock(self.clock.at), Clock(self.wall.at), Numbering(self.numbering.last))
        twin.machines = self.machines.copy(twin.call)
        twin._connect()
        return twin

    def _connect(self) -> None:
        """Where the cached clients would be."""
        table = Table(cast(Any, self.dynamo), self.platform.settings.table, sleep=lambda _: None)
        self.platform.__dict__.update(
            table=table, sfn=self.machines, sqs=self.queues, s3=self.buckets, secrets=self.secrets
        )

    @property
    def people(self) -> People:
        return People(self.platform, self.numbering)

    def listen(self, before: Hook, after: Hook) -> None:
        """Hear, and disturb, every call to AWS."""
        for service in (self.dynamo, self.machines, self.queues, self.buckets, self.secrets):
            service.before, service.after = before, after

    def rows(self, partition: str, prefix: str = "") -> list[Item]:
        """As they are, without a call."""
        return [load(item) for sk, item in self.dynamo.partition(partition).items() if sk.startswith(prefix)]

    def index(self, name: str) -> list[Item]:
        return [load(item) for item in self.dynamo.indexed(name)]

    def call(self, function: str, task: dict[str, Any]) -> None:
        """As a machine calls its functions."""
        FUNCTIONS[function](self.platform, Step.model_validate(task))

    def upload(self, case_id: str, file_id: str, body: bytes) -> None:
        """Bytes arrive in the bucket, which tells the queue."""
        key = object_key(case_id, file_id)
        version = self.buckets.put(self.platform.settings.materials_bucket, key, body)
        self.queues.put(queue(names.MATERIALS_QUEUE), {"key": key, "version": version, "size": len(body)})

    def uploaded(self, case_id: str, file_id: str) -> bool:
        return (self.platform.settings.materials_bucket, object_key(case_id, file_id)) in self.buckets.objects

    def work(self, name: str) -> bool:
        """Hand the next message of a queue to its function; one that fails comes again at once."""
        message = self.queues.take(queue(name))
        if message is None:
            return False
        try:
            CONSUMERS[name](self, message)
        except BaseException:
            self.queues.waiting[queue(name)].insert(0, message)
            raise
        return True


def queue(name: str) -> str:
    return names.queue("local", name)


def check(world: World, message: Item) -> None:
    check_material(world.platform, Uploaded(**message))


def issue(world: World, message: Item) -> None:
    issue_document(world.platform, DocumentMessage.model_validate(message))


def tell(world: World, message: Item) -> None:
    told = CallbackMessage.model_validate(message)
    send_callback(world.platform, told, post=world.peer, resolve=public_address, jitter=no_jitter)


CONSUMERS: Mapping[str, Callable[[World, Item], None]] = {
    names.MATERIALS_QUEUE: check,
    names.DOCUMENTS_QUEUE: issue,
    names.CALLBACKS_QUEUE: tell,
}


def new_world() -> World:
    """A hall with its catalogue and no cases, where the departments' systems listen."""
    return opened().copy()


@cache
def opened() -> World:
    world = World()
    platform, table = world.platform, world.platform.table
    for code in ITEMS:
        table.write(*catalogue.publish(platform.settings.division, item_document(code), 1, platform.now()))
    for department in DEPARTMENTS:
        world.people.register(department)
    return world


@cache
def item_document(code: str) -> ItemDocument:
    """An item of the demonstration catalogue."""
    raw = json.loads(CATALOGUE.read_text("utf-8"))
    return ItemDocument.model_validate_json(json.dumps(next(part for part in raw["items"] if part["id"] == code)))


@contextmanager
def plain_documents() -> Generator[None]:
    """No typesetting and no log: pages are looked at elsewhere, faults are wanted here."""
    level = telemetry.log.log_level
    telemetry.log.setLevel("CRITICAL")
    try:
        with (
            patch("chalicelib.issuance.acts.make_result.render", plain),
            patch("chalicelib.issuance.acts.issue_document.render", plain),
        ):
            yield
    finally:
        telemetry.log.setLevel(level)


def plain(template: str, data: dict[str, Any], **_: Any) -> bytes:
    return f"%PDF {template} {json.dumps(data, sort_keys=True, default=str)}".encode()
