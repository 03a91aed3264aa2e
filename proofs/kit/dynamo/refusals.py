"""How DynamoDB refuses: the exceptions of a botocore client, with AWS's codes and sentences."""

from collections.abc import Sequence
from typing import Any

from botocore.exceptions import ClientError

CANCELLED = "TransactionCanceledException"
CONDITION_FAILED = "The conditional request failed"
NOT_FOUND = "Requested resource not found"
Reason = tuple[str, str]
NO_REASON: Reason = ("None", "")


class Refused(Exception):
    """A call is refused with this code and sentence; the client makes botocore's error of it."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence

    def error(self, operation: str) -> ClientError:
        return error(self.code, self.sentence, operation)


class Invalid(Refused):
    """The request breaks a rule of DynamoDB.

    Inside a transaction it becomes the reason of one operation (code ValidationError), unless AWS sees it `up_front`,
    before it looks at any item.
    """

    def __init__(self, sentence: str, *, up_front: bool = False) -> None:
        super().__init__("ValidationException", sentence)
        self.up_front = up_front


class Cancelled(Refused):
    """A transaction did nothing: a (code, sentence) for each operation, `NO_REASON` where nothing was wrong."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        codes = ", ".join(code for code, _ in reasons)
        super().__init__(
            CANCELLED, f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]"
        )
        self.reasons = reasons

    def error(self, operation: str) -> ClientError:
        listed = [
            {"Code": code, "Message": sentence} if sentence else {"Code": code} for code, sentence in self.reasons
        ]
        return error(self.code, self.sentence, operation, CancellationReasons=listed)


class ConditionalCheckFailedException(ClientError):
    """Named as botocore's."""


class IdempotentParameterMismatchException(ClientError):
    """Named as botocore's."""


class InternalServerError(ClientError):
    """Named as botocore's."""


class ProvisionedThroughputExceededException(ClientError):
    """Named as botocore's."""


class RequestLimitExceeded(ClientError):
    """Named as botocore's."""


class ResourceNotFoundException(ClientError):
    """Named as botocore's."""


class TransactionCanceledException(ClientError):
    """Named as botocore's."""


class TransactionConflictException(ClientError):
    """Named as botocore's."""


class TransactionInProgressException(ClientError):
    """Named as botocore's."""


class Exceptions:
    """Those that the service model names; every other code is a plain `ClientError`, as of a botocore client."""

    ClientError = ClientError
    ConditionalCheckFailedException = ConditionalCheckFailedException
    IdempotentParameterMismatchException = IdempotentParameterMismatchException
    InternalServerError = InternalServerError
    ProvisionedThroughputExceededException = ProvisionedThroughputExceededException
    RequestLimitExceeded = RequestLimitExceeded
    ResourceNotFoundException = ResourceNotFoundException
    TransactionCanceledException = TransactionCanceledException
    TransactionConflictException = TransactionConflictException
    TransactionInProgressException = TransactionInProgressException


def refusal(code: str, *reasons: str, operation: str = "TransactWriteItems", sentence: str = "") -> ClientError:
    """The error `code`; `reasons` are the codes of a cancelled transaction, one for each operation."""
    if code == CANCELLED:
        return Cancelled([(reason, "") for reason in reasons]).error(operation)
    return error(code, sentence or code, operation)


def error(code: str, sentence: str, operation: str, **more: Any) -> ClientError:
    response: Any = {
        "Error": {"Code": code, "Message": sentence},
        "ResponseMetadata": {"HTTPStatusCode": 400},
        **more,
    }
    kind: type[ClientError] = getattr(Exceptions, code, ClientError)
    return kind(response, operation)
