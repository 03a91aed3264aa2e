"""The names of everything that is deployed, computed from the stage, and the queues. Code and infra take both here."""

from collections.abc import Mapping
from typing import NamedTuple

APP = "yimen"

# Lambda functions (Chalice adds app and stage); state machines name their tasks by these.
OPEN_STEP = "open_step"
MAKE_RESULT = "make_result"
ARCHIVE_CASE = "archive_case"
DISPATCH_OUTBOX = "dispatch_outbox"
RECONCILE_OUTBOX = "reconcile_outbox"
SWEEP_ALARMS = "sweep_alarms"
CHECK_MATERIAL = "check_material"
ISSUE_DOCUMENT = "issue_document"
SEND_CALLBACK = "send_callback"
TASK_FUNCTIONS = (OPEN_STEP, MAKE_RESULT, ARCHIVE_CASE)

# State machines, and their steps in the order in which a case goes through them.
REVIEW = "review"
ISSUANCE = "issuance"
STEPS: Mapping[str, tuple[str, ...]] = {
    REVIEW: ("review", "decide"),
    ISSUANCE: ("make_result", "compare", "deliver", "archive"),
}
MACHINES = tuple(STEPS)
# Waits for an act at the counter. People do it whether an execution waits or not.
COUNTER_STEPS = frozenset({"compare", "deliver"})

# Queues. A FIFO queue has a name that ends in .fifo.
MATERIALS_QUEUE = "materials"
CALLBACKS_QUEUE = "callbacks"
DOCUMENTS_QUEUE = "documents.fifo"
STREAM_FAILURES_QUEUE = "stream-failures"


class Queue(NamedTuple):
    """One row of the table of queues; its dead letters, its alarms and its place at the dead-letter desk follow.

    `consumer` is the function that takes the messages, `label` what people read. A message that was taken comes back
    after `visibility` seconds, six times the consumer's timeout as AWS advises, and is a dead letter after `attempts`.
    `ids` are the fields of our own messages that the desk may show, `or_ids` those of messages of another kind in the
    same queue, `message` how it calls one that has no `event`.
    """

    name: str
    label: str
    consumer: str
    visibility: int
    attempts: int
    ids: tuple[str, ...] = ()
    or_ids: tuple[str, ...] = ()
    message: str = ""


QUEUES: Mapping[str, Queue] = {
    queue.name: queue
    for queue in (
        # What S3 writes, none of our own messages.
        Queue(MATERIALS_QUEUE, "材料校验", CHECK_MATERIAL, visibility=360, attempts=5),
        Queue(
            CALLBACKS_QUEUE,
            "部门回调",
            SEND_CALLBACK,
            visibility=180,
            attempts=8,
            ids=("task_id", "department"),
            or_ids=("message_id", "department"),
        ),
        Queue(
            DOCUMENTS_QUEUE,
            "文书出具",
            ISSUE_DOCUMENT,
            visibility=360,
            attempts=5,
            ids=("case_id", "document"),
            message="document",
        ),
    )
}

# Metrics, in the namespace METRICS, with the dimension `stage`.
METRICS = "Yimen"
HELD_DOCUMENTS = "HeldDocuments"
PARKED_OUTBOX_ROWS = "ParkedOutboxRows"
PARKED_ALARMS = "ParkedAlarms"


def table(stage: str) -> str:
    return f"{APP}-{stage}"


def queue(stage: str, name: str) -> str:
    return f"{APP}-{stage}-{name}"


def dead(name: str) -> str:
    """The name of the dead-letter queue of a queue. That of a FIFO queue must be FIFO too."""
    return f"{name.removesuffix('.fifo')}-dead.fifo" if name.endswith(".fifo") else f"{name}-dead"


def dead_letters(stage: str, name: str) -> str:
    return queue(stage, dead(name))


def bucket(stage: str, account: str, purpose: str) -> str:
    """Names of buckets are global, so the account number is part of them."""
    return f"{APP}-{stage}-{purpose}-{account}"


def function(stage: str, name: str) -> str:
    return f"{APP}-{stage}-{name}"


def machine(stage: str, name: str) -> str:
    return f"{APP}-{stage}-{name}"


def callback_secret(stage: str, department: str) -> str:
    return f"{APP}/{stage}/callbacks/{department}"
