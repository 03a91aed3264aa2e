"""The one table of functions. Names, sizes, log groups, roles, alarms and settings of event sources follow from it."""

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.foundation import keys, names
from infra.rights import (
    DOCUMENTS,
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
    on_table,
)


class Function(NamedTuple):
    """One row. `memory` in MB (1,769 MB are one processor), `timeout` in seconds.

    `renders`: it draws documents, so it has the layer with typesetter and fonts. `at_once`: how many run at the same
    time unless a parameter says otherwise; of a consumer of a queue that is how many of its messages, of the API how
    many requests. None: as many as the account allows. `settings` are variables besides those that all functions have.
    """

    name: str
    handler: str
    memory: int
    timeout: int
    rights: tuple[Right, ...]
    renders: bool = False
    at_once: int | None = None
    settings: Mapping[str, str] = {}


WIRING = "chalicelib.wiring.functions"
# No message of a dead-letter queue is lost while the desk looks at it: it is hidden for a while, and shown again.
DEAD = tuple(names.dead(queue) for queue in names.QUEUES)
SENT = tuple(queue.name for queue in names.QUEUES.values() if queue.ids)
# Who writes a row of a case may have to encrypt it; who reads one has to decrypt it.
SEALING = because("a row that is written back unchanged keeps its blob", on_data_key("GenerateDataKey", "Decrypt"))
OPENING = (on_data_key("Decrypt"),)
INDEX_KEY = because(
    "the proofs have this key as a setting", on_secrets(f"keys/{names.INDEX_KEY}-??????", "GetSecretValue")
)
CURSOR_KEY = because(
    "the proofs have this key as a setting", on_secrets(f"keys/{names.CURSOR_KEY}-??????", "GetSecretValue")
)

API = Function(
    names.API,
    "app.app",
    memory=1024,
    timeout=29,  # as long as the gateway waits
    rights=(
        on_table("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"),
        on_index(keys.TASKS_INDEX, "Query"),
        on_index(keys.COUNTER_INDEX, "Query"),
        on_index(keys.PENDING_INDEX, "Query"),
        on_index(keys.ALARMS_INDEX, "Query"),
        # Addresses for uploads and downloads are signed with this role: whoever has one does what the role may.
        on_objects(MATERIALS, "PutObject", "GetObject", "GetObjectVersion", "DeleteObjectVersion"),
        on_objects(DOCUMENTS, "GetObject", "GetObjectVersion"),
        missing_is_404(MATERIALS),
        on_queues(DEAD, "ReceiveMessage", "ChangeMessageVisibility", "GetQueueAttributes"),
        # A registration writes secrets. It reads none: the department has its own copy.
        on_secrets("callbacks/*", "CreateSecret", "PutSecretValue"),
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
        f"{WIRING}.waits.open_step_function",
        memory=1024,
        timeout=30,
        rights=(
            on_table("Query", "PutItem", "UpdateItem", "ConditionCheckItem"),
            on_machines("SendTaskSuccess"),
            *SEALING,
        ),
    ),
    Function(
        names.MAKE_RESULT,
        f"{WIRING}.results.make_result_function",
        memory=1769,
        timeout=60,
        rights=(
            on_table("GetItem", "Query", "PutItem", "ConditionCheckItem"),
            on_objects(DOCUMENTS, "PutObject"),
            *SEALING,
        ),
        renders=True,
    ),
    Function(
        names.ARCHIVE_CASE,
        f"{WIRING}.results.archive_case",
        memory=1024,
        timeout=30,
        rights=(on_table("Query", "PutItem", "ConditionCheckItem"), *SEALING),
    ),
    Function(
        names.DISPATCH_OUTBOX,
        f"{WIRING}.outbox.dispatch_outbox",
        memory=1024,
        timeout=60,
        rights=(
            on_table("GetItem", "Query", "PutItem", "UpdateItem"),
            on_queues(SENT, "SendMessage"),
            on_machines("StartExecution", "SendTaskSuccess"),
            on_executions("DescribeExecution"),
            *OPENING,
        ),
    ),
    Function(
        names.RECONCILE_OUTBOX,
        f"{WIRING}.outbox.reconcile_outbox",
        memory=1024,
        timeout=60,
        rights=(
            on_table("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"),
            on_index(keys.PENDING_INDEX, "Query"),
            on_index(keys.ALARMS_INDEX, "Query"),
            on_queues(SENT, "SendMessage"),
            on_machines("StartExecution", "SendTaskSuccess"),
            on_executions("DescribeExecution"),
            *OPENING,
        ),
    ),
    Function(
        names.SWEEP_ALARMS,
        f"{WIRING}.alarms.sweep_alarms",
        memory=1024,
        timeout=60,
        rights=(
            on_table("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"),
            on_index(keys.ALARMS_INDEX, "Query", "Scan"),
            *SEALING,
        ),
    ),
    Function(
        names.CHECK_MATERIAL,
        f"{WIRING}.queues.check_materials",
        memory=1769,
        timeout=names.QUEUES[names.MATERIALS_QUEUE].timeout,
        rights=(
            on_table("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "ConditionCheckItem"),
            on_objects(MATERIALS, "GetObject", "GetObjectVersion", "PutObject", "DeleteObjectVersion"),
            missing_is_404(MATERIALS),
            *SEALING,
        ),
        at_once=names.QUEUES[names.MATERIALS_QUEUE].at_once,
    ),
    Function(
        names.ISSUE_DOCUMENT,
        f"{WIRING}.queues.issue_documents",
        memory=1769,
        timeout=names.QUEUES[names.DOCUMENTS_QUEUE].timeout,
        rights=(
            on_table("GetItem", "Query", "PutItem", "UpdateItem", "ConditionCheckItem"),
            on_objects(DOCUMENTS, "PutObject"),
            *SEALING,
        ),
        renders=True,
        at_once=names.QUEUES[names.DOCUMENTS_QUEUE].at_once,
    ),
    Function(
        names.SEND_CALLBACK,
        f"{WIRING}.queues.send_callbacks",
        memory=512,
        timeout=names.QUEUES[names.CALLBACKS_QUEUE].timeout,
        rights=(
            on_table("GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem"),
            on_secrets("callbacks/*", "GetSecretValue"),
            *OPENING,
        ),
        at_once=names.QUEUES[names.CALLBACKS_QUEUE].at_once,
    ),
)
BY_NAME: Mapping[str, Function] = {function.name: function for function in FUNCTIONS}
