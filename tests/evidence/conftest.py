from tests.harness.fixtures import hall, platform, quick_documents, world

__all__ = ["hall", "platform", "quick_documents", "world"]
