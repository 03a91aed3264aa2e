"""Queries answer from one partition or index alone, in order and page by page, whatever else is in the table."""

import pytest
from botocore.exceptions import ClientError

from chalicelib.foundation import keys, names
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import put
from infra import store
from local.aws.dynamodb import QUERY_PARAMETERS
from local.aws.patching import MotoChanged, replaced
from local.cloudformation.loader import load
from tests.local import templates

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def table(aws, stage) -> Table:
    load(templates.only(store.resources(stage)), aws)
    table = Table(aws.client("dynamodb"), names.table(stage))
    for case in ("CASE#2", "CASE#1", "CASE#3"):
        for event in (3, 1, 2):
            row = {"pk": case, "sk": f"EVENT#{event}"}
            waiting = {"tasks_pk": "TASKS", "tasks_sk": f"{event}#{case}"} if event != 2 else {}
            table.write(put({**row, **waiting}))
    return table


def test_a_partition_in_order_and_backwards(table: Table):
    assert [row["sk"] for row in table.query("CASE#1").items] == ["EVENT#1", "EVENT#2", "EVENT#3"]
    assert [row["sk"] for row in table.query("CASE#1", forward=False, limit=2).items] == ["EVENT#3", "EVENT#2"]
    assert table.query("CASE#4").items == []


def test_page_by_page(table: Table):
    assert [row["sk"] for row in table.query_all("CASE#2", limit=1)] == ["EVENT#1", "EVENT#2", "EVENT#3"]
    found = list(table.query_all("TASKS", index=keys.TASKS_INDEX, limit=2))
    assert [row["tasks_sk"] for row in found] == [f"{event}#CASE#{case}" for event in (1, 3) for case in (1, 2, 3)]


def test_an_unknown_index_is_refused(table: Table):
    with pytest.raises(ClientError, match="index"):
        table.query("TASKS", index="nonsense")


def test_it_says_when_the_emulator_takes_other_arguments():
    takes = QUERY_PARAMETERS[:-1]
    with pytest.raises(MotoChanged), replaced("moto.dynamodb.models.table", "Table", "query", id, takes=takes):
        pass
