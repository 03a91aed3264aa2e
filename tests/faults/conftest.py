"""A floor to play on, and documents without typesetting."""

import random
from collections.abc import Iterator

import pytest

from soak.floor import Floor
from soak.world import plain_documents


@pytest.fixture
def nobody_reads_the_pages() -> Iterator[None]:
    with plain_documents():
        yield


@pytest.fixture
def floor() -> Floor:
    return Floor(random.Random(1))
