"""What every suite shares: who may open a connection, and in which order the suites run."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from proofs.kit import requests

TESTS = Path(__file__).parent
# The only ones that may connect, and to 127.0.0.1 only, in the order in which they run. `faults` connects to nothing:
# it keeps the worker busy that does not play `e2e`, and may follow `e2e` on one worker, whose servers need sockets.
LOOPBACK_SUITES = ("e2e", "clients", "local", "faults")
# Whose servers are started once, so that each has a worker to itself.
TOGETHER = ("e2e", "clients", "local")

# Speed of an example says nothing on a shared machine; a failing example prints how to repeat it.
settings.register_profile("project", deadline=None, print_blob=True)
settings.load_profile("project")


@pytest.fixture(scope="session", autouse=True)
def watched_requests() -> Iterator[None]:
    with requests.watched():
        yield


@pytest.fixture(autouse=True)
def requests_within_the_models(request: pytest.FixtureRequest, watched_requests: None) -> Iterator[None]:
    """A request that AWS would refuse fails the test, also when somebody has swallowed the error."""
    meant = request.node.get_closest_marker("beyond_the_model") is not None
    with requests.noted(tolerant=meant) as seen:
        yield
    assert seen == []


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Loopback suites run last, as no unit test, whose sockets are shut, runs beside the threads they leave running;
    long ones first, so that the workers end together."""
    for item in items:
        if (suite := suite_of(item)) in LOOPBACK_SUITES:
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))
            if suite in TOGETHER and item.get_closest_marker("xdist_group") is None:
                item.add_marker(pytest.mark.xdist_group(suite))
    items.sort(key=turn)


def turn(item: pytest.Item) -> int:
    suite = suite_of(item)
    return LOOPBACK_SUITES.index(suite) + 1 if suite in LOOPBACK_SUITES else 0


def suite_of(item: pytest.Item) -> str:
    """The folder directly under tests/."""
    return item.path.relative_to(TESTS).parts[0] if item.path.is_relative_to(TESTS) else ""
