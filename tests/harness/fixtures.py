"""The fixtures that room suites take over in their conftest."""

from collections.abc import Iterator

import pytest

from chalicelib.foundation.platform import Platform
from tests.harness.hall import Hall
from tests.harness.world import emulator, new_platform


@pytest.fixture(scope="package")
def aws() -> Iterator[None]:
    with emulator():
        yield


@pytest.fixture
def platform(aws: None) -> Platform:
    return new_platform()


@pytest.fixture
def hall(platform: Platform) -> Hall:
    return Hall(platform)
