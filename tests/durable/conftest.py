"""A platform on the table in memory, whose clocks stand still."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from chalicelib.foundation.platform import Platform
from chalicelib.foundation.settings import Settings
from chalicelib.foundation.table import Table
from proofs.kit.clock import NEVER, Clock
from tests.durable.dynamo import MemoryDynamo

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def dynamo() -> MemoryDynamo:
    return MemoryDynamo()


@pytest.fixture
def platform(dynamo: MemoryDynamo) -> Platform:
    platform = Platform(Settings(), now=Clock(NOW, tick=NEVER), wall=Clock(NOW, tick=NEVER))
    platform.__dict__["table"] = Table(dynamo, "yimen-local", sleep=lambda _: None)  # pyright: ignore[reportArgumentType]
    return platform
