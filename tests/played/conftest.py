"""The plays are played once, and looked at by many tests."""

from collections.abc import Iterator

import pytest

from proofs.kit.seams import no_log


@pytest.fixture(scope="session", autouse=True)
def quiet() -> Iterator[None]:
    with no_log():
        yield
