"""The names of everything that is deployed, computed from the stage, and the queues. Code and infra take both here."""

from collections.abc import Mapping
from typing import NamedTuple

APP = "yimen"

# Lambda functions; state machines name their tasks by these. Sizes and rights of each stand in `infra/functions.py`.
API = "api"
OPEN_STEP = "open_step"
MAKE_RESULT = "make_result"
ARCHIVE_CASE = "archive_case"
DISPATCH_OUTBOX = "dispatch_outbox"
RECONCILE_OUTBOX = "reconcile_outbox"
SWEEP_ALARMS = "sweep_alarms"
CHECK_MATERIAL = "check_material"
ISSUE_DOCUMENT = "issue_document"
RENDER_DOCUMENT = "render_document"
SEND_CALLBACK = "send_callback"
REPLAY_LETTERS = "replay_letters"
PRINT_TRIALS = "print_trials"
ANCHOR_DAYS = "anchor_days"
RECONCILE_PAYMENTS = "reconcile_payments"
FETCH_SHARED = "fetch_shared"
ADVANCE_JOINT = "advance_joint"
TASK_FUNCTIONS = (OPEN_STEP, MAKE_RESULT, ARCHIVE_CASE)

# State machines, and their steps in the order in which a case goes through them.
REVIEW = "review"
ISSUANCE = "issuance"
UPWARD = "upward"
JOINT = "joint_approval"
STEPS: Mapping[str, tuple[str, ...]] = {
    REVIEW: ("review", "decide"),
    UPWARD: ("report", "superior"),
    JOINT: ("members", "archive"),
    ISSUANCE: ("make_result", "compare", "deliver", "archive"),
}
# Steps without a state of their own: the state that waits at another one does them first.
DONE_AT: Mapping[str, str] = {"make_result": "compare"}
MACHINES = tuple(STEPS)
# Waits for an act at the counter, or for the members of a joint request. That comes about whether an execution waits or
# not.
COUNTER_STEPS = frozenset({"compare", "deliver", "members"})

# Queues. A FIFO queue has a name that ends in .fifo.
MATERIALS_QUEUE = "materials"
CALLBACKS_QUEUE = "callbacks"
DOCUMENTS_QUEUE = "documents.fifo"
RENDERINGS_QUEUE = "renderings"
REPLAYS_QUEUE = "replays"
TRIALS_QUEUE = "trials"
SHARING_QUEUE = "sharing"
JOINT_QUEUE = "joint"
STREAM_FAILURES_QUEUE = "stream-failures"


class Queue(NamedTuple):
    """One row of the table of queues; its dead letters, its alarms and its place at the dead-letter desk follow.

    `consumer` is the function that takes the messages, `label` what people read. The consumer takes at most `batch`
    messages at once, each of which may take so many `seconds`, and is ended after `timeout` seconds. At most `at_once`
    calls of it run at the same time, so that one queue cannot use up what the account has for all functions.
    A message that was not done is a dead letter after `attempts`.
    `ids` are the fields of our own messages that the desk may show, `or_ids` those of messages of another kind in the
    same queue, `message` how it calls one that has no `event`.
    """

    name: str
    label: str
    consumer: str
    batch: int
    seconds: int
    timeout: int
    at_once: int
    attempts: int
    ids: tuple[str, ...] = ()
    or_ids: tuple[str, ...] = ()
    message: str = ""

    @property
    def visibility(self) -> int:
        """After so many seconds a message that was taken comes back: six timeouts of the consumer, as AWS advises."""
        return 6 * self.timeout


QUEUES: Mapping[str, Queue] = {
    queue.name: queue
    for queue in (
        # What S3 writes, none of our own messages.
        Queue(MATERIALS_QUEUE, "材料校验", CHECK_MATERIAL, batch=2, seconds=28, timeout=60, at_once=50, attempts=5),
        Queue(
            CALLBACKS_QUEUE,
            "部门回调",
            SEND_CALLBACK,
            batch=5,
            seconds=10,
            timeout=60,
            at_once=50,
            attempts=8,
            ids=("task_id", "department"),
            or_ids=("message_id", "department"),
        ),
        Queue(
            DOCUMENTS_QUEUE,
            "文书编号",
            ISSUE_DOCUMENT,
            batch=10,
            seconds=3,
            timeout=30,
            at_once=50,
            attempts=5,
            ids=("case_id", "document"),
            message="document",
        ),
        # Beside the queue of numbers: printing takes a while and may fail, and numbers wait for nothing.
        Queue(
            RENDERINGS_QUEUE,
            "文书印制",
            RENDER_DOCUMENT,
            batch=5,
            seconds=10,
            timeout=60,
            at_once=100,
            attempts=5,
            ids=("case_id", "item", "document"),
            message="document",
        ),
        # One message is a hundred letters at most, each of them three calls of SQS.
        Queue(
            REPLAYS_QUEUE,
            "死信重放",
            REPLAY_LETTERS,
            batch=1,
            seconds=50,
            timeout=60,
            at_once=2,
            attempts=5,
            ids=("place", "replay"),
            message="replay",
        ),
        # Documents of trials are printed beside those of the hall, so that no trial holds up a person's document.
        Queue(
            TRIALS_QUEUE,
            "试运行文书印制",
            PRINT_TRIALS,
            batch=5,
            seconds=10,
            timeout=60,
            at_once=5,
            attempts=5,
            ids=("trial", "case_id", "document"),
            message="document",
        ),
        # Organs are asked for what they have. An organ that is slow holds up nothing but such questions.
        Queue(
            SHARING_QUEUE,
            "数据共享查询",
            FETCH_SHARED,
            batch=1,
            seconds=50,
            timeout=60,
            at_once=20,
            attempts=5,
            ids=("case_id", "line"),
            message="sharing",
        ),
        # What has happened to a member of a joint request: the others open, may be decided, or end.
        Queue(
            JOINT_QUEUE,
            "联办推进",
            ADVANCE_JOINT,
            batch=1,
            seconds=50,
            timeout=60,
            at_once=50,
            attempts=8,
            ids=("case_id",),
            message="joint",
        ),
    )
}

# Metrics, in the namespace METRICS.
METRICS = "Yimen"
HELD_DOCUMENTS = "HeldDocuments"
PARKED_OUTBOX_ROWS = "ParkedOutboxRows"
PARKED_ALARMS = "ParkedAlarms"
UNREADABLE_ROWS = "UnreadableRows"
DAYS_WITHOUT_HEAD = "DaysWithoutHead"
PAYMENT_DAYS_OPEN = "PaymentDaysOpen"
COUNTED = (
    PARKED_OUTBOX_ROWS,
    PARKED_ALARMS,
    HELD_DOCUMENTS,
    UNREADABLE_ROWS,
    DAYS_WITHOUT_HEAD,
    PAYMENT_DAYS_OPEN,
)


def metric_dimensions(stage: str) -> dict[str, str]:
    """A metric and an alarm meet only if all their dimensions are equal.

    Powertools adds `service` by itself when POWERTOOLS_SERVICE_NAME is set, so it is always given.
    """
    return {"service": APP, "stage": stage}


def table(stage: str) -> str:
    return f"{APP}-{stage}"


def restored_table(stage: str) -> str:
    """What the table of a stage is restored into. No stage has a dot in it, so this is no other stage's table."""
    return f"{table(stage)}.restored"


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


def sharing_secret(stage: str) -> str:
    """What requests to the data-sharing platform are signed with. Whoever runs the deployment puts it there."""
    return f"{APP}/{stage}/sharing"


def payments_secret(stage: str) -> str:
    """Where the payment provider takes payers, and the key of its notifications, as one JSON document."""
    return f"{APP}/{stage}/payments/provider"


# What a key of ours is for. Each key is a secret of its own, so that each is replaced by itself.
CURSOR_KEY = "cursor"
INDEX_KEY = "index"
WRAPPING_KEY = "wrapping"
KEYS = (CURSOR_KEY, INDEX_KEY, WRAPPING_KEY)


def key_secret(stage: str, purpose: str) -> str:
    return f"{APP}/{stage}/keys/{purpose}"


# What is signed, each with a KMS key of its own, which signs nothing else: exported cases, and the heads of days.
SIGNS_EXPORTS = "exports"
SIGNS_HEADS = "heads"
SIGNING_KEYS = (SIGNS_EXPORTS, SIGNS_HEADS)


def signing_key_alias(stage: str, use: str) -> str:
    """The KMS key that signs this. Its private half never leaves KMS."""
    return f"alias/{APP}-{stage}-sign-{use}"


def data_key_alias(stage: str) -> str:
    """The KMS key under which the secrets of our keys lie. Rows from before the wrapping key were sealed under it."""
    return f"alias/{APP}-{stage}-data"


def storage_key_alias(stage: str) -> str:
    """The KMS key with which AWS encrypts table, buckets, queues and logs."""
    return f"alias/{APP}-{stage}-storage"
