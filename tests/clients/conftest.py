"""One running stack for the suite, whose departments leave their tasks to the programs that play."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local import stack as local_stack
from local.lambda_.event_pump import Pace
from tests.e2e.files import pdf


@pytest.fixture(scope="package")
def url() -> Iterator[str]:
    with local_stack.running(0, pace=Pace(retry=None)) as stack:
        for system in stack.systems.values():
            system.mode = "manual"
        yield stack.url


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A document to hand in."""
    path = tmp_path / "material.pdf"
    path.write_bytes(pdf())
    return path
