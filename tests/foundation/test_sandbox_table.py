"""A table in a sandbox answers as a table does, and its rows are in one partition, in no index, and end."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.foundation.keys import Key
from chalicelib.foundation.sandbox_table import SandboxTable
from chalicelib.foundation.table import Refused, Table
from chalicelib.foundation.writes import ABSENT, Op, check, delete, equals, put, update
from proofs.kit.dynamo import MemoryDynamo
from tests.proofs.kit.dynamo.clients import emptied, emulator

ENDS, PARTITION = 2_000_000_000, "TRIAL#one"
KEYS = [Key(pk, sk) for pk in ("CASE#a", "CASE#ab", "IDEM#x") for sk in ("META", "EVENT#000001", "EVENT#000002")]
SEED, STEPS = 20261127, 300


@pytest.fixture(scope="module")
def running_emulator() -> Iterator[Any]:
    with emulator() as client:
        yield client


@pytest.fixture(params=["memory", "emulator"])
def tables(request: pytest.FixtureRequest) -> tuple[Table, SandboxTable]:
    """A table, and a sandbox in it."""
    client: Any = MemoryDynamo()
    if request.param == "emulator":
        client = emptied(request.getfixturevalue("running_emulator"))
    outer = Table(client, "yimen-local")
    return outer, SandboxTable(outer, PARTITION, ENDS)


def operations(draw: random.Random) -> Iterator[Callable[[Table], Any]]:
    """Reads and writes as the code makes them, drawn by chance."""
    for _ in range(STEPS):
        key, other, number = draw.choice(KEYS), draw.choice(KEYS), draw.randrange(4)
        listed = {"tasks_pk": "TASKS#1", "tasks_sk": str(number)} if draw.random() < 0.5 else {}
        row = {**key._asdict(), "n": number, **listed}
        yield draw.choice(made(key, other, number, row))


def made(key: Key, other: Key, number: int, row: dict[str, Any]) -> list[Callable[[Table], Any]]:
    def written(*ops: Op) -> Callable[[Table], Any]:
        return lambda table: table.write(*ops)

    return [
        written(put(row)),
        written(put(row, when=ABSENT)),
        written(put(row, when=equals(n=number, tasks_pk=None))),
        written(update(key, put={"n": number}, add={"times": 1})),
        written(update(key, put={"ttl": 5}, remove=("tasks_pk", "tasks_sk"), when=equals(tasks_pk="TASKS#1"))),
        written(update(key, add={"times": 2})),
        written(delete(key, when=equals(n=number))),
        written(delete(key)),
        written(*([put(row, when=ABSENT), check(other, equals(n=number))] if key != other else [put(row)])),
        lambda table: table.get(key),
        lambda table: table.get_many([key, other]),
        lambda table: table.get_settled([key]),
        lambda table: table.increment(Key("SERIAL", "CASE")),
        lambda table: [*table.query_all(key.pk, limit=1)],
        lambda table: [*table.query_all(key.pk, prefix="EVENT#")],
        lambda table: table.query(key.pk, between=("EVENT#000001", "META"), forward=False).items,
    ]


def answer_of(table: Table, do: Callable[[Table], Any]) -> Any:
    try:
        return do(table)
    except Refused as refused:
        return refused.labels


def test_whatever_is_done_the_sandbox_answers_as_a_table_does(tables: tuple[Table, SandboxTable]):
    _, inside = tables
    alone = Table(MemoryDynamo(), "yimen-local")  # pyright: ignore[reportArgumentType]
    for number, do in enumerate(operations(random.Random(SEED))):
        assert answer_of(inside, do) == answer_of(alone, do), number


def test_every_row_is_in_the_partition_of_the_sandbox_and_ends(tables: tuple[Table, SandboxTable]):
    outer, inside = tables
    for do in operations(random.Random(SEED)):
        answer_of(inside, do)
    assert all(outer.get(key) is None for key in KEYS)
    rows = [*outer.query_all(PARTITION)]
    assert len(rows) > 3
    assert all(row["ttl"] in (ENDS, 5) for row in rows)
    assert outer.query("TASKS#1", index="tasks").items == []
    assert inside.query("TASKS#1", index="tasks").items == []


def test_a_row_outside_is_not_seen_inside_and_two_sandboxes_do_not_meet(tables: tuple[Table, SandboxTable]):
    outer, inside = tables
    outer.write(put({**KEYS[0]._asdict(), "n": 1}))
    assert inside.get(KEYS[0]) is None
    inside.write(put({**KEYS[0]._asdict(), "n": 2}, when=ABSENT))
    other = SandboxTable(outer, "TRIAL#two", ENDS)
    assert other.get(KEYS[0]) is None
    assert (outer.get(KEYS[0]) or {})["n"] == 1


def test_the_partitions_inside_are_found_by_how_they_begin(tables: tuple[Table, SandboxTable]):
    _, inside = tables
    for key in KEYS:
        inside.write(put({**key._asdict(), "n": 1}))
    assert {row["pk"] for row in inside.partitions("CASE#")} == {"CASE#a", "CASE#ab"}
    assert len([*inside.partitions("CASE#")]) == 6


def test_two_tables_of_one_sandbox_are_the_same(tables: tuple[Table, SandboxTable]):
    outer, inside = tables
    again, other = SandboxTable(outer, PARTITION, ENDS), SandboxTable(outer, "TRIAL#two", ENDS)
    assert (inside == again, hash(inside) == hash(again)) == (True, True)
    assert inside != other
    assert inside != outer


def test_what_aws_refuses_is_refused_inside(tables: tuple[Table, SandboxTable]):
    _, inside = tables
    with pytest.raises((ClientError, TypeError, ValueError)):
        inside.write(put({"pk": "", "sk": "x" * 1100}))
