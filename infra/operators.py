"""What an operator may do: exactly what the commands of bin/yimen call. A managed policy, given to roles of people."""

from chalicelib.foundation import keys, names
from infra.functions import DESK, SEALING
from infra.logical import Template, policy
from infra.rights import (
    DOCUMENTS,
    EXPORTS,
    MATERIALS,
    Right,
    because,
    missing_is_404,
    on_executions,
    on_index,
    on_machines,
    on_objects,
    on_queues,
    on_restored_table,
    on_signing_key,
    on_table,
    versions_of,
)

OPERATOR = "operator"
POLICY = "OperatorPolicy"
RIGHTS: tuple[Right, ...] = (
    # repair looks at cases and writes what they lack; import writes catalogue, departments and place.
    # retention deletes rows.
    on_table("GetItem", "BatchGetItem", "Query", "Scan", "DescribeTable"),
    on_table("PutItem", "UpdateItem", "DeleteItem"),
    *because("a refused file of a withdrawn draft, an alarm set anew", on_table("ConditionCheckItem")),
    # restore copies rows out of the table that AWS has restored.
    on_restored_table("Scan", "BatchGetItem", "DescribeTable"),
    on_index(keys.PENDING_INDEX, "Query"),
    on_index(keys.ALARMS_INDEX, "Query"),
    # repair checks files that nobody has checked: a copy without traces is kept, and what is refused is deleted.
    # Documents are looked at, never written. retention deletes both of cases that are kept no longer.
    on_objects(MATERIALS, "GetObject", "GetObjectVersion", "PutObject", "DeleteObjectVersion"),
    on_objects(DOCUMENTS, "GetObject", "GetObjectVersion", "DeleteObjectVersion"),
    versions_of(MATERIALS, DOCUMENTS, EXPORTS),
    missing_is_404(MATERIALS, DOCUMENTS),
    # retention deletes what was exported of a case on the day on which it is erased.
    *because("a case that was exported over HTTP on that day", on_objects(EXPORTS, "DeleteObjectVersion")),
    # dead-letters counts what waits, looks at what is dead, and takes out what it has sent back.
    on_queues(DESK, "GetQueueAttributes", "ReceiveMessage", "ChangeMessageVisibility", "DeleteMessage"),
    on_queues(tuple(names.QUEUES), "GetQueueAttributes", "SendMessage"),
    on_machines("StartExecution", "SendTaskSuccess"),
    on_executions("DescribeExecution"),
    # export signs what it writes.
    on_signing_key(names.SIGNS_EXPORTS, "Sign", "GetPublicKey"),
    *SEALING,
)


def resources(stage: str) -> Template:
    """Whoever has this policy reads what repair reads: the state of cases, with the applicant's data in it."""
    return {
        POLICY: {
            "Type": "AWS::IAM::ManagedPolicy",
            "Properties": {
                "ManagedPolicyName": f"{names.APP}-{stage}-operator",
                "Description": "What bin/yimen needs on this deployment.",
                "PolicyDocument": policy(*_together(stage)),
            },
        }
    }


def _together(stage: str) -> list[Template]:
    """One statement for the same resources: a managed policy takes 6,144 characters."""
    joined: list[Template] = []
    for statement in (right.statement(stage) for right in RIGHTS):
        same = next((one for one in joined if one["Resource"] == statement["Resource"]), None)
        if same is None:
            joined.append(statement)
        else:
            same["Action"] = [*same["Action"], *statement["Action"]]
    return joined
