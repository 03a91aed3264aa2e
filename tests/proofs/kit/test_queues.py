"""SQS in memory answers as the emulated one does."""

import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from chalicelib.durable.workflow import error_code as code
from proofs.kit.clock import NEVER, Clock
from proofs.kit.queues import MemoryQueues

PLAIN, FIFO, NOWHERE = "callbacks", "documents.fifo", "nowhere"
HOST = "https://sqs.us-east-1.amazonaws.com/123456789012"
COUNTS: Any = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]


@pytest.fixture
def sqs(session: boto3.Session | None) -> Any:
    if session is None:
        return MemoryQueues([PLAIN, FIFO])
    client = session.client("sqs")
    client.create_queue(QueueName=PLAIN)
    client.create_queue(QueueName=FIFO, Attributes={"FifoQueue": "true"})
    return client


def url(name: str) -> str:
    return f"{HOST}/{name}"


def send(sqs: Any, name: str, text: str, group: str = "g", unique: str | None = None) -> str:
    fifo = {"MessageGroupId": group, "MessageDeduplicationId": unique or text} if name == FIFO else {}
    return sqs.send_message(QueueUrl=url(name), MessageBody=json.dumps(text), **fifo)["MessageId"]


def receive(sqs: Any, name: str, most: int = 10, **how: Any) -> list[dict[str, Any]]:
    answer = sqs.receive_message(
        QueueUrl=url(name), MaxNumberOfMessages=most, WaitTimeSeconds=0, MessageSystemAttributeNames=["All"], **how
    )
    return answer.get("Messages", [])


def texts(messages: list[dict[str, Any]]) -> list[str]:
    return [json.loads(message["Body"]) for message in messages]


def show(sqs: Any, name: str, *messages: dict[str, Any], after: int = 0) -> dict[str, Any]:
    entries = [
        {"Id": str(place), "ReceiptHandle": message["ReceiptHandle"], "VisibilityTimeout": after}
        for place, message in enumerate(messages)
    ]
    return sqs.change_message_visibility_batch(QueueUrl=url(name), Entries=entries)


def counts(sqs: Any, name: str) -> tuple[int, int]:
    found = sqs.get_queue_attributes(QueueUrl=url(name), AttributeNames=COUNTS)["Attributes"]
    return int(found[COUNTS[0]]), int(found[COUNTS[1]])


def refused(call: Any) -> str:
    with pytest.raises(ClientError) as refusal:
        call()
    return code(refusal.value)


@pytest.mark.parametrize("name", [PLAIN, FIFO])
def test_a_message_hides_while_it_is_looked_at_and_is_gone_when_it_is_deleted(sqs: Any, name: str):
    sent = send(sqs, name, "one")
    (message,) = receive(sqs, name)
    assert (message["MessageId"], texts([message])) == (sent, ["one"])
    assert receive(sqs, name) == []
    assert counts(sqs, name) == (0, 1)
    show(sqs, name, message)
    assert counts(sqs, name) == (1, 0)
    (again,) = receive(sqs, name)
    assert [each["Attributes"]["ApproximateReceiveCount"] for each in (message, again)] == ["1", "2"]
    assert again["MD5OfBody"] == message["MD5OfBody"]
    assert again["Attributes"]["SentTimestamp"] == message["Attributes"]["SentTimestamp"]
    sqs.delete_message(QueueUrl=url(name), ReceiptHandle=again["ReceiptHandle"])
    assert counts(sqs, name) == (0, 0)


def test_a_message_is_there_again_when_its_time_is_over(sqs: Any):
    send(sqs, PLAIN, "one")
    assert len(receive(sqs, PLAIN, VisibilityTimeout=0)) == 1
    assert len(receive(sqs, PLAIN, VisibilityTimeout=60)) == 1
    assert receive(sqs, PLAIN) == []


@pytest.mark.beyond_the_model
def test_so_many_are_handed_out_in_their_order(sqs: Any):
    for number in range(12):
        send(sqs, PLAIN, str(number))
    assert texts(receive(sqs, PLAIN, 3)) == ["0", "1", "2"]
    assert texts(receive(sqs, PLAIN)) == [str(number) for number in range(3, 12)]
    assert refused(lambda: receive(sqs, PLAIN, 11)) == "InvalidParameterValue"


def test_of_a_group_none_comes_while_another_is_looked_at(sqs: Any):
    for text, group in (("a1", "a"), ("a2", "a"), ("b1", "b")):
        send(sqs, FIFO, text, group)
    (first,) = receive(sqs, FIFO, 1)
    assert texts([first]) == ["a1"]
    (other,) = receive(sqs, FIFO)
    assert texts([other]) == ["b1"]
    assert other["Attributes"]["MessageGroupId"] == "b"
    assert other["Attributes"]["MessageDeduplicationId"] == "b1"
    show(sqs, FIFO, first)
    assert texts(receive(sqs, FIFO)) == ["a1", "a2"]


def test_what_is_sent_under_the_same_id_is_dropped(sqs: Any):
    for text, unique in (("one", "same"), ("two", "same"), ("three", "another")):
        send(sqs, FIFO, text, unique=unique)
    assert texts(receive(sqs, FIFO)) == ["one", "three"]


def test_a_plain_queue_drops_nothing(sqs: Any):
    for _ in range(2):
        send(sqs, PLAIN, "one")
    assert texts(receive(sqs, PLAIN)) == ["one", "one"]


def test_handles_of_what_is_gone_are_refused_one_by_one(sqs: Any):
    for text in ("one", "two"):
        send(sqs, PLAIN, text)
    one, two = receive(sqs, PLAIN)
    sqs.delete_message(QueueUrl=url(PLAIN), ReceiptHandle=one["ReceiptHandle"])
    sqs.delete_message(QueueUrl=url(PLAIN), ReceiptHandle=one["ReceiptHandle"])
    answer = show(sqs, PLAIN, one, two)
    assert [(entry["Id"], entry["Code"]) for entry in answer["Failed"]] == [("0", "ReceiptHandleIsInvalid")]
    assert [entry["Id"] for entry in answer["Successful"]] == ["1"]
    with pytest.raises(sqs.exceptions.ReceiptHandleIsInvalid):
        sqs.delete_message(QueueUrl=url(PLAIN), ReceiptHandle="made up")


def test_what_makes_no_sense_is_refused(sqs: Any):
    with pytest.raises(sqs.exceptions.QueueDoesNotExist) as missing:
        send(sqs, NOWHERE, "one")
    assert code(missing.value) == "AWS.SimpleQueueService.NonExistentQueue"
    assert refused(lambda: receive(sqs, NOWHERE)) == code(missing.value)
    assert refused(lambda: counts(sqs, NOWHERE)) == code(missing.value)
    assert refused(lambda: sqs.send_message(QueueUrl=url(FIFO), MessageBody="x")) == "MissingParameter"


# -------------------------------------------------------------------------------------------- what only memory can show
def test_an_id_is_remembered_though_its_message_is_gone():
    """As AWS documents it; the emulator forgets."""
    sqs = MemoryQueues([FIFO])
    send(sqs, FIFO, "one", unique="same")
    (first,) = receive(sqs, FIFO)
    sqs.delete_message(QueueUrl=url(FIFO), ReceiptHandle=first["ReceiptHandle"])
    send(sqs, FIFO, "two", unique="same")
    assert receive(sqs, FIFO) == []


def test_five_minutes_later_the_same_id_is_taken_again():
    """By the clock that is handed in; nobody waits for the emulator's."""
    clock = Clock(tick=NEVER)
    sqs = MemoryQueues([FIFO], clock)
    send(sqs, FIFO, "one", unique="same")
    clock.pass_time(minutes=4, seconds=59)
    send(sqs, FIFO, "two", unique="same")
    clock.pass_time(seconds=1)
    send(sqs, FIFO, "three", unique="same")
    assert texts(receive(sqs, FIFO)) == ["one", "three"]
    assert receive(sqs, FIFO) == []
    clock.pass_time(seconds=30)
    assert texts(receive(sqs, FIFO)) == ["one", "three"]


def test_a_copy_goes_its_own_way():
    sqs = MemoryQueues([PLAIN])
    send(sqs, PLAIN, "one")
    twin = sqs.copy()
    (message,) = receive(sqs, PLAIN)
    sqs.delete_message(QueueUrl=url(PLAIN), ReceiptHandle=message["ReceiptHandle"])
    assert counts(twin, PLAIN) == (1, 0)
