"""Both DynamoDBs, each without items; the emulator is started once."""

from collections.abc import Iterator
from typing import Any

import pytest

from proofs.kit.dynamo import MemoryDynamo
from tests.proofs.kit.dynamo.clients import emptied, emulator


@pytest.fixture(scope="package")
def running_emulator() -> Iterator[Any]:
    with emulator() as client:
        yield client


@pytest.fixture
def emulated(running_emulator: Any) -> Any:
    return emptied(running_emulator)


@pytest.fixture
def memory() -> MemoryDynamo:
    return MemoryDynamo()


@pytest.fixture(params=["memory", "emulator"])
def client(request: pytest.FixtureRequest) -> Any:
    """A contract: what holds of one holds of the other."""
    return request.getfixturevalue("memory" if request.param == "memory" else "emulated")
