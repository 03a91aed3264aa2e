from collections.abc import Iterator

import pytest

from chalicelib.foundation import platform as platforms
from chalicelib.foundation.table import Table
from proofs.kit.world import World
from tests.harness.fixtures import platform

__all__ = ["platform"]


@pytest.fixture
def world() -> Iterator[World]:
    """A stack in which nothing has happened: the directory and its registers are empty."""
    yield World()
    platforms.use(None)


@pytest.fixture
def table(world: World) -> Table:
    return world.platform.table
