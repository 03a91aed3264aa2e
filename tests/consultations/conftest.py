from tests.harness.fixtures import hall, platform, quick_documents, world
from tests.http.documentation.conftest import send

__all__ = ["hall", "platform", "quick_documents", "send", "world"]
