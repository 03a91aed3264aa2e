"""One running stack for the whole suite; each test has cases of its own and finds the departments' systems quiet.

With YIMEN_SECOND, the Python in whose environment it is installed, another emulator stands behind it (`make second`).
With YIMEN_TABLES=moto the items of tables are kept by moto.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from io import StringIO
from pathlib import Path
from wsgiref.types import WSGIApplication

import pytest
from rich.console import Console

from chalicelib.foundation import names
from local import stack as local_stack
from local.lambda_.event_pump import Pace
from local.stack import LocalStack
from local.terminal.readable import ReadableLines
from proofs import rights
from proofs.second.beside import beside
from proofs.second.process import running as second_emulator
from tests.e2e.hall import Hall
from tests.e2e.rights import recorded
from tests.e2e.second import KNOWN

SECOND = os.environ.get("YIMEN_SECOND", "")
MOTO_ALONE = os.environ.get("YIMEN_TABLES", "") == "moto"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the second emulator is known to do wrong is expected, and told when it no longer does."""
    for item in items if SECOND else []:
        if item.path.parent == Path(__file__).parent and (reason := KNOWN.get(item.name)):
            item.add_marker(pytest.mark.xfail(reason=reason, strict=True))


# The reconciler and the sweeper run once a minute, as on AWS; a test that waits for one of them fires it.
PACE = Pace(retry=None)


def alone(moto: WSGIApplication) -> WSGIApplication:
    """Nothing stands beside moto."""
    return moto


@pytest.fixture(scope="package")
def terminal() -> ReadableLines:
    """What a person at `make run` would read, in memory."""
    return ReadableLines(Console(file=StringIO()))


@pytest.fixture(scope="package", autouse=True)
def policies() -> Iterator[None]:
    """When the suite is over: no function has called what its policy does not allow."""
    with recorded() as used:
        yield
    assert names.API in {use.function for use in used}
    assert rights.wrong(used, whole=False) == []


@pytest.fixture(scope="package")
def stack(policies: None, terminal: ReadableLines) -> Iterator[LocalStack]:
    with ExitStack() as up:
        other = beside(up.enter_context(second_emulator(Path(SECOND)))) if SECOND else None
        if MOTO_ALONE:
            other = alone
        yield up.enter_context(local_stack.running(0, delay=0, pace=PACE, beside=other, watch=terminal))


@pytest.fixture(scope="package")
def open_hall(stack: LocalStack) -> Hall:
    return Hall(stack)


@pytest.fixture
def hall(open_hall: Hall) -> Hall:
    """Departments' systems take note of callbacks and answer only where a test lets them. No organ is asked for
    certificates, so that the events of a case are those of its acts; `connected` changes that.
    """
    platform = open_hall.stack.platform
    platform.settings = platform.settings.model_copy(update={"sharing_url": ""})
    for system in open_hall.stack.systems.values():
        system.mode, system.delay, system.answer_with = "manual", 0, 202
    return open_hall
