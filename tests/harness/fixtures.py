"""The fixtures that room suites take over in their conftest."""

from collections.abc import Iterator

import pytest

from chalicelib.foundation.platform import Platform
from tests.harness.hall import Hall
from tests.harness.world import emulator, left_as_found, new_platform


@pytest.fixture(scope="package")
def resources() -> Iterator[Platform]:
    """One platform for a whole suite: making its resources takes longer than most tests."""
    with emulator():
        yield new_platform()


@pytest.fixture
def platform(resources: Platform) -> Iterator[Platform]:
    with left_as_found(resources) as platform:
        yield platform


@pytest.fixture
def hall(platform: Platform) -> Hall:
    return Hall(platform)


def plain_text(template: str, data: dict[str, object], **_: object) -> bytes:
    return f"%PDF {template} {sorted(data)}".encode()


@pytest.fixture
def quick_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """No typesetting: for suites that do not look at the pages."""
    monkeypatch.setattr("chalicelib.issuance.acts.make_result.render", plain_text)
    monkeypatch.setattr("chalicelib.documents.tasks.issue_document.render", plain_text)
