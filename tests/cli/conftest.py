import io
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager

import pytest
from rich.console import Console

from chalicelib.foundation.platform import Platform
from cli import __main__ as command
from cli import target
from tests.harness.fixtures import hall, platform, quick_documents, resources
from tests.harness.world import left_as_found, new_platform
from tests.operations.conftest import empty_trays

__all__ = ["empty_trays", "hall", "platform", "quick_documents", "resources"]


@pytest.fixture(scope="package")
def second_stack(resources: Platform) -> Platform:
    return new_platform(())


@pytest.fixture
def empty(second_stack: Platform) -> Iterator[Platform]:
    with left_as_found(second_stack) as platform:
        yield platform


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> Run:
    @contextmanager
    def here(*, local: bool) -> Generator[Platform]:
        yield platform

    def do(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(target, "platform", here)
        written = io.StringIO()
        status = command.main(arguments, Console(file=written, width=200))
        return status, written.getvalue()

    return do
