"""The one table of functions. Names, sizes, log groups, roles, alarms and settings of event sources follow from it."""

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.foundation import keys, names
from infra.rights import (
    DOCUMENTS,
    EXPORTS,
    HEADS,
    MATERIALS,
    Right,
    because,
    missing_is_404,
    on_data_key,
    on_executions,
    on_index,
    on_machines,
    on_objects,
    on_queues,
    on_secrets,
    on_signing_key,
    on_table,
    on_trial_files,
)


class Function(NamedTuple):
    """One row. `memory` in MB (1,769 MB are one processor), `timeout` in seconds.

    `renders`: it draws documents, so it has the layer with typesetter and fonts. `at_once`: how many run at the same
    time unless a parameter says otherwise; of a consumer of a queue that is how many of its messages, of the API how
    many requests. None: as many as the account allows. `settings` are variables besides those that all functions have.
    """

    name: str
    memory: int
    timeout: int
    rights: tuple[Right, ...]
    renders: bool = False
    at_once: int | None = None
    settings: Mapping[str, str] = {}

    @property
    def handler(self) -> str:
        """Where it begins: its module loads this function alone."""
        return f"{ENTRIES}.{self.name}.handler"


ENTRIES = "chalicelib.wiring.entries"
# No message of a dead-letter queue is lost while the desk looks at it: it is hidden for a while, and shown again.
DEAD = tuple(names.dead(queue) for queue in names.QUEUES)
# Failures of the stream are no dead letters of a queue of ours, but lie on the same desk.
DESK = (*DEAD, names.STREAM_FAILURES_QUEUE)
# To the printer of trials only the API sends.
SENT = tuple(queue for queue in names.QUEUES if queue != names.TRIALS_QUEUE)
# Who writes a row of a case may have to encrypt it; who reads one has to decrypt it. Both need the wrapping key. Its
# secret lies under the data key, under which rows from before the wrapping key were sealed too.
SEALING = (on_data_key("Decrypt"), on_secrets(f"keys/{names.WRAPPING_KEY}-??????", "GetSecretValue"))
# META and HOLDER are read again, in one transaction, when they are seen from two moments. So are the loaded days off,
# every five minutes.
SETTLED = because("only while another act is just being written, or every five minutes", on_table("GetItem"))
INDEX_KEY = (on_secrets(f"keys/{names.INDEX_KEY}-??????", "GetSecretValue"),)
CURSOR_KEY = (on_secrets(f"keys/{names.CURSOR_KEY}-??????", "GetSecretValue"),)

API = Function(
    names.API,
    memory=1024,
    timeout=29,  # as long as the gateway waits
    rights=(
        on_table("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"),
        on_index(keys.TASKS_INDEX, "Query"),
        on_index(keys.COUNTER_INDEX, "Query"),
        on_index(keys.PENDING_INDEX, "Query"),
        on_index(keys.ALARMS_INDEX, "Query"),
        # Addresses for uploads and downloads are signed with this role: whoever has one does what the role may.
        on_objects(MATERIALS, "PutObject", "GetObject", "GetObjectVersion"),
        on_objects(DOCUMENTS, "GetObjectVersion"),
        # A trial of an unpublished item keeps its sample files apart, and has its documents printed.
        on_trial_files("PutObject"),
        on_queues((names.TRIALS_QUEUE,), "SendMessage"),
        missing_is_404(MATERIALS),
        # An export has the case in the heads of its days, is signed, and lies in its bucket until it is fetched.
        on_objects(HEADS, "GetObject"),
        on_objects(EXPORTS, "PutObject", "GetObject"),
        missing_is_404(DOCUMENTS, HEADS),
        on_signing_key(names.SIGNS_EXPORTS, "Sign", "GetPublicKey"),
        # The desk looks at dead letters and counts what waits. It moves none: `replay_letters` does.
        on_queues(DESK, "ReceiveMessage", "ChangeMessageVisibility"),
        on_queues((*names.QUEUES, *DESK), "GetQueueAttributes"),
        # A registration writes secrets. It reads none: the department has its own copy.
        on_secrets("callbacks/*", "CreateSecret", "PutSecretValue"),
        # Notifications of payments are verified, and links to the provider signed.
        on_secrets("payments/provider-??????", "GetSecretValue"),
        *SEALING,
        *INDEX_KEY,
        *CURSOR_KEY,
    ),
    at_once=0,
)

FUNCTIONS: tuple[Function, ...] = (
    API,
    Function(
        names.OPEN_STEP,
        memory=1024,
        timeout=30,
        rights=(
            on_table("GetItem", "Query", "PutItem", "UpdateItem", "ConditionCheckItem"),
            on_machines("SendTaskSuccess", "SendTaskFailure"),
            *SEALING,
        ),
    ),
    Function(
        names.MAKE_RESULT,
        memory=1024,
        timeout=30,
        rights=(
            on_table("GetItem", "Query", "PutItem", "UpdateItem", "ConditionCheckItem"),
            on_machines("SendTaskSuccess", "SendTaskFailure"),
            *SEALING,
        ),
    ),
    Function(
        names.ARCHIVE_CASE,
        memory=1024,
        timeout=30,
        rights=(on_table("Query", "PutItem", "UpdateItem"), *SETTLED, *SEALING),
    ),
    Function(
        names.DISPATCH_OUTBOX,
        memory=1024,
        timeout=60,
        rights=(
            on_table("GetItem", "BatchGetItem", "PutItem", "UpdateItem"),
            on_queues(SENT, "SendMessage"),
            on_machines("StartExecution", "SendTaskSuccess", "SendTaskFailure"),
            on_executions("DescribeExecution"),
            *SEALING,
        ),
    ),
    Function(
        names.RECONCILE_OUTBOX,
        memory=1024,
        timeout=60,
        rights=(
            on_table("GetItem", "BatchGetItem", "PutItem", "UpdateItem"),
            on_index(keys.PENDING_INDEX, "Query"),
            on_index(keys.ALARMS_INDEX, "Query"),
            on_queues(SENT, "SendMessage"),
            on_machines("StartExecution", "SendTaskSuccess", "SendTaskFailure"),
            on_executions("DescribeExecution"),
            *SEALING,
        ),
    ),
    Function(
        names.SWEEP_ALARMS,
        memory=1024,
        timeout=60,
        rights=(
            on_table("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"),
            on_index(keys.ALARMS_INDEX, "Query", "Scan"),
            *because("days off were loaded, and every open case is counted again", on_table("Scan")),
            *SEALING,
        ),
    ),
    Function(
        names.ANCHOR_DAYS,
        memory=1024,
        timeout=300,  # a day of 100,000 cases; what takes longer goes on an hour later
        rights=(
            on_table("GetItem", "Query", "PutItem", "DeleteItem"),
            on_index(keys.DAYS_INDEX, "Query"),
            on_objects(HEADS, "PutObject", "GetObject"),
            missing_is_404(HEADS),
            on_signing_key(names.SIGNS_HEADS, "Sign", "GetPublicKey"),
        ),
    ),
    Function(
        names.RECONCILE_PAYMENTS,
        memory=1024,
        timeout=300,  # a day of 10,000 payments; what takes longer goes on an hour later
        rights=(
            on_table("GetItem", "Query", "PutItem", "DeleteItem"),
            *because("days off were loaded, and every open case is counted again", on_table("UpdateItem")),
            on_secrets("payments/provider-??????", "GetSecretValue"),
            *SEALING,
        ),
    ),
    Function(
        names.CHECK_MATERIAL,
        memory=1769,
        timeout=names.QUEUES[names.MATERIALS_QUEUE].timeout,
        rights=(
            on_table("BatchGetItem", "PutItem", "UpdateItem"),
            *because("a refused file of a draft that was withdrawn", on_table("ConditionCheckItem")),
            *SETTLED,
            on_objects(MATERIALS, "GetObjectVersion", "PutObject", "DeleteObjectVersion"),
            missing_is_404(MATERIALS),
            *SEALING,
        ),
        at_once=names.QUEUES[names.MATERIALS_QUEUE].at_once,
    ),
    Function(
        names.ISSUE_DOCUMENT,
        memory=1024,
        timeout=names.QUEUES[names.DOCUMENTS_QUEUE].timeout,
        rights=(
            on_table("GetItem", "Query", "PutItem", "UpdateItem"),
            on_queues((names.RENDERINGS_QUEUE,), "SendMessage"),
            *because("a message that comes late may meet a document with a corrected writing", *SEALING),
        ),
        at_once=names.QUEUES[names.DOCUMENTS_QUEUE].at_once,
    ),
    Function(
        names.RENDER_DOCUMENT,
        memory=1769,
        timeout=names.QUEUES[names.RENDERINGS_QUEUE].timeout,
        rights=(
            on_table("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"),
            on_objects(DOCUMENTS, "PutObject"),
            # A file of a case is drawn with its mark, and lies for a day where exports do; so does a certificate that
            # has ended.
            on_objects(DOCUMENTS, "GetObjectVersion"),
            missing_is_404(DOCUMENTS),
            on_objects(MATERIALS, "GetObjectVersion"),
            missing_is_404(MATERIALS),
            on_objects(EXPORTS, "PutObject"),
            *SEALING,
        ),
        renders=True,
        at_once=names.QUEUES[names.RENDERINGS_QUEUE].at_once,
    ),
    Function(
        names.PRINT_TRIALS,
        memory=1769,
        timeout=names.QUEUES[names.TRIALS_QUEUE].timeout,
        rights=(
            on_table("GetItem", "BatchGetItem", "UpdateItem"),
            *because("a document with a letter that no font has is held", on_table("PutItem")),
            on_trial_files("PutObject"),
            *SEALING,
        ),
        renders=True,
        at_once=names.QUEUES[names.TRIALS_QUEUE].at_once,
    ),
    Function(
        names.SEND_CALLBACK,
        memory=512,
        timeout=names.QUEUES[names.CALLBACKS_QUEUE].timeout,
        rights=(
            on_table("GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem"),
            on_secrets("callbacks/*", "GetSecretValue"),
        ),
        at_once=names.QUEUES[names.CALLBACKS_QUEUE].at_once,
    ),
    Function(
        names.FETCH_SHARED,
        memory=1769,  # it opens what it is given, as `check_material` does
        timeout=names.QUEUES[names.SHARING_QUEUE].timeout,
        rights=(
            on_table("GetItem", "Query", "PutItem"),
            on_secrets("sharing-??????", "GetSecretValue"),
            on_objects(MATERIALS, "PutObject"),
            *SEALING,
        ),
        at_once=names.QUEUES[names.SHARING_QUEUE].at_once,
    ),
    Function(
        names.ADVANCE_JOINT,
        memory=1024,
        timeout=names.QUEUES[names.JOINT_QUEUE].timeout,
        rights=(
            on_table("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"),
            *SEALING,
            *INDEX_KEY,
        ),
        at_once=names.QUEUES[names.JOINT_QUEUE].at_once,
    ),
    Function(
        names.REPLAY_LETTERS,
        memory=512,
        timeout=names.QUEUES[names.REPLAYS_QUEUE].timeout,
        rights=(
            on_table("GetItem", "UpdateItem"),
            on_queues(DESK, "ReceiveMessage", "ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes"),
            on_queues(tuple(names.QUEUES), "SendMessage"),
        ),
        at_once=names.QUEUES[names.REPLAYS_QUEUE].at_once,
    ),
)
BY_NAME: Mapping[str, Function] = {function.name: function for function in FUNCTIONS}
