"""Transactions: refusals by label, conflicts retried; the same promises of the fake client and of the emulator."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.foundation import problems
from chalicelib.foundation.keys import Key
from chalicelib.foundation.table import ATTEMPTS, Refused, Table
from chalicelib.foundation.writes import ABSENT, PRESENT, When, check, delete, equals, put, update
from tests.durable.dynamo import MemoryDynamo, failure
from tests.proofs.kit.dynamo.clients import emptied, emulator

ONE, TWO = Key("CASE#1", "META"), Key("CASE#1", "FORM")


@pytest.fixture(scope="module")
def running_emulator() -> Iterator[Any]:
    with emulator() as client:
        yield client


@pytest.fixture(params=["memory", "emulator"])
def table(request: pytest.FixtureRequest) -> Table:
    client: Any = MemoryDynamo()
    if request.param == "emulator":
        client = emptied(request.getfixturevalue("running_emulator"))
    return Table(client, "yimen-local")


class TestWrite:
    def test_values_come_back_as_they_were(self, table: Table):
        item = {**ONE._asdict(), "n": 3, "text": "食品", "none": None, "list": [1, {"deep": True}]}
        table.write(put(item, when=ABSENT))
        assert table.get(ONE) == item

    def test_a_refusal_names_the_operations_that_did_not_hold_and_nothing_is_written(self, table: Table):
        table.write(put({**ONE._asdict(), "version": 1}))
        with pytest.raises(Refused) as refused:
            table.write(
                put({**TWO._asdict(), "a": 1}, when=ABSENT, label="form"),
                update(ONE, put={"version": 3}, when=equals(version=2), label="case"),
                check(Key("CASE#1", "NONE"), PRESENT, label="task"),
            )
        assert refused.value.labels == ("case", "task")
        assert table.get(TWO) is None
        assert table.get(ONE) == {**ONE._asdict(), "version": 1}

    def test_the_label_is_the_sort_key_unless_given(self, table: Table):
        with pytest.raises(Refused) as refused:
            table.write(update(ONE, put={"a": 1}, when=PRESENT))
        assert refused.value.labels == ("META",)

    def test_attributes_are_set_added_to_and_removed(self, table: Table):
        table.write(put({**ONE._asdict(), "version": 1, "gone": "x"}))
        table.write(update(ONE, put={"status": "open"}, add={"version": 1}, remove=["gone"], when=equals(version=1)))
        assert table.get(ONE) == {**ONE._asdict(), "version": 2, "status": "open"}

    def test_equals_none_means_absent(self, table: Table):
        table.write(put({**ONE._asdict(), "token": "t"}))
        with pytest.raises(Refused):
            table.write(update(ONE, put={"a": 1}, when=equals(token=None)))
        table.write(update(ONE, put={"a": 1}, when=equals(token="t", other=None)))

    def test_a_settled_read_finds_what_is_there(self, table: Table):
        assert table.get_serializable(ONE) is None
        table.write(put({**ONE._asdict(), "version": 1}))
        assert table.get_serializable(ONE) == {**ONE._asdict(), "version": 1}

    def test_delete_is_conditional_too(self, table: Table):
        table.write(put({**ONE._asdict(), "version": 1}))
        with pytest.raises(Refused):
            table.write(delete(ONE, when=When("#version = :v", {"v": 2})))
        table.write(delete(ONE, when=When("#version = :v", {"v": 1})))
        assert table.get(ONE) is None


class TestASingleWrite:
    """One operation costs a plain write; a transaction of one would cost twice its units."""

    WRITES = (
        ("PutItem", lambda when: put({**ONE._asdict(), "version": 2}, when=when, label="it")),
        ("UpdateItem", lambda when: update(ONE, put={"version": 2}, when=when, label="it")),
        ("DeleteItem", lambda when: delete(ONE, when=when, label="it")),
    )

    @pytest.mark.parametrize(("call", "write"), WRITES, ids=[name for name, _ in WRITES])
    def test_it_is_no_transaction_and_keeps_its_condition(self, call: str, write: Any):
        client: Any = MemoryDynamo()
        table = Table(client, "yimen-local")
        table.write(put({**ONE._asdict(), "version": 1}))
        calls: list[str] = []
        client.before = calls.append
        with pytest.raises(Refused) as refused:
            table.write(write(equals(version=7)))
        assert refused.value.labels == ("it",)
        table.write(write(equals(version=1)))
        assert calls == [call, call]

    def test_it_meets_a_transaction_and_waits(self):
        client: Any = MemoryDynamo()
        client.failures = [failure("TransactionConflictException"), failure("ThrottlingException")]
        pauses: list[float] = []
        Table(client, "yimen-local", sleep=pauses.append).write(put({**ONE._asdict(), "version": 1}))
        assert (client.writes, len(pauses)) == (3, 2)

    def test_a_check_alone_is_a_transaction(self, table: Table):
        with pytest.raises(Refused):
            table.write(check(ONE, PRESENT))
        table.write(check(ONE, ABSENT))


class TestConflicts:
    """The emulator never raises them, so they are put in."""

    @pytest.fixture
    def dynamo(self) -> MemoryDynamo:
        return MemoryDynamo()

    @pytest.fixture
    def pauses(self) -> list[float]:
        return []

    @pytest.fixture
    def table(self, dynamo: MemoryDynamo, pauses: list[float]) -> Table:
        client: Any = dynamo
        return Table(client, "yimen-local", sleep=pauses.append, jitter=lambda: 0.5)

    @pytest.mark.parametrize(
        "trouble",
        [
            failure("TransactionCanceledException", "None", "TransactionConflict"),
            failure("TransactionCanceledException", "ThrottlingError", "None"),
            failure("TransactionInProgressException"),
            failure("ProvisionedThroughputExceededException"),
        ],
        ids=lambda trouble: trouble.response["Error"]["Code"],
    )
    def test_a_conflict_is_retried_until_it_passes(self, table, dynamo, pauses, trouble):
        dynamo.failures = [trouble, trouble]
        table.write(put({**ONE._asdict()}), put({**TWO._asdict()}))
        assert dynamo.writes == 3
        assert len(pauses) == 2
        assert pauses == sorted(pauses)
        assert table.get(TWO) is not None

    def test_a_conflict_that_stays_is_unavailable_after_bounded_tries(self, table, dynamo):
        dynamo.failures = [failure("TransactionCanceledException", "TransactionConflict", "None")] * 99
        with pytest.raises(problems.Unavailable):
            table.write(put({**ONE._asdict()}), put({**TWO._asdict()}))
        assert dynamo.writes == ATTEMPTS

    def test_a_condition_beside_a_conflict_is_a_refusal(self, table, dynamo):
        dynamo.failures = [failure("TransactionCanceledException", "TransactionConflict", "ConditionalCheckFailed")]
        with pytest.raises(Refused) as refused:
            table.write(put({**ONE._asdict()}), put({**TWO._asdict()}, label="form"))
        assert refused.value.labels == ("form",)
        assert dynamo.writes == 1

    @pytest.mark.parametrize(
        "trouble",
        [
            failure("TransactionCanceledException", "ValidationError", "None"),
            failure("AccessDeniedException"),
            failure("ValidationException"),
        ],
        ids=lambda trouble: trouble.response["Error"]["Code"],
    )
    def test_what_a_retry_cannot_mend_is_not_retried(self, table, dynamo, trouble):
        dynamo.failures = [trouble]
        with pytest.raises(ClientError):
            table.write(put({**ONE._asdict()}), put({**TWO._asdict()}))
        assert dynamo.writes == 1
