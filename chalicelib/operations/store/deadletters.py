"""The dead-letter queues: looking into them without taking anything out, and sending letters back to their queues.

Messages carry ids. Only ids of a known shape are shown, because anything else might be personal data.
"""

import hashlib
import json
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple, cast

from chalicelib.foundation import names
from chalicelib.foundation.platform import SHANGHAI, Platform

HELD = 30  # seconds for which SQS hides a message from others while it is looked at
BATCH = 10  # the most messages that SQS gives in one answer
LOOKED_AT = 50  # how many messages are looked at, to count kinds and find the oldest
UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Letter:
    """One dead letter. `ids` tell what it is about, `sent_at` (+08:00) when it was first sent."""

    id: str
    kind: str
    ids: dict[str, str]
    sent_at: datetime
    receives: int
    raw: dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Tray:
    """A queue and its dead letters. `letters` holds those that were looked at, at most `LOOKED_AT`."""

    waiting: int
    in_flight: int
    dead: int
    letters: list[Letter]


def dead_queue(queue: str) -> str:
    """The queue with the dead letters of `queue`. Failures of the stream lie in a queue of their own."""
    return queue if queue == names.STREAM_FAILURES_QUEUE else names.dead(queue)


def look(platform: Platform, queue: str) -> Tray:
    counts = count(platform, queue) if queue != names.STREAM_FAILURES_QUEUE else (0, 0)
    dead, in_flight = count(platform, dead_queue(queue))
    with hidden(platform, dead_queue(queue)) as letters:
        seen = list(islice(letters, min(dead, LOOKED_AT)))
    return Tray(*counts, dead + in_flight, seen)


class Cleared(NamedTuple):
    """How many letters were taken out, and about how many were `unseen`.

    SQS does not show a letter while somebody else looks at it. Of one group of a FIFO queue it shows ten letters, and
    no more before these are gone.
    """

    letters: int
    unseen: int


def send_back(platform: Platform, queue: str, chosen: Callable[[Letter], bool], most: int) -> Cleared:
    """Move the chosen letters back to `queue`, at most `most` of them.

    When the process dies between sending and deleting, the letter is sent again by the next replay.
    """

    def send(letter: Letter) -> None:
        platform.sqs.send_message(
            QueueUrl=platform.settings.queue_url(queue), MessageBody=letter.raw["Body"], **fifo(letter)
        )

    return clear(platform, dead_queue(queue), chosen, send, most)


def seek(platform: Platform, queue: str, chosen: Callable[[Letter], bool], most: int) -> Cleared:
    """How many letters would be moved, at most `most`, and how many SQS does not show. Nothing is moved."""
    found = seen = 0
    total, in_flight = count(platform, dead_queue(queue))
    with hidden(platform, dead_queue(queue)) as letters:
        for letter in islice(letters, total):
            seen, found = seen + 1, found + chosen(letter)
            if found == most:
                break
    return Cleared(found, total + in_flight - seen)


def throw_away(platform: Platform, queue: str, chosen: Callable[[Letter], bool], most: int) -> Cleared:
    """Delete the chosen letters of a queue whose work is done in another way."""
    return clear(platform, dead_queue(queue), chosen, lambda _: None, most)


def clear(
    platform: Platform, dead: str, chosen: Callable[[Letter], bool], handle: Callable[[Letter], None], most: int
) -> Cleared:
    """Handle each chosen letter, and delete it after that."""
    cleared, seen, url = 0, 0, platform.settings.queue_url(dead)
    total, in_flight = count(platform, dead)
    with hidden(platform, dead) as letters:
        for letter in islice(letters, total):
            seen += 1
            if cleared < most and chosen(letter):
                handle(letter)
                platform.sqs.delete_message(QueueUrl=url, ReceiptHandle=letter.raw["ReceiptHandle"])
                cleared += 1
    return Cleared(cleared, total + in_flight - seen)


def fifo(letter: Letter) -> Any:
    """The same group, and a new deduplication id: with the old one SQS would drop the message for five minutes."""
    attributes = letter.raw.get("Attributes", {})
    if "MessageGroupId" not in attributes:
        return {}
    unique = f"{attributes.get('MessageDeduplicationId', '')}|{letter.id}"
    return {
        "MessageGroupId": attributes["MessageGroupId"],
        "MessageDeduplicationId": hashlib.sha256(unique.encode()).hexdigest(),
    }


def count(platform: Platform, queue: str) -> tuple[int, int]:
    """How many messages are waiting, and how many in flight. SQS counts approximately."""
    wanted: Any = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    answer = platform.sqs.get_queue_attributes(QueueUrl=platform.settings.queue_url(queue), AttributeNames=wanted)
    found = cast("dict[str, str]", answer.get("Attributes", {}))
    return int(found[wanted[0]]), int(found[wanted[1]])


@contextmanager
def hidden(platform: Platform, queue: str) -> Generator[Iterator[Letter]]:
    """Receive the messages of a queue one by one. SQS hides them from everybody else until the end of the block."""
    url, held = platform.settings.queue_url(queue), list[Letter]()

    def receive() -> Iterator[Letter]:
        while batch := platform.sqs.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=BATCH,
            VisibilityTimeout=HELD,
            WaitTimeSeconds=1,  # a short poll does not ask every server of the queue
            MessageSystemAttributeNames=["All"],
        ).get("Messages"):
            letters = [letter_of(cast("dict[str, Any]", message)) for message in batch]
            held.extend(letters)
            yield from letters

    try:
        yield receive()
    finally:
        for start in range(0, len(held), BATCH):
            entries: Any = [
                {"Id": str(place), "ReceiptHandle": letter.raw["ReceiptHandle"], "VisibilityTimeout": 0}
                for place, letter in enumerate(held[start : start + BATCH])
            ]
            # SQS refuses the entries of letters that were deleted meanwhile. That does no harm.
            platform.sqs.change_message_visibility_batch(QueueUrl=url, Entries=entries)


def letter_of(message: dict[str, Any]) -> Letter:
    attributes = message.get("Attributes", {})
    kind, ids = kind_and_ids(message["Body"])
    sent = datetime.fromtimestamp(int(attributes.get("SentTimestamp", "0")) / 1000, UTC).astimezone(SHANGHAI)
    return Letter(message["MessageId"], kind, ids, sent, int(attributes.get("ApproximateReceiveCount", "0")), message)


def kind_and_ids(body: str) -> tuple[str, dict[str, str]]:
    """Told by the shape of the body: ids that we sent, a notification of S3, or a failure that Lambda reports."""
    try:
        content: Any = json.loads(body)
    except ValueError:
        return UNREADABLE, {}
    match content:
        case {"DDBStreamBatchInfo": {"shardId": str(shard), "startSequenceNumber": start}}:
            return "stream.batch", {"shard": shard, "start": str(start)}
        case {"Records": [{"eventName": str(event), "s3": {"object": {"key": str(key)}}}, *_]}:
            return event, {"key": key}
        case dict():
            return _own(cast("dict[str, Any]", content))
        case _:
            return UNREADABLE, {}


def _own(content: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """A message of the queue whose ids are all there; nothing else of it is shown."""
    for queue in names.QUEUES.values():
        kind = queue.message or content.get("event")
        for wanted in (queue.ids, queue.or_ids):
            ids = {name: content[name] for name in wanted if isinstance(content.get(name), str)}
            if ids and len(ids) == len(wanted) and isinstance(kind, str):
                return kind, ids
    return UNREADABLE, {}
