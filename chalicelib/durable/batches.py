"""A batch of queue messages. Each is handled by itself, so only the messages that fail are received again.

Of a failure the log gets type and place. Its message may quote what a person wrote, so no exception that has it leaves.
"""

from collections.abc import Callable
from typing import Any, cast

from aws_lambda_powertools.utilities import batch
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from chalice.app import SQSEvent

from chalicelib.foundation import failures, telemetry

Message = dict[str, Any]


class BatchFailed(BatchProcessingError, failures.Wordless):
    """Every message of a batch failed. Lambda logs the text of what a function raises, so it has no other words."""

    def __str__(self) -> str:
        return f"{len(self.child_exceptions)} messages failed"


def each_message(event: SQSEvent, handle: Callable[[Message], None]) -> dict[str, Any]:
    """Handle each message and return Lambda's answer that names the failed ones.

    On a FIFO queue too, the messages after a failed one are handled. Were they left, SQS would deliver them again with
    the failed one until all of them were dead letters.
    """
    processor = batch.BatchProcessor(batch.EventType.SQS)
    process = cast(Callable[..., dict[str, Any]], batch.process_partial_response)  # pyright: ignore[reportUnknownMemberType]

    def handled(record: Message) -> None:
        try:
            handle(record)
        except Exception as failure:
            extra = {"message_id": record.get("messageId"), **failures.told(failure)}
            telemetry.log.warning("message failed", extra=extra)
            raise

    try:
        return process(event=event.to_dict(), record_handler=handled, processor=processor, context=event.context)
    except BatchProcessingError as failed:
        raise BatchFailed(failed.msg, failed.child_exceptions) from None
