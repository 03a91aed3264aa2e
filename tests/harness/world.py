"""A platform in an emulator without sockets: the real template's resources, a few items, two clocks moved by hand."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import boto3
import pytest
from moto import mock_aws

from chalicelib.catalogue import store as catalogue
from chalicelib.catalogue.model import ItemDocument
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.settings import Settings
from infra import resources
from local import loader
from local.fonts import font_folder
from local.repairs import repaired_storage
from tests.harness.machines import FakeMachines

SHANGHAI = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)
ITEMS = ("YM-P01", "YM-P02", "YM-S02", "YM-S03", "YM-S05", "YM-S07", "YM-P13")
_stages = count(1)


class Clock:
    """Legal or wall time, moved by hand; every look is a millisecond later, as no two acts share a moment."""

    def __init__(self, at: datetime = TUESDAY) -> None:
        self.at = at

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at

    def pass_days(self, days: int) -> None:
        self.at += timedelta(days=days)

    def pass_seconds(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@contextmanager
def emulator() -> Iterator[None]:
    """One for many platforms: each has resources of its own stage in it."""
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "testing")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        stack.enter_context(mock_aws())
        stack.enter_context(repaired_storage())
        yield


def new_platform(items: tuple[str, ...] = ITEMS) -> Platform:
    """A platform of a stage of its own, with these items published and the machines played by hand."""
    stage = f"test{next(_stages)}"
    session = boto3.Session(region_name="us-east-1")
    aws = SimpleNamespace(client=cache(session.client), partition="aws", region="us-east-1", account="123456789012")
    loader.load(resources.template(stage), aws)  # pyright: ignore[reportArgumentType] - of the emulator it needs clients
    platform = Platform(
        Settings(stage=stage, font_dir=font_folder()), now=Clock(), wall=Clock(), session=session
    )
    platform.__dict__["sfn"] = FakeMachines.of(platform)  # where the cached client would be
    publish(platform, *items)
    return platform


def publish(platform: Platform, *codes: str, version: int = 1, **changes: Any) -> None:
    """Items of the demonstration catalogue through the catalogue's own store."""
    for code in codes:
        item = item_document(code).model_copy(update=changes)
        platform.table.write(*catalogue.publish(platform.settings.division, item, version, platform.now()))


@cache
def item_document(code: str) -> ItemDocument:
    raw = json.loads((Path(__file__).parents[2] / "local" / "data" / "items.json").read_text("utf-8"))
    return ItemDocument.model_validate_json(json.dumps(next(part for part in raw["items"] if part["id"] == code)))
