"""What AWS answers when it is throttled, broken or two transactions meet, as each service says it."""

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from proofs.kit import dynamo, refusals

CANCELLED = "TransactionCanceledException"
Codes = Mapping[str, tuple[str, int]]
CODES: Codes = {"throttled": ("ThrottlingException", 400), "broken": ("InternalServerError", 500)}
CODES_OF_S3: Codes = {"throttled": ("SlowDown", 503), "broken": ("InternalError", 500)}


def refusal(service: str, kind: str, operation: str, request: Mapping[str, Any]) -> ClientError:
    """The error that the app's client raises after its last try."""
    if kind == "conflict" and "TransactItems" not in request:
        return dynamo.refusal("TransactionConflictException", operation=operation)
    if kind == "conflict":
        return dynamo.refusal(CANCELLED, *["TransactionConflict"] * len(request["TransactItems"]))
    code, status = (CODES_OF_S3 if service == "s3" else CODES)[kind]
    # Botocore has a class of its own for each code that DynamoDB's model names, and these are.
    named = type(code, (ClientError,), {}) if service == "dynamodb" else ClientError
    return refusals.refusal(code, operation, status=status, kind=named)
