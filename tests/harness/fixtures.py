"""The fixtures that room suites take over in their conftest: a world of their own for each test."""

from collections.abc import Iterator

import pytest

from chalicelib.foundation import platform as platforms
from chalicelib.foundation.platform import Platform
from proofs.kit.hall import Hall
from proofs.kit.seams import plain_documents
from proofs.kit.world import World, new_world


@pytest.fixture
def world() -> Iterator[World]:
    yield new_world()
    platforms.use(None)


@pytest.fixture
def hall(world: World) -> Hall:
    return Hall(world)


@pytest.fixture
def platform(world: World) -> Platform:
    return world.platform


@pytest.fixture
def quick_documents() -> Iterator[None]:
    """No typesetting: for suites that do not look at the pages."""
    with plain_documents():
        yield
