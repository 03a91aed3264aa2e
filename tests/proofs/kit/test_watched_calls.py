"""A fault comes to the same at a watched client in memory as at a real one on the wire: how often it is tried, what the
app sees in the end, and how often the call has taken effect.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from proofs.faults.calls import TRIES, Calls, Died, Fault, Kind, Site, Watched
from proofs.kit.buckets import MemoryBuckets
from proofs.kit.dynamo import MemoryDynamo
from proofs.kit.queues import MemoryQueues
from tests.proofs.kit.wire import Wire, emulated

TABLE, QUEUE, BUCKET = "yimen-local", "callbacks", "yimen-local-documents-123456789012"
KEY: Any = {"pk": {"S": "CASE#1"}, "sk": {"S": "META"}}
KINDS: tuple[Kind, ...] = ("dies before", "dies after", "throttled", "unanswered", "broken", "conflict")


class Seen(NamedTuple):
    """`what` the caller saw, how many requests were `struck`, how often the call took `effect`."""

    what: str
    struck: int
    effect: int


class Case(NamedTuple):
    """A call of one service, and how to count what it has done."""

    service: str
    operation: str
    prepare: Callable[[Any], None]
    memory: Callable[[], Any]
    call: Callable[[Any], Any]
    effect: Callable[[Any], int]


def nothing(_: Any) -> None:
    """Nothing to prepare."""


def create_table(client: Any) -> None:
    keys = {"pk": "HASH", "sk": "RANGE"}
    client.create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in keys],
        KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in keys.items()],
    )


def count(client: Any) -> int:
    found = client.get_item(TableName=TABLE, Key=KEY, ConsistentRead=True)
    return int(found["Item"]["value"]["N"]) if "Item" in found else 0


def increment(client: Any) -> Any:
    return client.update_item(
        TableName=TABLE,
        Key=KEY,
        UpdateExpression="ADD #value :one",
        ExpressionAttributeNames={"#value": "value"},
        ExpressionAttributeValues={":one": {"N": "1"}},
        ReturnValues="UPDATED_NEW",
    )


def create(client: Any) -> Any:
    absent = {"ConditionExpression": "attribute_not_exists(#pk)", "ExpressionAttributeNames": {"#pk": "pk"}}
    put = {"TableName": TABLE, "Item": {**KEY, "value": {"N": "1"}}, **absent}
    return client.transact_write_items(TransactItems=[{"Put": put}])


def create_bucket(client: Any) -> None:
    client.create_bucket(Bucket=BUCKET)


CASES = {
    "counter": Case("dynamodb", "UpdateItem", create_table, MemoryDynamo, increment, count),
    "transaction": Case("dynamodb", "TransactWriteItems", create_table, MemoryDynamo, create, count),
    "message": Case(
        "sqs",
        "SendMessage",
        lambda client: client.create_queue(QueueName=QUEUE),
        lambda: MemoryQueues([QUEUE]),
        lambda client: client.send_message(QueueUrl=url(), MessageBody="{}"),
        lambda client: int(
            client.get_queue_attributes(QueueUrl=url(), AttributeNames=["ApproximateNumberOfMessages"])["Attributes"][
                "ApproximateNumberOfMessages"
            ]
        ),
    ),
    "object": Case(
        "s3",
        "PutObject",
        create_bucket,
        lambda: MemoryBuckets([BUCKET]),
        lambda client: client.put_object(Bucket=BUCKET, Key="k", Body=b"x"),
        lambda client: client.list_objects_v2(Bucket=BUCKET)["KeyCount"],
    ),
}


def url() -> str:
    return f"https://sqs.us-east-1.amazonaws.com/123456789012/{QUEUE}"


class Trial(NamedTuple):
    """A client with the fault let in, how often it struck so far, and how to mend it."""

    client: Any
    struck: Callable[[], int]
    mend: Callable[[], None]


@contextmanager
def on_the_wire(case: Case, kind: Kind, *, lasting: bool) -> Iterator[Trial]:
    wire = Wire()
    with emulated(wire) as client_of:
        client = client_of(case.service)
        case.prepare(client)
        wire.kind, wire.lasting = kind, lasting
        yield Trial(client, lambda: wire.struck, lambda: setattr(wire, "kind", None))


@contextmanager
def in_memory(case: Case, kind: Kind, *, lasting: bool) -> Iterator[Trial]:
    site = Site(0, "POST /v1/cases", 1, case.service, case.operation, 1)
    calls = Calls(fault=Fault(site, kind, lasting))
    client = Watched(calls, case.service, case.memory())
    with calls.during(site.invoked):
        yield Trial(client, lambda: calls.struck, lambda: setattr(calls, "fault", None))


def come_to(where: Any, case: Case, kind: Kind, *, lasting: bool) -> Seen:
    with where(case, kind, lasting=lasting) as trial:
        what = seen(case, trial.client)
        struck = trial.struck()
        trial.mend()
        return Seen(what, struck, case.effect(trial.client))


def seen(case: Case, client: Any) -> str:
    try:
        case.call(client)
    except Died:
        return "died"
    except ReadTimeoutError:
        return "ReadTimeoutError"
    except ClientError as refused:
        reasons = [reason.get("Code") for reason in refused.response.get("CancellationReasons", [])]
        return f"{type(refused).__name__} {refused.response.get('Error', {}).get('Code')} {reasons}"
    return "done"


APPLICABLE = [
    (name, kind) for name in CASES for kind in KINDS if kind != "conflict" or name in ("transaction", "counter")
]


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "for long"])
@pytest.mark.parametrize(("name", "kind"), APPLICABLE)
def test_a_fault_comes_to_the_same(name: str, kind: Kind, *, lasting: bool):
    case = CASES[name]
    expected = come_to(on_the_wire, case, kind, lasting=lasting)
    assert come_to(in_memory, case, kind, lasting=lasting) == expected


def test_the_app_tries_as_often_as_its_clients_are_told():
    case = CASES["counter"]
    assert come_to(in_memory, case, "unanswered", lasting=True) == Seen("ReadTimeoutError", TRIES, TRIES)
    assert come_to(in_memory, case, "throttled", lasting=False) == Seen("done", 1, 1)
