"""A batch of queue messages. Each is handled by itself, so only the messages that fail are received again.

Of a failure the log gets type and place. Its message may quote what a person wrote, so no exception that has it leaves.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from chalice.app import SQSEvent

from chalicelib.foundation import failures, telemetry
from chalicelib.foundation.alongside import RunAll, one_after_the_other
from chalicelib.foundation.time_left import seconds_left

Message = dict[str, Any]


class BatchFailed(failures.Wordless):
    """Every message of a batch failed. Lambda logs the text of what a function raises, so it has no other words."""

    def __init__(self, causes: list[Exception]) -> None:
        super().__init__(f"{len(causes)} messages failed")
        self.causes = causes


class NoTimeLeft(Exception):
    """The function would be ended before this message is done, so the message was not begun. It comes again."""


def each_message(
    event: SQSEvent,
    handle: Callable[[Message], None],
    *,
    seconds: float,
    run_all: RunAll[Exception | None] = one_after_the_other,
) -> dict[str, Any]:
    """Handle each message and return Lambda's answer that names the failed ones.

    `seconds` is the longest that one message may take: none is begun when the function has less time left. `run_all`
    may handle them at the same time, so that one that hangs does not hold up the others.

    On a FIFO queue too, the messages after a failed one are handled. Were they left, SQS would deliver them again with
    the failed one until all of them were dead letters.
    """
    records: list[Message] = event.to_dict()["Records"]
    outcomes = run_all([partial(_outcome, record, handle, event.context, seconds) for record in records])
    failed = [(record["messageId"], cause) for record, cause in zip(records, outcomes, strict=True) if cause]
    if failed and len(failed) == len(records):
        raise BatchFailed([cause for _, cause in failed])
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id, _ in failed]}


def _outcome(record: Message, handle: Callable[[Message], None], context: Any, seconds: float) -> Exception | None:
    """None when the message is done, else what kept it from being done."""
    try:
        _require_time(context, seconds)
        handle(record)
    except Exception as failure:  # noqa: BLE001 - whatever it is, the other messages are handled, and this comes again
        extra = {"message_id": record.get("messageId"), **failures.told(failure)}
        telemetry.log.warning("message failed", extra=extra)
        return failure
    return None


def _require_time(context: Any, seconds: float) -> None:
    if seconds_left(context) < seconds:
        raise NoTimeLeft
