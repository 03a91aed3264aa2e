import io
from collections.abc import Callable, Generator
from contextlib import contextmanager

import pytest
from rich.console import Console

from chalicelib.foundation.platform import Platform
from cli import __main__ as command
from cli import target
from proofs.kit.world import World
from tests.harness.fixtures import hall, platform, quick_documents, world

__all__ = ["hall", "platform", "quick_documents", "world"]


@pytest.fixture
def empty() -> World:
    """A stack that nothing has happened in and nothing is published in."""
    return World()


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> Run:
    @contextmanager
    def here(**_: object) -> Generator[Platform]:
        yield platform

    def do(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(target, "platform", here)
        written = io.StringIO()
        status = command.main(arguments, Console(file=written, width=200))
        return status, written.getvalue()

    return do
