"""A batch of queue messages. Each is handled by itself, so only the messages that fail are received again.

Of a failure the log gets type and place. Its message may quote what a person wrote, so no exception that has it leaves.
"""

from collections.abc import Callable, Sequence
from typing import Any

from chalice.app import SQSEvent

from chalicelib.foundation import failures, telemetry

Message = dict[str, Any]


class BatchFailed(failures.Wordless):
    """Every message of a batch failed. Lambda logs the text of what a function raises, so it has no other words."""

    def __init__(self, causes: Sequence[Exception]) -> None:
        super().__init__(f"{len(causes)} messages failed")
        self.causes = causes


def each_message(event: SQSEvent, handle: Callable[[Message], None]) -> dict[str, Any]:
    """Handle each message and return Lambda's answer that names the failed ones. Raise BatchFailed when all failed:
    then Lambda counts an error, which rings the alarm of the function.

    On a FIFO queue too, the messages after a failed one are handled. Were they left, SQS would deliver them again with
    the failed one until all of them were dead letters.
    """
    messages: list[Message] = event.to_dict()["Records"]
    failed: dict[str, Exception] = {}
    for message in messages:
        try:
            handle(message)
        except Exception as failure:  # noqa: BLE001 - whatever it is, the other messages are handled
            extra = {"message_id": message["messageId"], **failures.told(failure)}
            telemetry.log.warning("message failed", extra=extra)
            failed[message["messageId"]] = failure
    if failed and len(failed) == len(messages):
        raise BatchFailed(list(failed.values())) from None
    return {"batchItemFailures": [{"itemIdentifier": name} for name in failed]}
