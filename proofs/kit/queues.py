"""SQS in memory: messages hide while they are looked at, FIFO groups keep their order and drop repetitions.

There are no dead letters by themselves: a message that is not deleted comes again for ever.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chalicelib.foundation.platform import wall_clock
from proofs.kit.client import Client
from proofs.kit.refusals import QueueDoesNotExist, ReceiptHandleIsInvalid, refusal
from proofs.kit.requests import made_of

UNIQUE_FOR = timedelta(minutes=5)
AT_ONCE = 10  # the most that one call hands out
VISIBILITY = 30  # seconds, unless the caller says otherwise
LARGEST = 262_144  # bytes of a body
GONE = "AWS.SimpleQueueService.NonExistentQueue"


@dataclass
class Message:
    """`visible_at` is when it may be handed out; `receives` counts how often it was."""

    id: str
    body: str
    sent_at: datetime
    visible_at: datetime
    group: str | None = None
    unique: str | None = None
    receives: int = 0

    @property
    def handle(self) -> str:
        return f"{self.id}#{self.receives}"

    @property
    def digest(self) -> str:
        return hashlib.md5(self.body.encode(), usedforsecurity=False).hexdigest()

    def shown(self) -> dict[str, Any]:
        """As `receive_message` answers it, with every system attribute."""
        attributes = {
            "SentTimestamp": str(int(self.sent_at.timestamp() * 1000)),
            "ApproximateReceiveCount": str(self.receives),
            **({"MessageGroupId": self.group} if self.group else {}),
            **({"MessageDeduplicationId": self.unique} if self.unique else {}),
        }
        facts = {"MessageId": self.id, "ReceiptHandle": self.handle, "MD5OfBody": self.digest, "Body": self.body}
        return {**facts, "Attributes": attributes}


@dataclass
class Queue:
    """`seen` has when each deduplication id was last taken."""

    messages: list[Message] = field(default_factory=list[Message])
    seen: dict[str, datetime] = field(default_factory=dict[str, datetime])

    def copy(self) -> "Queue":
        return Queue([replace(message) for message in self.messages], dict(self.seen))

    def receivable(self, now: datetime) -> list[Message]:
        """In order; of a group none while another of it is hidden."""
        busy = {message.group for message in self.messages if message.group and message.visible_at > now}
        return [message for message in self.messages if message.visible_at <= now and message.group not in busy]

    def takes(self, unique: str | None, now: datetime) -> bool:
        """False for a repetition of what was taken a short while ago."""
        if unique is None:
            return True
        before = self.seen.get(unique)
        if before is not None and now - before < UNIQUE_FOR:
            return False
        self.seen[unique] = now
        return True

    def find(self, handle: str) -> Message | None:
        """The message of this handle or of an earlier one."""
        identity = handle.partition("#")[0] if _given_out(handle) else None
        return next((message for message in self.messages if message.id == identity), None)


class MemoryQueues(Client):
    """The queues of these names. `now` is wall time, looked at without moving it."""

    def __init__(self, names: Iterable[str], now: Callable[[], datetime] = wall_clock) -> None:
        super().__init__()
        self.queues = {name: Queue() for name in names}
        self.now = now
        self._sent = 0

    def copy(self) -> "MemoryQueues":
        twin = MemoryQueues((), self.now)
        twin.queues = {name: queue.copy() for name, queue in self.queues.items()}
        twin._sent = self._sent
        return twin

    # ---------------------------------------------------------------------------------------------------- the calls
    @made_of("sqs")
    def send_message(self, *, QueueUrl: str, MessageBody: str, **fifo: str) -> dict[str, Any]:  # noqa: N803
        group, unique = fifo.get("MessageGroupId"), fifo.get("MessageDeduplicationId")
        return self.called("SendMessage", lambda: self._send(_name(QueueUrl), MessageBody, group, unique))

    @made_of("sqs")
    def receive_message(
        self,
        *,
        QueueUrl: str,  # noqa: N803
        MaxNumberOfMessages: int = 1,  # noqa: N803
        VisibilityTimeout: int = VISIBILITY,  # noqa: N803
        **_: Any,
    ) -> dict[str, Any]:
        """With every attribute, whichever were asked for."""

        def play() -> dict[str, Any]:
            if not 1 <= MaxNumberOfMessages <= AT_ONCE:
                raise refusal("InvalidParameterValue", "ReceiveMessage")
            self._named(_name(QueueUrl), "ReceiveMessage")
            found = self.receive(_name(QueueUrl), MaxNumberOfMessages, VisibilityTimeout)
            return {"Messages": found} if found else {}

        return self.called("ReceiveMessage", play)

    @made_of("sqs")
    def delete_message(self, *, QueueUrl: str, ReceiptHandle: str) -> dict[str, Any]:  # noqa: N803
        return self.called("DeleteMessage", lambda: self._delete(_name(QueueUrl), ReceiptHandle))

    @made_of("sqs")
    def change_message_visibility_batch(self, *, QueueUrl: str, Entries: Sequence[Any]) -> dict[str, Any]:  # noqa: N803
        return self.called("ChangeMessageVisibilityBatch", lambda: self._change_visibility(_name(QueueUrl), Entries))

    @made_of("sqs")
    def get_queue_attributes(self, *, QueueUrl: str, AttributeNames: Sequence[str]) -> dict[str, Any]:  # noqa: N803
        """How many wait and how many are hidden; no other attribute is kept."""
        return self.called("GetQueueAttributes", lambda: self._counted(_name(QueueUrl), AttributeNames))

    # --------------------------------------------------------------------------------- what is done without a call
    def put(self, name: str, body: str) -> None:
        """A message that another service has sent."""
        self._send(name, body, None, None)

    def receive(self, name: str, most: int = 1, hidden_for: float = VISIBILITY) -> list[dict[str, Any]]:
        now = self.now()
        found = self.queues[name].receivable(now)[:most]
        for message in found:
            message.receives += 1
            message.visible_at = now + timedelta(seconds=hidden_for)
        return [message.shown() for message in found]

    def delete(self, name: str, handle: str) -> None:
        queue = self.queues[name]
        if message := queue.find(handle):
            queue.messages.remove(message)

    def show(self, name: str) -> None:
        """Whatever of this queue is hidden may be handed out again."""
        for message in self.queues[name].messages:
            message.visible_at = min(message.visible_at, self.now())

    def left(self, name: str) -> list[Any]:
        """The bodies of all messages, hidden ones too, read as JSON."""
        return [json.loads(message.body) for message in self.queues[name].messages]

    def lose(self) -> None:
        """Every message is gone, and what was seen of them."""
        self.queues = {name: Queue() for name in self.queues}

    # ------------------------------------------------------------------------------------------------------- inside
    def _named(self, name: str, operation: str) -> Queue:
        if name not in self.queues:
            raise refusal(GONE, operation, kind=QueueDoesNotExist)
        return self.queues[name]

    def _send(self, name: str, body: str, group: str | None, unique: str | None) -> dict[str, Any]:
        queue = self._named(name, "SendMessage")
        if not body or (name.endswith(".fifo") and not (group and unique)):
            raise refusal("MissingParameter", "SendMessage")
        if len(body.encode()) > LARGEST:
            raise refusal("InvalidParameterValue", "SendMessage")
        now = self.now()
        self._sent += 1
        message = Message(str(UUID(int=self._sent)), body, now, now, group, unique)
        if queue.takes(unique, now):
            queue.messages.append(message)
        return {"MessageId": message.id, "MD5OfMessageBody": message.digest}

    def _delete(self, name: str, handle: str) -> dict[str, Any]:
        self._named(name, "DeleteMessage")
        if not _given_out(handle):
            raise refusal("ReceiptHandleIsInvalid", "DeleteMessage", kind=ReceiptHandleIsInvalid)
        self.delete(name, handle)
        return {}

    def _change_visibility(self, name: str, entries: Sequence[Any]) -> dict[str, Any]:
        queue, done, failed = self._named(name, "ChangeMessageVisibilityBatch"), list[Any](), list[Any]()
        for entry in entries:
            message = queue.find(entry["ReceiptHandle"])
            if message is None:
                failed.append({"Id": entry["Id"], "SenderFault": True, "Code": "ReceiptHandleIsInvalid"})
            else:
                message.visible_at = self.now() + timedelta(seconds=entry["VisibilityTimeout"])
                done.append({"Id": entry["Id"]})
        return {"Successful": done, "Failed": failed}

    def _counted(self, name: str, wanted: Sequence[str]) -> dict[str, Any]:
        messages, now = self._named(name, "GetQueueAttributes").messages, self.now()
        hidden = sum(message.visible_at > now for message in messages)
        counts = {
            "ApproximateNumberOfMessages": len(messages) - hidden,
            "ApproximateNumberOfMessagesNotVisible": hidden,
        }
        return {"Attributes": {name: str(counts[name]) for name in wanted}}


def _name(url: str) -> str:
    return url.rpartition("/")[2]


def _given_out(handle: str) -> bool:
    """Whether it looks like a handle of a message, that is there or not any more."""
    return handle.partition("#")[2].isdigit()
