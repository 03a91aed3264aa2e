"""What the checker has to refuse, each line: it reports an `ignore` that was not needed, so this file passes only if it
sees every mistake. Nobody runs this file.
"""

# pyright: reportUnknownMemberType=false
# That follows from the mistakes.

from yimen import AuthenticatedClient
from yimen.api.cases import accept_case
from yimen.api.tasks import answer_task
from yimen.models import AcceptReceipt, Outcome, Problem, ReviewAnswer


def of_fields(receipt: AcceptReceipt, problem: Problem) -> None:
    assert receipt.promised_duo  # pyright: ignore[reportAttributeAccessIssue]
    assert problem.message  # pyright: ignore[reportAttributeAccessIssue]
    assert problem.status.upper()  # pyright: ignore[reportAttributeAccessIssue]
    ReviewAnswer(recommendation=Outcome.GRANT, note="")  # pyright: ignore[reportCallIssue]
    ReviewAnswer(recommendation="grant", opinion="")  # pyright: ignore[reportArgumentType]


def of_headers(client: AuthenticatedClient, body: ReviewAnswer) -> None:
    answer_task.sync_detailed("1.review", client=client, body=body)  # pyright: ignore[reportCallIssue]
    accept_case.sync_detailed("1", client=client, idempotency_key="")  # pyright: ignore[reportCallIssue]
