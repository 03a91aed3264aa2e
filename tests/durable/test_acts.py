"""Each act once per `Idempotency-Key`, whatever is lost, repeated or raced."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.access.actor import Actor, Role
from chalicelib.durable.acts import ATTEMPTS, CREATED, act, find_record, record
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import keys, problems
from chalicelib.foundation.keys import Key
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import ABSENT, delete, equals, put, update
from tests.durable.conftest import NOW
from tests.durable.dynamo import failure

COUNTER = Key("CASE#1", "META")


@act
def stamp(platform: Platform, caller: Caller, by: int = 1) -> Receipt:
    """An act on a case: refuses without the right version, adds to it, answers the new version."""
    case = platform.table.get(COUNTER) or {}
    caller.expect(f'"{case["version"]}"')
    if case["version"] + by > 3:
        raise problems.OutOfOrder
    after = case["version"] + by
    receipt = Receipt({"id": "1", "version": after}, f'"{after}"')
    change = update(COUNTER, put={"version": after}, when=equals(version=case["version"]), label="case")
    platform.table.write(change, *record(platform, caller, receipt))
    return receipt


@pytest.fixture
def caller() -> Caller:
    actor = Actor(sub="u-1", role=Role.COUNTER_CLERK, name="受理员", region="441700")
    return Caller(actor=actor, at=NOW, key="key-0001", digest="d1", if_match='"1"')


@pytest.fixture(autouse=True)
def case(platform: Platform) -> None:
    platform.table.write(put({**COUNTER._asdict(), "version": 1}))


def version(platform: Platform) -> int:
    return (platform.table.get(COUNTER) or {})["version"]


def test_an_act_is_done_and_recorded_in_one_transaction(platform, caller, dynamo):
    before = dynamo.writes
    receipt = stamp(platform, caller)
    assert (receipt.facts, receipt.etag) == ({"id": "1", "version": 2}, '"2"')
    assert find_record(platform, caller) == receipt
    assert dynamo.writes == before + 1


def test_a_repeated_request_gets_the_same_receipt_although_its_if_match_is_stale_by_now(platform, caller):
    first = stamp(platform, caller)
    assert stamp(platform, caller) == first
    assert version(platform) == 2


def test_a_repetition_that_would_be_out_of_order_gets_the_receipt(platform, caller):
    first = stamp(platform, replace(caller, if_match='"1"'), by=2)
    assert stamp(platform, replace(caller, if_match='"3"'), by=2) == first


@pytest.mark.parametrize("refusal", [problems.Forbidden(), problems.hiding(problems.NotFound())])
def test_whoever_may_ask_no_more_gets_the_refusal_and_not_the_receipt(platform, caller, refusal):
    right: list[problems.Problem] = []

    @act
    def stamp_with_a_right(platform: Platform, caller: Caller) -> Receipt:
        if right:
            raise right[0]
        return stamp(platform, caller)

    stamp_with_a_right(platform, caller)
    right.append(refusal)
    with pytest.raises(type(refusal)):
        stamp_with_a_right(platform, caller)
    right[:] = [problems.NotFound()]
    assert stamp_with_a_right(platform, caller).facts["version"] == 2, "what the act itself has removed is not refused"


def test_the_same_key_with_another_request_is_refused(platform, caller):
    stamp(platform, caller)
    with pytest.raises(problems.Invalid) as refused:
        stamp(platform, replace(caller, digest="d2"))
    assert refused.value.code == "idempotency_key_reused"
    with pytest.raises(problems.Invalid) as refused:
        stamp(platform, replace(caller, digest="d2", if_match='"2"'))
    assert refused.value.code == "idempotency_key_reused"
    assert version(platform) == 2


def test_a_twin_that_is_just_committing_is_waited_for(platform, caller, dynamo):
    """One of its rows can be seen before its record can."""
    first = stamp(platform, caller)
    dynamo.failures = [failure("TransactionCanceledException", "TransactionConflict")] * 2
    assert stamp(platform, caller) == first


@act
def found(platform: Platform, caller: Caller) -> Receipt:
    """An act that makes something whose id follows from the request."""
    receipt = Receipt({"id": caller.key})
    made = put({"pk": f"CASE#{caller.key}", "sk": "META"}, when=ABSENT, label=CREATED)
    platform.table.write(made, *record(platform, caller, receipt))
    return receipt


def test_a_request_repeated_after_its_record_is_gone_is_told_so(platform, caller, dynamo):
    first = found(platform, caller)
    assert found(platform, caller) == first
    platform.table.write(delete(keys.idempotency("u-1", "key-0001")))
    writes = dynamo.writes
    with pytest.raises(problems.Conflict) as refused:
        found(platform, caller)
    assert refused.value.code == "already_done"
    assert dynamo.writes == writes + 1, "trying again would not help"


def test_keys_of_different_people_do_not_meet(platform, caller):
    stamp(platform, caller)
    other = replace(caller, actor=caller.actor.model_copy(update={"sub": "u-2"}), digest="d2", if_match='"2"')
    assert stamp(platform, other).facts["version"] == 3


def test_another_key_does_the_act_again(platform, caller):
    stamp(platform, caller)
    assert stamp(platform, replace(caller, key="key-0002", if_match='"2"')).facts["version"] == 3


def test_a_refusal_leaves_no_record_so_the_request_may_come_again(platform, caller):
    with pytest.raises(problems.Stale) as refused:
        stamp(platform, replace(caller, if_match='"9"'))
    assert refused.value.headers == {"ETag": '"1"'}
    assert find_record(platform, caller) is None
    assert stamp(platform, caller).facts["version"] == 2


def test_without_if_match_nothing_happens(platform, caller):
    with pytest.raises(problems.PreconditionRequired):
        stamp(platform, replace(caller, if_match=None))
    assert version(platform) == 1


def race(platform: Platform, dynamo: Any, other: Caller) -> Callable[[], None]:
    return lambda: (stamp(platform, other), None)[1]


def test_of_two_at_once_with_the_same_key_the_second_gets_the_receipt_of_the_first(platform, caller, dynamo):
    dynamo.before_write = race(platform, dynamo, caller)
    assert stamp(platform, caller).facts["version"] == 2
    assert version(platform) == 2


def test_of_two_people_at_once_exactly_one_wins_and_the_other_is_told(platform, caller, dynamo):
    other = replace(caller, actor=caller.actor.model_copy(update={"sub": "u-2"}))
    dynamo.before_write = race(platform, dynamo, other)
    with pytest.raises(problems.Stale):
        stamp(platform, caller)
    assert version(platform) == 2


def test_a_race_that_is_never_won_ends(platform, caller, caplog):
    tries: list[int] = []

    @act
    def unlucky(platform: Platform, caller: Caller) -> Receipt:
        tries.append(1)
        platform.table.write(update(COUNTER, put={"a": 1}, when=equals(version=0), label="case"))
        return Receipt()

    with pytest.raises(problems.Unavailable):
        unlucky(platform, caller)
    assert len(tries) == ATTEMPTS
    (told,) = [vars(line) for line in caplog.records if line.message == "act given up"]
    assert (told["act"], told["refused"]) == ("unlucky", ("case",))


def test_machines_have_no_key_and_leave_no_record(platform, caller):
    machine = replace(caller, key=None)
    assert record(platform, machine, Receipt()) == []
    assert find_record(platform, machine) is None
    stamp(platform, machine)
    with pytest.raises(problems.Stale):
        stamp(platform, machine)


def test_records_are_forgotten_after_a_week(platform, caller):
    (op,) = record(platform, caller, Receipt({"id": "1"}))
    assert int(op.body["Item"]["ttl"]["N"]) - NOW.timestamp() == 7 * 86400
