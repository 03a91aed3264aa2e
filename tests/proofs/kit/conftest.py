"""Each contract is held against the service in memory and against the emulator."""

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from tests.proofs.kit import wire

MEMORY, EMULATOR = "memory", "emulator"


@pytest.fixture(params=[MEMORY, EMULATOR])
def where(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def session(where: str) -> Iterator[boto3.Session | None]:
    """None for the service in memory."""
    if where == MEMORY:
        yield None
        return
    with mock_aws():
        yield wire.session()
