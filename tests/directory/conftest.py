import pytest

from chalicelib.foundation.table import Table
from proofs.kit.world import World
from tests.harness.fixtures import platform, world

__all__ = ["platform", "world"]


@pytest.fixture
def table() -> Table:
    """The table of a stack in which nothing has happened."""
    return World().platform.table
