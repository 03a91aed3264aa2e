import pytest

from tests.harness.fixtures import hall, platform, quick_documents, world

__all__ = ["hall", "platform", "quick_documents", "world"]


@pytest.fixture(autouse=True)
def nobody_reads_the_pages(quick_documents: None) -> None:
    """This room makes documents as rows; what they look like is the issuance room's business."""
