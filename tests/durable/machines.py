"""The kit's machines and queues, put where a test begins, and out of order on demand."""

from botocore.exceptions import ClientError

from chalicelib.foundation import names
from proofs.kit.client import Client
from proofs.kit.dynamo import nothing
from proofs.kit.machines import Execution, Machines
from proofs.kit.queues import MemoryQueues
from proofs.kit.refusals import refusal

CALLBACKS, DOCUMENTS = (names.queue("local", name) for name in ("callbacks", "documents.fifo"))
STATES = {"review": "Review", "decide": "Decide"}  # of the review machine, by the step that they wait for


def error(code: str) -> ClientError:
    return refusal(code, "operation")


def put_out_of_order(client: Client, code: str, *operations: str) -> None:
    """These operations are refused from now on; all if none is named."""

    def refuse(operation: str) -> None:
        if not operations or operation in operations:
            raise error(code)

    client.before = refuse


def mend(client: Client) -> None:
    client.before = nothing


def stand(machines: Machines, name: str, status: str = "RUNNING", *, step: str = "review", token: str = "") -> None:
    """There is this execution of the review machine, waiting with `token` if one is given."""
    machines.executions[name] = Execution(name, "review", {}, STATES[step], status, token or None)


def statuses(machines: Machines) -> dict[str, str]:
    return {name: execution.status for name, execution in machines.executions.items()}


def tokens(machines: Machines) -> set[str]:
    """Those that somebody waits with."""
    return {execution.token for execution in machines.waiting() if execution.token}


def empty_queues() -> MemoryQueues:
    return MemoryQueues((CALLBACKS, DOCUMENTS))
