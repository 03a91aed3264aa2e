"""How services beside DynamoDB refuse: the exceptions of a botocore client, with AWS's codes."""

from typing import Any

from botocore.exceptions import ClientError


class NoSuchKey(ClientError):
    """Named as botocore's."""


class NoSuchBucket(ClientError):
    """Named as botocore's."""


class QueueDoesNotExist(ClientError):
    """Named as botocore's."""


class ReceiptHandleIsInvalid(ClientError):
    """Named as botocore's."""


class ResourceNotFoundException(ClientError):
    """Named as botocore's."""


class ResourceExistsException(ClientError):
    """Named as botocore's."""


class Exceptions:
    """What the acts catch by name: `client.exceptions.NoSuchKey`."""

    ClientError = ClientError
    NoSuchKey = NoSuchKey
    NoSuchBucket = NoSuchBucket
    QueueDoesNotExist = QueueDoesNotExist
    ReceiptHandleIsInvalid = ReceiptHandleIsInvalid
    ResourceNotFoundException = ResourceNotFoundException
    ResourceExistsException = ResourceExistsException


def refusal(code: str, operation: str, *, status: int = 400, kind: type[ClientError] = ClientError) -> ClientError:
    """The error of this code; `kind` where botocore has a class for it."""
    response: Any = {"Error": {"Code": code, "Message": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return kind(response, operation)
