from collections.abc import Iterator

import pytest
from moto.sqs.models import sqs_backends

from chalicelib.foundation import names
from chalicelib.foundation.platform import Platform
from chalicelib.operations.store import deadletters
from tests.harness.fixtures import hall, platform, quick_documents, resources
from tests.harness.world import ACCOUNT, REGION

__all__ = ["hall", "platform", "quick_documents", "resources"]


@pytest.fixture(autouse=True)
def empty_trays(platform: Platform) -> Iterator[None]:
    """Dead letters of one test are not those of the next."""
    yield
    for queue in (*names.QUEUES, names.STREAM_FAILURES_QUEUE):
        name = names.queue(platform.settings.stage, deadletters.dead_queue(queue))
        sqs_backends[ACCOUNT][REGION].queues[name]._messages.clear()
