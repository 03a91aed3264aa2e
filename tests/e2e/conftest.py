"""One running stack for the whole suite; each test has cases of its own and finds the departments' systems quiet."""

from collections.abc import Iterator

import pytest

from local import stack as local_stack
from local.lambda_.event_pump import Pace
from local.stack import LocalStack
from tests.e2e.hall import Hall

# The reconciler and the sweeper run once a minute, as on AWS; a test that waits for one of them fires it.
PACE = Pace(retry=None)


@pytest.fixture(scope="package")
def stack() -> Iterator[LocalStack]:
    with local_stack.running(0, delay=0, pace=PACE) as running:
        yield running


@pytest.fixture(scope="package")
def open_hall(stack: LocalStack) -> Hall:
    return Hall(stack)


@pytest.fixture
def hall(open_hall: Hall) -> Hall:
    """Departments' systems take note of callbacks and answer only where a test lets them."""
    for system in open_hall.stack.systems.values():
        system.mode, system.delay, system.answer_with = "manual", 0, 202
    return open_hall
