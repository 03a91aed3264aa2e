"""A batch of queue messages. Each is handled by itself, so only the messages that fail are received again."""

from collections.abc import Callable
from typing import Any, cast

from aws_lambda_powertools.utilities import batch
from chalice.app import SQSEvent

Message = dict[str, Any]


def each_message(event: SQSEvent, handle: Callable[[Message], None]) -> dict[str, Any]:
    """Handle each message and return Lambda's answer that names the failed ones.

    On a FIFO queue too, the messages after a failed one are handled. Were they left, SQS would deliver them again with
    the failed one until all of them were dead letters.
    """
    processor = batch.BatchProcessor(batch.EventType.SQS)
    process = cast(Callable[..., dict[str, Any]], batch.process_partial_response)  # pyright: ignore[reportUnknownMemberType]
    return process(event=event.to_dict(), record_handler=handle, processor=processor, context=event.context)
