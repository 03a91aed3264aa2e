"""Everything that follows from an act, turned by hand: outbox rows, machines, documents."""

import json
from dataclasses import dataclass, field
from typing import Any

from chalicelib.documents.tasks.issue_document import DocumentMessage, issue_document
from chalicelib.durable import outbox
from chalicelib.foundation import names
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Item, load
from chalicelib.wiring.machines import where
from tests.harness.machines import FakeMachines
from tests.harness.world import stored_rows

TURNS = 20


@dataclass
class HandCrank:
    """`sent` keeps every message that was taken from a queue, as (queue, body)."""

    platform: Platform
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list[tuple[str, dict[str, Any]]])

    @property
    def machines(self) -> FakeMachines:
        return self.platform.sfn  # pyright: ignore[reportReturnType] - the fake stands where the client does

    def turn(self) -> None:
        """Carry out what is pending and let the machines run, until nothing moves any more."""
        for _ in range(TURNS):
            done = outbox.dispatch(self.platform, self.pending(), where)
            if done + self.machines.run() == 0:
                return
        raise AssertionError(f"still moving after {TURNS} turns")

    def pending(self) -> list[Item]:
        """The outbox rows not yet carried out, whole."""
        return [load(row) for row in stored_rows(self.platform) if "pending_pk" in row]

    def messages(self, queue: str) -> list[dict[str, Any]]:
        """Take every message from the queue, in its order."""
        url, taken = self.platform.settings.queue_url(queue), list[dict[str, Any]]()
        while got := self.platform.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=0).get(
            "Messages"
        ):
            for message in got:
                taken.append(json.loads(message.get("Body", "{}")))
                self.platform.sqs.delete_message(QueueUrl=url, ReceiptHandle=message.get("ReceiptHandle", ""))
        self.sent += [(queue, body) for body in taken]
        return taken

    def issue_documents(self) -> int:
        """Number and render what lies in the documents queue."""
        messages = self.messages(names.DOCUMENTS_QUEUE)
        for message in messages:
            issue_document(self.platform, DocumentMessage.model_validate(message))
        return len(messages)
