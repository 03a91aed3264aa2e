"""The emulator counts what gives the event pump something to do, and nothing else."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from chalicelib.foundation import names
from infra import files, messages, store
from local.aws.changes import Changes
from local.aws.emulator import LocalAws
from local.cloudformation.loader import load
from tests.local import templates

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def made(aws: LocalAws, stage: str) -> LocalAws:
    load(templates.only(store.resources(stage), messages.resources(stage), files.resources(stage)), aws)
    return aws


def counted(aws: LocalAws, stage: str, act: Callable[[], Any]) -> set[str]:
    """Which counters an act has moved."""

    def counts(changes: Changes) -> dict[str, int]:
        queues = {name: changes.queue(names.queue(stage, name)).count for name in names.QUEUES}
        return {"table": changes.table.count, "machines": changes.machines.count, **queues}

    before = counts(aws.changes)
    act()
    assert not aws.changes.changing
    return {name for name, count in counts(aws.changes).items() if count != before[name]}


def test_a_write_counts_and_a_look_does_not(made: LocalAws, stage: str):
    dynamodb, table = made.client("dynamodb"), names.table(stage)
    key = {"pk": {"S": "CASE#1"}, "sk": {"S": "META"}}
    assert counted(made, stage, lambda: dynamodb.put_item(TableName=table, Item=key)) == {"table"}
    assert counted(made, stage, lambda: dynamodb.get_item(TableName=table, Key=key)) == set()
    assert counted(made, stage, lambda: dynamodb.scan(TableName=table)) == set()


def test_a_message_wakes_the_reader_of_its_own_queue(made: LocalAws, stage: str):
    sqs = made.client("sqs")
    url = sqs.get_queue_url(QueueName=names.queue(stage, names.CALLBACKS_QUEUE))["QueueUrl"]
    assert counted(made, stage, lambda: sqs.send_message(QueueUrl=url, MessageBody="x")) == {names.CALLBACKS_QUEUE}
    assert counted(made, stage, lambda: sqs.receive_message(QueueUrl=url)) == set()


def test_a_file_wakes_the_reader_of_the_queue_where_it_is_announced(made: LocalAws, stage: str):
    s3 = made.client("s3")
    materials = names.bucket(stage, made.account, "materials")
    documents = names.bucket(stage, made.account, "documents")
    address = s3.generate_presigned_post(materials, "1.pdf")

    def upload() -> None:
        httpx.post(address["url"], data=address["fields"], files={"file": b"x"}, trust_env=False).raise_for_status()

    assert counted(made, stage, upload) == {names.MATERIALS_QUEUE}
    assert counted(made, stage, lambda: s3.put_object(Bucket=documents, Key="k", Body=b"x")) == set()
