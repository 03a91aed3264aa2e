"""A hall in memory: the real acts, functions and rows on stores that live as long as the object."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

from chalicelib.cases.tasks.open_step import open_step
from chalicelib.catalogue import store as catalogue
from chalicelib.catalogue.model import ItemDocument
from chalicelib.foundation import names, telemetry
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.settings import Settings
from chalicelib.foundation.table import Item, Table, load
from chalicelib.foundation.workflow import Step
from chalicelib.issuance.acts.archive import archive
from chalicelib.issuance.acts.issue_document import DocumentMessage, issue_document
from chalicelib.issuance.acts.make_result import make_result
from soak.clocks import Clock
from soak.dynamo import Hook, MemoryDynamo
from soak.machines import Machines
from soak.people import People
from soak.services import MemoryBuckets, MemoryQueues

CATALOGUE = Path(__file__).parents[1] / "local" / "data" / "items.json"
ITEMS = ("YM-P01", "YM-S03", "YM-S05")  # 承诺件 that is a licence, 承诺件 that is none, 即办件
FUNCTIONS = {
    "${OpenStepFunctionArn}": open_step,
    "${MakeResultFunctionArn}": make_result,
    "${ArchiveCaseFunctionArn}": archive,
}
DOCUMENTS = names.queue("local", names.DOCUMENTS_QUEUE)


@dataclass
class World:
    """`clock` moves legal time, `wall` the other."""

    platform: Platform
    dynamo: MemoryDynamo
    machines: Machines
    queues: MemoryQueues
    buckets: MemoryBuckets
    clock: Clock
    wall: Clock

    @property
    def people(self) -> People:
        return People(self.platform)

    def listen(self, before: Hook, after: Hook) -> None:
        """Hear, and disturb, every call to AWS."""
        for service in (self.dynamo, self.machines, self.queues, self.buckets):
            service.before, service.after = before, after

    def rows(self, partition: str, prefix: str = "") -> list[Item]:
        """As they are, without a call."""
        found = self.dynamo.rows.get(partition, {})
        return [load(found[sk]) for sk in sorted(found) if sk.startswith(prefix)]

    def index(self, name: str) -> list[Item]:
        places = [place for index in self.dynamo.indexes[name].values() for place in index]
        return [load(self.dynamo.rows[pk][sk]) for pk, sk in places]

    def issue_document(self) -> bool:
        """Number and render the next document of the queue; a failed one comes again at once."""
        message = self.queues.take(DOCUMENTS)
        if message is None:
            return False
        try:
            issue_document(self.platform, DocumentMessage.model_validate(message))
        except BaseException:
            self.queues.waiting[DOCUMENTS].insert(0, message)
            raise
        return True


def new_world(dynamo: MemoryDynamo | None = None) -> World:
    """An empty hall with its catalogue, or one with a copy of these items."""
    dynamo = dynamo.copy() if dynamo else published().copy()
    clock, wall = Clock(), Clock()
    platform = platform_on(dynamo, clock, wall)

    def call(function: str, task: dict[str, Any]) -> None:
        FUNCTIONS[function](platform, Step.model_validate(task))

    world = World(platform, dynamo, Machines(call), MemoryQueues(), MemoryBuckets(), clock, wall)
    # Where the cached clients would be.
    platform.__dict__.update(sfn=world.machines, sqs=world.queues, s3=world.buckets)
    return world


def platform_on(dynamo: MemoryDynamo, clock: Clock, wall: Clock) -> Platform:
    settings = Settings(stage="local")
    platform = Platform(settings, now=clock, wall=wall, session=cast(Any, None))
    platform.__dict__["table"] = Table(cast(Any, dynamo), settings.table, sleep=lambda _: None)
    return platform


@cache
def published() -> MemoryDynamo:
    dynamo = MemoryDynamo()
    platform = platform_on(dynamo, Clock(), Clock())
    for code in ITEMS:
        platform.table.write(*catalogue.publish(platform.settings.division, item_document(code), 1, platform.now()))
    return dynamo


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
