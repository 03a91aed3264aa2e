"""The names of everything deployed, built once from the stage: code and infra both take them from here."""

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

# State machines.
REVIEW = "review"
ISSUANCE = "issuance"
MACHINES = (REVIEW, ISSUANCE)

# Queues; a name that ends in .fifo is one.
MATERIALS_QUEUE = "materials"
CALLBACKS_QUEUE = "callbacks"
DOCUMENTS_QUEUE = "documents.fifo"
STREAM_FAILURES_QUEUE = "stream-failures"
QUEUES = (MATERIALS_QUEUE, CALLBACKS_QUEUE, DOCUMENTS_QUEUE)

# Metrics, in the namespace METRICS, with the dimension `stage`.
METRICS = "Yimen"
PARKED_OUTBOX_ROWS = "ParkedOutboxRows"
PARKED_ALARMS = "ParkedAlarms"


def table(stage: str) -> str:
    return f"{APP}-{stage}"


def queue(stage: str, name: str) -> str:
    return f"{APP}-{stage}-{name}"


def dead(name: str) -> str:
    """The dead-letter queue of a queue (FIFO queues need FIFO dead letters)."""
    return f"{name.removesuffix('.fifo')}-dead.fifo" if name.endswith(".fifo") else f"{name}-dead"


def dead_letters(stage: str, name: str) -> str:
    return queue(stage, dead(name))


def bucket(stage: str, account: str, purpose: str) -> str:
    """Bucket names are global, hence the account number."""
    return f"{APP}-{stage}-{purpose}-{account}"


def function(stage: str, name: str) -> str:
    return f"{APP}-{stage}-{name}"


def machine(stage: str, name: str) -> str:
    return f"{APP}-{stage}-{name}"


def callback_secret(stage: str, department: str) -> str:
    return f"{APP}/{stage}/callbacks/{department}"
