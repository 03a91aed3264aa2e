import pytest

from tests.harness.fixtures import hall, platform, quick_documents, world

__all__ = ["hall", "platform", "quick_documents", "world"]


@pytest.fixture(autouse=True)
def nobody_reads_the_pages(quick_documents: None) -> None:
    """These tests look for personal data in what leaves a function, not at pages."""
