"""The plays are played once, and looked at by many tests."""

from collections.abc import Iterator

import pytest

from proofs.kit.seams import no_log


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """For these tests alone: others of the same worker look at the log."""
    with no_log():
        yield
