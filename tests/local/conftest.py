"""One emulator per module, empty at its start; every test makes resources of its own stage in it."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from local.aws.emulator import LocalAws, running


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    with running() as emulator:
        yield emulator


@pytest.fixture
def stage() -> str:
    return f"t{uuid4().hex[:10]}"
