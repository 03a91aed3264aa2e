import pytest

from chalicelib.foundation.table import Table
from proofs.kit.world import World


@pytest.fixture
def table() -> Table:
    """The table of a stack in which nothing has happened."""
    return World().platform.table
