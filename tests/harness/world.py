"""A platform in an emulator without sockets: the real template's resources, a few items, two clocks moved by hand."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from threading import Lock
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import boto3
import pytest
from botocore.client import BaseClient
from moto import mock_aws
from moto.dynamodb.models import dynamodb_backends
from moto.sqs.models import sqs_backends

from chalicelib.catalogue import store as catalogue
from chalicelib.catalogue.model import ItemDocument
from chalicelib.directory.model import Place
from chalicelib.directory.store import keep_place
from chalicelib.foundation import names
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.settings import Settings
from infra import resources
from local.aws.repairs import repaired_storage
from local.catalogues import catalogue_of, item_of
from local.cloudformation import loader
from local.lambda_.render_layer import font_folder
from tests.harness.machines import FakeMachines

SHANGHAI = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)
ACCOUNT, REGION = "123456789012", "us-east-1"
ITEMS = ("YM-P01", "YM-P02", "YM-S02", "YM-S03", "YM-S05", "YM-S07", "YM-P13")
_stages = count(1)


class Clock:
    """Legal or wall time, moved by hand; every look is a millisecond later, as no two acts share a moment."""

    def __init__(self, at: datetime = TUESDAY) -> None:
        self.at = at
        self.untouched = True

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at

    def pass_days(self, days: int) -> None:
        self.at, self.untouched = self.at + timedelta(days=days), False

    def pass_seconds(self, seconds: float) -> None:
        self.at, self.untouched = self.at + timedelta(seconds=seconds), False


@contextmanager
def emulator() -> Iterator[None]:
    """One for many platforms: each has resources of its own stage in it."""
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "testing")
        patch.setenv("AWS_DEFAULT_REGION", REGION)
        stack.enter_context(mock_aws())
        stack.enter_context(repaired_storage())
        yield


def new_platform(items: tuple[str, ...] = ITEMS, division: str = "441700") -> Platform:
    """A platform of a stage of its own, with these items published and the machines played by hand."""
    stage = f"test{next(_stages)}"
    session = boto3.Session(region_name=REGION)
    aws = SimpleNamespace(client=cache(session.client), partition="aws", region=REGION, account=ACCOUNT)
    loader.load(resources.template(stage), aws)  # pyright: ignore[reportArgumentType] - of the emulator it needs clients
    settings = Settings(stage=stage, division=division, font_dir=font_folder())
    platform = Platform(settings, now=Clock(), wall=Clock(), session=session)
    platform.__dict__["sfn"] = FakeMachines.of(platform)  # where the cached client would be
    platform.table.write(keep_place(place_of(division)))
    publish(platform, *items)
    return platform


@contextmanager
def left_as_found(platform: Platform) -> Iterator[Platform]:
    """Afterwards table and queues are what they were, so that many tests can share one platform's resources."""
    found = {partition: dict(rows) for partition, rows in stored_partitions(platform).items()}
    empty_queues(platform)  # S3 has sent a test event for each bucket that announces its objects
    platform.now = Clock()
    platform.wall = Clock()
    platform.__dict__["sfn"] = FakeMachines.of(platform)
    yield platform
    left = stored_partitions(platform)
    left.clear()
    left.update({partition: dict(rows) for partition, rows in found.items()})
    empty_queues(platform)


def empty_queues(platform: Platform) -> None:
    for messages in queued(platform).values():
        messages.clear()


def queued(platform: Platform) -> dict[str, list[Any]]:
    """The emulator's own messages by queue."""
    queues = sqs_backends[ACCOUNT][REGION].queues
    return {name: queues[names.queue(platform.settings.stage, name)]._messages for name in names.QUEUES}


def stored_partitions(platform: Platform) -> Any:
    """The emulator's own partitions; the table that holds them is another after each refused transaction."""
    return dynamodb_backends[ACCOUNT][REGION].tables[platform.settings.table].items


def stored_rows(platform: Platform) -> list[dict[str, Any]]:
    """Every row but those of the imported catalogue, in the API's own writing."""
    catalogued = ("ITEM#", "CATALOGUE#", "PLACE#")
    return [
        row.to_json()["Attributes"]
        for partition, rows in stored_partitions(platform).items()
        if not partition.value.startswith(catalogued)
        for row in rows.values()
    ]


def publish(platform: Platform, *codes: str, version: int = 1, **changes: Any) -> None:
    """Items of the demonstration catalogue through the catalogue's own store."""
    for code in codes:
        division = platform.settings.division
        item = item_document(code, division).model_copy(update=changes)
        platform.table.write(*catalogue.publish(division, item, version, platform.now()))


@cache
def item_document(code: str, division: str = "441700") -> ItemDocument:
    return ItemDocument.model_validate_json(json.dumps(item_of(division, code)))


def place_of(division: str) -> Place:
    return Place.model_validate(catalogue_of(division)["place"])


@contextmanager
def one_call_at_a_time() -> Iterator[None]:
    """Each call of an AWS client is atomic, as the service's are; the emulator alone would let threads into one."""
    lock, call = Lock(), BaseClient._make_api_call  # pyright: ignore[reportAttributeAccessIssue] - the seam of all calls

    def locked(self: Any, *arguments: Any) -> Any:
        with lock:
            return call(self, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", locked)
        yield
