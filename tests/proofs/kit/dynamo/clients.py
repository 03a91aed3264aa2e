"""The two DynamoDBs that are held to one contract: ours in memory, and the emulator that the other suites use."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError
from moto import mock_aws
from moto.dynamodb.models import dynamodb_backends

from infra import released, store
from infra.logical import TABLE
from local.aws.repairs import repaired_storage

NAME = "yimen-local"
ACCOUNT, REGION = "123456789012", "us-east-1"
MADE = ("TableName", "BillingMode", "AttributeDefinitions", "KeySchema")
Call = Callable[[Any], Any]


@contextmanager
def emulator() -> Iterator[Any]:
    """A client of the emulator, with the template's table in it."""
    with pytest.MonkeyPatch.context() as patch, mock_aws(), repaired_storage():
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "testing")
        once = Config(retries={"total_max_attempts": 1})
        client: Any = boto3.client("dynamodb", region_name=REGION, config=once)
        properties = store.resources("local")[TABLE]["Properties"]
        indexes: Any = list(released.of_the_code().values())
        client.create_table(**{name: properties[name] for name in MADE}, GlobalSecondaryIndexes=indexes)
        yield client


def emptied(client: Any) -> Any:
    """The emulator's client, whose table has no items any more."""
    dynamodb_backends[ACCOUNT][REGION].tables[NAME].items.clear()
    return client


def outcome(call: Call, client: Any) -> tuple[str, ...]:
    """How the call ends: "accepted", the code of the refusal and the codes of its reasons, or "crashed"."""
    try:
        call(client)
    except ParamValidationError:
        return ("ParamValidationError",)
    except ClientError as error:
        response: Any = error.response
        reasons = [reason["Code"] for reason in response.get("CancellationReasons", [])]
        return (response["Error"]["Code"], *reasons)
    except (ArithmeticError, AssertionError, LookupError, StopIteration, ValueError):
        return ("crashed",)  # the emulator has not foreseen it
    return ("accepted",)


def sentences(call: Call, client: Any) -> str:
    """What a refusal says, of the call and of each of its operations."""
    with pytest.raises((ClientError, ParamValidationError)) as refused:
        call(client)
    if isinstance(refused.value, ParamValidationError):
        return str(refused.value)
    response: Any = refused.value.response
    reasons = [reason.get("Message", "") for reason in response.get("CancellationReasons", [])]
    return " ".join((response["Error"]["Message"], *reasons))
