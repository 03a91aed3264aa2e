from tests.harness.fixtures import hall, platform, quick_documents, resources

__all__ = ["hall", "platform", "quick_documents", "resources"]
