"""What the meter counts of calls, by hand: each with its units, its place in the sequence and its price."""

import pytest
from botocore.exceptions import ClientError

from benchmarks.meter import Meter, Metered, MeteredTable, beside_each_other, pattern
from benchmarks.prices import PRICES, usd
from chalicelib.foundation.alongside import in_parallel, meanwhile
from chalicelib.foundation.keys import Key
from chalicelib.foundation.table import Refused, Table
from chalicelib.foundation.writes import ABSENT, PRESENT, check, delete, put, update
from proofs.kit.buckets import MemoryBuckets
from proofs.kit.dynamo import MemoryDynamo
from proofs.kit.queues import MemoryQueues

ONE, TWO = Key("CASE#1", "META"), Key("CASE#1", "EVENT#000001")
URL = "https://sqs.us-east-1.amazonaws.com/123456789012/callbacks"


@pytest.fixture
def meter() -> Meter:
    return Meter()


@pytest.fixture
def table(meter: Meter) -> Table:
    memory = MemoryDynamo()
    return Table(MeteredTable(meter, memory), memory.schema.table, sleep=lambda _: None)  # pyright: ignore[reportArgumentType]


def item(key: Key, size: int, **attributes: str) -> dict[str, str]:
    """About as many bytes."""
    return {**key._asdict(), **attributes, "filled": "x" * size}


def test_a_transaction_costs_twice_its_items_and_once_its_index_entries(meter: Meter, table: Table):
    with meter.during("act"):
        table.write(
            put(item(ONE, 1500, counter_pk="WINDOW#441700#出件", counter_sk="2026-12-01#1"), when=ABSENT),
            put(item(TWO, 100)),
            check(Key("CASE#2", "META"), ABSENT),
        )
    assert meter.units["write units"] == (2 * 2 + 2) + 2 + 2
    assert meter.units_by_row() == {"CASE META": 8, "CASE EVENT": 2}
    assert meter.alone == []


def test_an_update_costs_the_whole_item_after_it(meter: Meter, table: Table):
    table.write(put(item(ONE, 2500)), put(item(TWO, 10)))
    with meter.during("act"):
        table.write(update(ONE, put={"more": "x" * 600}), delete(TWO))
    assert meter.units["write units"] == 2 * 4 + 2


def test_a_refused_write_costs_as_well(meter: Meter, table: Table):
    table.write(put(item(ONE, 2500)), put(item(TWO, 10)))
    with meter.during("act"), pytest.raises(Refused):
        table.write(put(item(ONE, 10), when=ABSENT), check(TWO, PRESENT))
    assert meter.units["write units"] == 2 * 3 + 2


def test_a_counter_is_a_plain_write(meter: Meter, table: Table):
    with meter.during("act"):
        assert table.increment(ONE) == 1
    assert (meter.units["write units"], meter.calls["dynamodb:UpdateItem"]) == (1, 1)


def test_a_transaction_of_one_operation_is_told(meter: Meter, table: Table):
    with meter.during("act"):
        table.client.transact_write_items(
            TransactItems=[{"Put": {"TableName": table.name, "Item": {"pk": {"S": "CASE#1"}, "sk": {"S": "META"}}}}]
        )
    assert meter.alone == ["CASE META"]


def test_reads_cost_what_is_read(meter: Meter, table: Table):
    table.write(put(item(ONE, 5000)), put(item(TWO, 3000)))
    with meter.during("read"):
        table.get(ONE)
        assert meter.units["read units"] == 2
        table.get_many([ONE, TWO])
        assert meter.units["read units"] == 2 + 3
        table.query("CASE#1")
        assert meter.units["read units"] == 2 + 3 + 2
        table.get_serializable(TWO)
        assert meter.units["read units"] == 2 + 3 + 2 + 2
        table.get(Key("CASE#9", "META"))
    assert meter.units["read units"] == 2 + 3 + 2 + 2 + 1


def test_calls_beside_each_other_are_one_in_sequence(meter: Meter, table: Table):
    with beside_each_other(meter), meter.during("read") as now:
        table.get(ONE)
        with meanwhile(lambda: [table.get(ONE), table.get(TWO)]) as two:
            table.get(ONE)
            two.result()
        in_parallel([lambda: table.get(ONE), lambda: table.get(TWO)])
    assert now.sequence == 1 + 2 + 1
    assert meter.all_calls == 1 + 3 + 2


def test_other_services_are_billed_by_the_call(meter: Meter):
    buckets = Metered(meter, "s3", MemoryBuckets(["files"]))
    queues = Metered(meter, "sqs", MemoryQueues(["callbacks"]))
    with meter.during("function"):
        made = buckets.put_object(Bucket="files", Key="a", Body=b"1")
        buckets.get_object(Bucket="files", Key="a")
        buckets.delete_object(Bucket="files", Key="a", VersionId=made["VersionId"])
        buckets.generate_presigned_url("get_object", Params={"Bucket": "files", "Key": "a"})
        with pytest.raises(ClientError):
            buckets.head_object(Bucket="files", Key="a")
        queues.send_message(QueueUrl=URL, MessageBody="{}")
    assert dict(meter.units) == {"S3 puts": 1, "S3 gets": 2, "SQS calls": 1}


def test_nothing_is_counted_between_invocations(meter: Meter, table: Table):
    table.write(put(item(ONE, 10)), put(item(TWO, 10)))
    table.get(ONE)
    assert (meter.all_calls, dict(meter.units)) == (0, {})


def test_prices_are_those_of_the_list():
    assert usd({"transitions": 8, "API calls": 16, "write units": 230}) == pytest.approx(2e-4 + 0.56e-4 + 1.4375e-4)
    assert all(price > 0 for price in PRICES.values())
    with pytest.raises(KeyError):
        usd({"something new": 1})


def test_rows_are_told_by_their_pattern():
    assert pattern(("CASE#abc", "EVENT#000001")) == "CASE EVENT"
    assert pattern(("IDEM#persona:company#key", "RECORD")) == "IDEM"
