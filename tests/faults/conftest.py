"""A hall to play in, and only acts and rows: no pages, no threads, no wire."""

import random
from collections.abc import Iterator

import pytest

from proofs.kit.seams import only_acts_and_rows
from proofs.soak.checked_hall import CheckedHall


@pytest.fixture
def nobody_reads_the_pages() -> Iterator[None]:
    with only_acts_and_rows():
        yield


@pytest.fixture
def hall() -> CheckedHall:
    return CheckedHall(random.Random(1))
