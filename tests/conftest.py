"""What every suite shares: who may open a connection, and in which order the suites run."""

from pathlib import Path

import pytest
from hypothesis import settings

TESTS = Path(__file__).parent
LOOPBACK_SUITES = ("local", "e2e", "faults")  # the only ones that may connect, and to 127.0.0.1 only

# Speed of an example says nothing on a shared machine; a failing example prints how to repeat it.
settings.register_profile("project", deadline=None, print_blob=True)
settings.load_profile("project")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Loopback suites run last, each on one worker: its servers are started once, and no unit test, whose sockets are
    shut, runs beside the threads they leave running. The files of `faults` share nothing, so each has a worker."""
    for item in items:
        if (suite := suite_of(item)) in LOOPBACK_SUITES:
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))
            if item.get_closest_marker("xdist_group") is None:
                item.add_marker(pytest.mark.xdist_group(item.path.stem if suite == "faults" else suite))
    items.sort(key=lambda item: suite_of(item) in LOOPBACK_SUITES)


def suite_of(item: pytest.Item) -> str:
    """The folder directly under tests/."""
    return item.path.relative_to(TESTS).parts[0] if item.path.is_relative_to(TESTS) else ""
