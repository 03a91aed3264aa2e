"""Queries and scans, in the table and in its indexes, page by page: the same in memory and in the emulator."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.proofs.kit.dynamo.clients import NAME
from tests.proofs.kit.dynamo.requests import key, large, put, put_item, transaction, update_item

EVENTS = [f"EVENT#{number}" for number in range(7)]


def fill(client: Any) -> None:
    """Seven events and two other rows of one case, one event of another."""
    rows = [put({**key("CASE#1", sk), "n": {"N": sk[-1]}}) for sk in EVENTS]
    transaction(*rows, put(key("CASE#1", "META")), put(key("CASE#1", "ALARM")), put(key("CASE#2", "EVENT#9")))(client)


def read(client: Any, call: str, **request: Any) -> list[list[dict[str, Any]]]:
    """The items of every page."""
    pages: list[list[dict[str, Any]]] = []
    while True:
        answer = getattr(client, call)(TableName=NAME, **request)
        pages.append(answer["Items"])
        if "LastEvaluatedKey" not in answer:
            return pages
        request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def sort_keys(pages: list[list[dict[str, Any]]]) -> list[str]:
    return [item["sk"]["S"] for page in pages for item in page]


@pytest.mark.parametrize(
    ("condition", "values", "expected"),
    [
        ("", {}, ["ALARM", *EVENTS, "META"]),
        (" AND sk = :v", {":v": "EVENT#3"}, ["EVENT#3"]),
        (" AND sk = :v", {":v": "EVENT"}, []),
        (" AND sk < :v", {":v": "EVENT#2"}, ["ALARM", "EVENT#0", "EVENT#1"]),
        (" AND sk <= :v", {":v": "EVENT#1"}, ["ALARM", "EVENT#0", "EVENT#1"]),
        (" AND sk > :v", {":v": "EVENT#5"}, ["EVENT#6", "META"]),
        (" AND sk >= :v", {":v": "EVENT#6"}, ["EVENT#6", "META"]),
        (" AND sk BETWEEN :v AND :w", {":v": "EVENT#2", ":w": "EVENT#4"}, ["EVENT#2", "EVENT#3", "EVENT#4"]),
        (" AND sk BETWEEN :v AND :w", {":v": "B", ":w": "B"}, []),
        (" AND begins_with(sk, :v)", {":v": "EVENT#"}, EVENTS),
        (" AND begins_with(sk, :v)", {":v": "EVENT#6"}, ["EVENT#6"]),
        (" AND begins_with(sk, :v)", {":v": "Z"}, []),
    ],
)
def test_a_query_finds_what_its_condition_says(client: Any, condition: str, values: Any, expected: list[str]):
    fill(client)
    asked = {
        "KeyConditionExpression": f"pk = :pk{condition}",
        "ExpressionAttributeValues": {":pk": {"S": "CASE#1"}, **{name: {"S": text} for name, text in values.items()}},
    }
    for size, forward in ((1, True), (3, True), (3, False), (100, False)):
        pages = read(client, "query", **asked, ScanIndexForward=forward, Limit=size)
        assert sort_keys(pages) == (expected if forward else expected[::-1])
        assert max(map(len, pages)) <= size


def test_a_filter_is_laid_over_the_page(client: Any):
    fill(client)
    answer = client.query(
        TableName=NAME,
        KeyConditionExpression="pk = :pk AND begins_with(sk, :prefix)",
        FilterExpression="n >= :n",
        ProjectionExpression="sk",
        ExpressionAttributeValues={":pk": {"S": "CASE#1"}, ":prefix": {"S": "EVENT#"}, ":n": {"N": "3"}},
        Limit=5,
    )
    assert answer["Items"] == [{"sk": {"S": "EVENT#3"}}, {"sk": {"S": "EVENT#4"}}]
    assert (answer["Count"], answer["ScannedCount"]) == (2, 5)
    assert answer["LastEvaluatedKey"] == key("CASE#1", "EVENT#4")


def test_a_page_goes_on_after_its_last_row_was_deleted(client: Any):
    fill(client)
    request = {
        "TableName": NAME,
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": "CASE#1"}},
    }
    first = client.query(**request, Limit=4)
    client.delete_item(TableName=NAME, Key=first["LastEvaluatedKey"])
    rest = client.query(**request, ExclusiveStartKey=first["LastEvaluatedKey"])
    assert sort_keys([rest["Items"]]) == ["EVENT#3", "EVENT#4", "EVENT#5", "EVENT#6", "META"]


# ----------------------------------------------------------------------------------------------------------- indexes
def in_index(index: str, number: int, partition: str = "P#1", **more: Any) -> dict[str, Any]:
    keys = {f"{index}_pk": {"S": partition}, f"{index}_sk": {"S": f"2026-{number % 3}"}}
    return {**key(f"CASE#{number}", "OUTBOX"), **keys, "effect": {"S": "start"}, **more}


@pytest.mark.parametrize(
    ("index", "whole"), [("tasks", True), ("counter", True), ("pending", False), ("alarms", False)]
)
def test_an_index_shows_what_the_template_projects(client: Any, index: str, *, whole: bool):
    put_item(in_index(index, 1))(client)
    asked = {"KeyConditionExpression": f"{index}_pk = :pk", "ExpressionAttributeValues": {":pk": {"S": "P#1"}}}
    shown = {name: value for name, value in in_index(index, 1).items() if whole or name != "effect"}
    assert read(client, "query", IndexName=index, **asked) == [[shown]]
    assert read(client, "scan", IndexName=index) == [[shown]]


@pytest.mark.parametrize("forward", [True, False])
@pytest.mark.parametrize("size", [1, 2, 5, 100])
def test_pages_of_an_index_carry_its_keys_and_the_tables(client: Any, size: int, *, forward: bool):
    """Entries of the same sort key too: each is shown once."""
    for number in range(7):
        put_item(in_index("pending", number))(client)
    put_item(in_index("pending", 8, "P#2"))(client)
    request = {
        "IndexName": "pending",
        "KeyConditionExpression": "pending_pk = :pk AND pending_sk BETWEEN :low AND :high",
        "ExpressionAttributeValues": {":pk": {"S": "P#1"}, ":low": {"S": "2026"}, ":high": {"S": "2026-1"}},
        "ScanIndexForward": forward,
    }
    pages = read(client, "query", **request, Limit=size)
    found = [(item["pending_sk"]["S"], item["pk"]["S"]) for page in pages for item in page]
    assert sorted(found) == sorted((f"2026-{number % 3}", f"CASE#{number}") for number in (0, 1, 3, 4, 6))
    assert [at for at, _ in found] == sorted((at for at, _ in found), reverse=not forward)
    first = client.query(TableName=NAME, **request, Limit=1)
    assert first["LastEvaluatedKey"].keys() == {"pk", "sk", "pending_pk", "pending_sk"}


def test_an_item_is_in_an_index_while_it_has_both_of_its_keys(client: Any):
    put_item(in_index("tasks", 1))(client)
    put_item({**key("CASE#2", "OUTBOX"), "tasks_pk": {"S": "P#1"}})(client)
    at = key("CASE#1", "OUTBOX")

    def found(partition: str) -> list[str]:
        asked = {"KeyConditionExpression": "tasks_pk = :pk", "ExpressionAttributeValues": {":pk": {"S": partition}}}
        return [item["pk"]["S"] for page in read(client, "query", IndexName="tasks", **asked) for item in page]

    assert found("P#1") == ["CASE#1"]
    update_item("SET tasks_pk = :p", {":p": {"S": "P#2"}}, at=at)(client)
    update_item("SET tasks_sk = :s", {":s": {"S": "2027"}}, at=key("CASE#2", "OUTBOX"))(client)
    assert (found("P#1"), found("P#2")) == (["CASE#2"], ["CASE#1"])
    update_item("REMOVE tasks_sk", at=at)(client)
    client.delete_item(TableName=NAME, Key=key("CASE#2", "OUTBOX"))
    assert (found("P#1"), found("P#2")) == ([], [])


# ------------------------------------------------------------------------------------------------ scans and batches
@pytest.mark.parametrize("size", [1, 4, 100])
def test_a_scan_shows_every_item_once(client: Any, size: int):
    fill(client)
    pages = read(client, "scan", Limit=size, ProjectionExpression="pk, sk")
    found = [(item["pk"]["S"], item["sk"]["S"]) for page in pages for item in page]
    assert sorted(found) == sorted([("CASE#1", sk) for sk in ("ALARM", *EVENTS, "META")] + [("CASE#2", "EVENT#9")])
    assert all(len(page) <= size for page in pages)


@pytest.mark.parametrize("size", [1, 3, 100])
def test_the_segments_of_a_scan_show_every_item_once_together(client: Any, size: int):
    """Whole partitions: a scan in parallel reads each once."""
    fill(client)
    found = list[dict[str, Any]]()
    for number in range(3):
        part = [item for page in read(client, "scan", Limit=size, Segment=number, TotalSegments=3) for item in page]
        assert not {item["pk"]["S"] for item in part} & {item["pk"]["S"] for item in found}
        found += part
    shown = [item for page in read(client, "scan") for item in page]
    assert sorted(map(str, found)) == sorted(map(str, shown))


@pytest.mark.parametrize(
    "wrong", [{"Segment": 0}, {"TotalSegments": 2}, {"Segment": 2, "TotalSegments": 2}], ids=["none", "which", "beyond"]
)
def test_a_segment_needs_its_number_and_how_many_there_are(client: Any, wrong: dict[str, int]):
    with pytest.raises(ClientError, match="ValidationException"):
        client.scan(TableName=NAME, **wrong)


@pytest.mark.parametrize("size", [1, 3, 100])
def test_a_scan_of_an_index_shows_every_entry_once(client: Any, size: int):
    for number in range(7):
        put_item(in_index("alarms", number, f"P#{number % 2}"))(client)
    put_item(key("CASE#9", "META"))(client)
    found = [item["pk"]["S"] for page in read(client, "scan", IndexName="alarms", Limit=size) for item in page]
    assert sorted(found) == [f"CASE#{number}" for number in range(7)]


@pytest.mark.parametrize("call", ["query", "scan"])
def test_a_page_ends_after_a_megabyte(client: Any, call: str):
    for number in range(5):
        put_item({**key("CASE#1", str(number)), "a": large(390)})(client)
    asked = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": {"S": "CASE#1"}}}
    pages = read(client, call, **(asked if call == "query" else {}))
    assert sort_keys(pages) == ["0", "1", "2", "3", "4"]
    assert len(pages) >= 2
    assert max(map(len, pages)) <= 3


def test_a_batch_finds_what_is_there(client: Any):
    fill(client)
    wanted = [key("CASE#1", "META"), key("CASE#9", "META"), key("CASE#2", "EVENT#9")]
    answer = client.batch_get_item(RequestItems={NAME: {"Keys": wanted, "ConsistentRead": True}})
    found = sorted(answer["Responses"][NAME], key=lambda item: item["pk"]["S"])
    assert found == [key("CASE#1", "META"), key("CASE#2", "EVENT#9")]
    assert answer["UnprocessedKeys"] == {}


def test_a_batch_ends_after_16_megabytes(memory: Any):
    """In memory only: the emulator keeps the limit too, but takes seconds for it."""
    for number in range(45):
        put_item({**key(f"CASE#{number}", "META"), "a": large(390)})(memory)
    wanted: Any = {NAME: {"Keys": [key(f"CASE#{number}", "META") for number in range(45)], "ConsistentRead": True}}
    found: list[str] = []
    answers = 0
    while wanted:
        answer = memory.batch_get_item(RequestItems=wanted)
        found += [item["pk"]["S"] for item in answer["Responses"][NAME]]
        wanted = answer["UnprocessedKeys"]
        answers += 1
    assert answers == 2
    assert sorted(found) == sorted(f"CASE#{number}" for number in range(45))
