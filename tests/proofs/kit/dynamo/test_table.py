"""The table in memory keeps the promises of the emulated one: what the soak finds is not an artefact of its store."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.durable.workflow import error_code as code
from chalicelib.foundation.attributes import Item, load
from chalicelib.foundation.keys import Key
from chalicelib.foundation.table import Refused, Table
from chalicelib.foundation.writes import ABSENT, PRESENT, Op, check, delete, equals, put, update
from tests.proofs.kit.dynamo.clients import NAME

ONE, TWO = Key("CASE#1", "META"), Key("CASE#1", "EVENT#000002")


@pytest.fixture
def table(client: Any) -> Table:
    return Table(client, NAME)


def item(key: Key, **values: Any) -> Item:
    return {**key._asdict(), **values}


def test_a_settled_read_finds_what_is_there(table: Table):
    assert table.get_serializable(ONE) is None
    table.write(put(item(ONE, version=1)))
    assert table.get_serializable(ONE) == item(ONE, version=1)


@pytest.mark.parametrize(
    ("op", "lawful"),
    [
        (put(item(ONE), when=ABSENT), False),
        (put(item(ONE, version=2), when=PRESENT), True),
        (update(ONE, put={"version": 2}, when=equals(version=1)), True),
        (update(ONE, put={"version": 2}, when=equals(version=2)), False),
        (update(ONE, put={"version": 2}, when=equals(version=1, token=None)), True),
        (update(ONE, put={"version": 2}, when=equals(version=None)), False),
        (update(TWO, put={"version": 2}, when=equals(version=None)), True),
        (delete(ONE, when=equals(version=1)), True),
        (delete(TWO), True),
        (check(ONE, equals(version=1, status="open")), True),
        (check(TWO, PRESENT), False),
    ],
    ids=lambda value: value.label if isinstance(value, Op) else str(value),
)
def test_a_condition_holds_or_not(table: Table, op: Op, lawful: bool):
    table.write(put(item(ONE, version=1, status="open")))
    other = put(item(Key("CASE#2", "META")), label="other")
    if lawful:
        table.write(op, other)
    else:
        with pytest.raises(Refused) as refused:
            table.write(op, other)
        assert refused.value.labels == (op.label,)
    assert (table.get(Key("CASE#2", "META")) is not None) is lawful


def test_attributes_are_set_added_to_and_removed(table: Table):
    table.write(put(item(ONE, version=1, gone="x", kept="y")))
    table.write(update(ONE, put={"status": "open", "list": ["a", "b"]}, add={"version": 1, "new": 1}, remove=("gone",)))
    assert table.get(ONE) == item(ONE, version=2, new=1, status="open", list=["a", "b"], kept="y")
    assert [table.increment(TWO, ttl=9) for _ in range(3)] == [1, 2, 3]
    assert table.get_many([ONE, TWO, Key("CASE#9", "META")]).keys() == {ONE, TWO}


def test_two_operations_on_one_item_are_no_transaction(table: Table):
    with pytest.raises(ClientError) as refused:
        table.write(put(item(ONE)), check(ONE, PRESENT))
    assert code(refused.value) == "ValidationException"


@pytest.mark.parametrize("forward", [True, False])
@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_a_partition_is_read_in_order_page_by_page(table: Table, size: int, *, forward: bool):
    for number in range(7):
        table.write(put(item(Key("CASE#1", f"EVENT#{number}"))), put(item(Key("CASE#2", f"EVENT#{number}"))))
    table.write(put(item(ONE)))
    found = [row["sk"] for row in table.query_all("CASE#1", prefix="EVENT#", limit=size, forward=forward)]
    assert found == sorted((f"EVENT#{number}" for number in range(7)), reverse=not forward)
    between = table.query_all("CASE#1", between=("EVENT#2", "EVENT#4"), limit=size)
    assert [row["sk"] for row in between] == ["EVENT#2", "EVENT#3", "EVENT#4"]


def test_a_page_goes_on_after_its_last_row_was_deleted(table: Table):
    for number in range(4):
        table.write(put(item(Key("CASE#1", f"EVENT#{number}"))))
    page = table.query("CASE#1", limit=2)
    table.write(delete(Key("CASE#1", "EVENT#1")))
    assert [row["sk"] for row in table.query("CASE#1", after=page.after).items] == ["EVENT#2", "EVENT#3"]


def test_an_item_is_in_an_index_while_it_has_its_keys(table: Table):
    for number in (2, 0, 1):
        row = item(Key(f"CASE#{number}", "OUTBOX"), pending_pk="PENDING#1", pending_sk=f"2026-{number}")
        table.write(put(row))
    assert found(table) == ["CASE#0", "CASE#1", "CASE#2"]
    table.write(update(Key("CASE#1", "OUTBOX"), remove=("pending_pk", "pending_sk")))
    table.write(update(Key("CASE#0", "OUTBOX"), put={"pending_sk": "2026-9"}))
    assert found(table) == ["CASE#2", "CASE#0"]
    table.write(delete(Key("CASE#2", "OUTBOX")), update(Key("CASE#0", "OUTBOX"), put={"pending_pk": "PENDING#2"}))
    assert found(table) == []
    scanned = table.client.scan(TableName=NAME, IndexName="pending")["Items"]
    assert [load(row)["pk"] for row in scanned] == ["CASE#0"]


def found(table: Table) -> list[str]:
    return [row["pk"] for row in table.query_all("PENDING#1", index="pending", between=("2025", "2027"), limit=1)]
