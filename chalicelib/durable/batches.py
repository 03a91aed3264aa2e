"""A batch of queue messages, each handled by itself: the ones that fail are retried, the rest are done."""

from collections.abc import Callable
from typing import Any, cast

from aws_lambda_powertools.utilities import batch
from chalice.app import SQSEvent

Message = dict[str, Any]


def each_message(event: SQSEvent, handle: Callable[[Message], None]) -> dict[str, Any]:
    """Lambda's partial batch answer. On a FIFO queue too nothing waits behind a failure: what is behind it would be
    received again and again untouched, and end among the dead letters with it.
    """
    processor = batch.BatchProcessor(batch.EventType.SQS)
    process = cast(Callable[..., dict[str, Any]], batch.process_partial_response)  # pyright: ignore[reportUnknownMemberType]
    return process(event=event.to_dict(), record_handler=handle, processor=processor, context=event.context)
