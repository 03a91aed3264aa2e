"""A row that cannot be carried out is parked, rings, holds up nothing, and can be put back."""

import json
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from chalicelib.durable import outbox, parking, reconciler, workflow
from chalicelib.durable.effects import SendMessage, StartMachine
from chalicelib.foundation import failures, keys, problems
from chalicelib.foundation.alongside import in_parallel
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import put
from proofs.kit.clock import NEVER, Clock
from proofs.kit.machines import Machines
from proofs.kit.queues import MemoryQueues
from tests.durable.conftest import NOW
from tests.durable.machines import CALLBACKS, empty_queues, error, stand

SEND = SendMessage(queue="callbacks", body={"task_id": "t1"})
BUG = TypeError("440101199001011234")


class Poison(MemoryQueues):
    """Fails for one task, whatever the queue."""

    def __init__(self, failure: Exception) -> None:
        super().__init__((CALLBACKS,))
        self.failure = failure

    def send_message(self, **message: Any) -> dict[str, Any]:
        if "poison" in message["MessageBody"]:
            raise self.failure
        return super().send_message(**message)


@pytest.fixture
def clock(platform: Platform) -> Clock:
    platform.wall = clock = Clock(NOW, tick=NEVER)
    return clock


@pytest.fixture
def poisoned(platform: Platform, clock: Clock) -> Poison:
    """Two rows, the first of which fails with a bug."""
    queues = Poison(BUG)
    platform.__dict__["sqs"], platform.__dict__["sfn"] = queues, Machines()
    bad = SendMessage(queue="callbacks", body={"task_id": "poison"})
    platform.table.write(*outbox.row(platform, keys.case("bad"), 1, [bad]))
    platform.table.write(*outbox.row(platform, keys.case("good"), 1, [SEND]))
    clock.move_to(NOW + timedelta(minutes=1))
    return queues


def failing_with(status: int) -> ClientError:
    response: Any = {"ResponseMetadata": {"HTTPStatusCode": status}, "Error": {"Code": "Odd"}}
    return ClientError(response, "operation")


def row(platform: Platform, case_id: str = "bad") -> dict[str, Any]:
    return platform.table.get(keys.outbox(keys.case(case_id), 1)) or {}


def reconciled(platform: Platform, times: int) -> None:
    for _ in range(times):
        reconciler.reconcile(platform, lambda *_: None)


def dispatched(platform: Platform, where: outbox.Where) -> int:
    return outbox.dispatch(platform, both(platform), where)


@pytest.mark.parametrize("work", [reconciler.reconcile, dispatched])
def test_a_bug_in_one_row_does_not_stop_the_next(platform: Platform, poisoned: Poison, work: Any):
    assert work(platform, lambda *_: None) == 1
    assert poisoned.left(CALLBACKS) == [{"task_id": "t1"}]
    assert "pending_pk" in row(platform)


def both(platform: Platform) -> list[dict[str, Any]]:
    return [row(platform, "bad"), row(platform, "good")]


def test_the_reconciler_counts_and_parks_after_the_last_attempt(platform: Platform, poisoned: Poison):
    reconciled(platform, parking.ATTEMPTS - 1)
    assert (row(platform)["attempts"], row(platform)["failure"]) == (parking.ATTEMPTS - 1, "TypeError")
    assert parking.find_parked(platform, keys.PARKED) == []
    reconciled(platform, 1)
    assert parking.find_parked(platform, keys.PARKED) == [keys.outbox(keys.case("bad"), 1)]
    assert row(platform)["parked_at"] == "2026-11-23T09:01:00+08:00"
    reconciled(platform, 3)
    assert row(platform)["attempts"] == parking.ATTEMPTS


def test_only_the_reconciler_counts(platform: Platform, poisoned: Poison):
    for _ in range(parking.ATTEMPTS):
        outbox.dispatch(platform, [row(platform)], lambda *_: None)
    assert "attempts" not in row(platform)


def test_two_reconcilers_that_fail_together_count_once(platform: Platform, poisoned: Poison):
    seen = row(platform)
    parking.count_failure(platform, seen, BUG)
    parking.count_failure(platform, seen, BUG)
    assert row(platform)["attempts"] == 1


def test_a_row_carried_out_by_another_is_not_counted(platform: Platform, poisoned: Poison):
    seen = row(platform)
    outbox.finish(platform, seen)
    parking.count_failure(platform, seen, BUG)
    assert "pending_pk" not in row(platform)
    assert "attempts" not in row(platform)


def test_a_temporary_failure_counts_only_after_hours(platform: Platform, poisoned: Poison, clock: Clock):
    poisoned.failure = error("ServiceUnavailable")
    reconciled(platform, parking.ATTEMPTS + 1)
    assert "attempts" not in row(platform)
    clock.move_to(NOW + parking.PATIENCE)
    reconciled(platform, 1)
    assert row(platform)["attempts"] == 1


def test_a_machine_for_ever_between_two_steps_is_parked_in_the_end(platform: Platform, clock: Clock):
    platform.__dict__["sfn"] = machines = Machines()
    platform.table.write(workflow.begin(keys.case("bad"), "review"))
    stand(machines, workflow.execution_name(keys.case("bad"), "review", 1), "RUNNING")
    platform.table.write(*outbox.row(platform, keys.case("bad"), 1, [outbox.ResumeMachine(machine="review")]))
    for at, attempts in ((timedelta(minutes=1), None), (parking.PATIENCE, 1)):
        clock.move_to(NOW + at)
        reconciler.reconcile(platform, lambda *_: "decide")
        assert row(platform).get("attempts") == attempts


def test_a_parked_row_put_back_is_tried_from_the_first_attempt(platform: Platform, poisoned: Poison):
    reconciled(platform, parking.ATTEMPTS)
    assert parking.put_back_row(platform, keys.outbox(keys.case("bad"), 1))
    assert not parking.put_back_row(platform, keys.outbox(keys.case("bad"), 1))
    assert not {"attempts", "failure", "parked_at", "parked_from"} & row(platform).keys()
    poisoned.failure = error("nothing any more")
    platform.__dict__["sqs"] = empty_queues()
    assert reconciler.reconcile(platform, lambda *_: None) == 1
    assert "pending_pk" not in row(platform)


def test_parked_rows_ring_until_they_are_gone(platform: Platform, poisoned: Poison, capsys: pytest.CaptureFixture[str]):
    reconciled(platform, parking.ATTEMPTS)
    assert "ParkedOutboxRows" not in capsys.readouterr().out
    reconciled(platform, 2)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert [(line["stage"], line["ParkedOutboxRows"]) for line in lines] == [("local", [1.0])] * 2
    parking.put_back_row(platform, keys.outbox(keys.case("bad"), 1))
    parking.report_parked(platform)
    assert "_aws" not in capsys.readouterr().out


def test_the_log_has_type_and_place_and_not_the_message(
    platform: Platform, poisoned: Poison, caplog: pytest.LogCaptureFixture
):
    reconciled(platform, 1)
    said = vars(caplog.records[-1])
    assert (said["failure"], said["owner"]) == ("TypeError", "CASE#bad")
    assert "send_message" in said["where"][-1]
    assert "440101199001011234" not in repr(said)


@pytest.mark.parametrize(
    ("failure", "passes"),
    [
        (error("ThrottlingException"), True),
        (failing_with(500), True),
        (failing_with(400), False),
        (EndpointConnectionError(endpoint_url="x"), True),
        (problems.Unavailable(), True),
        (error("AccessDeniedException"), False),
        (problems.NotFound(), False),
        (KeyError("x"), False),
    ],
)
def test_which_failures_are_temporary(failure: Exception, passes: bool):
    assert failures.is_temporary(failure) is passes


def test_an_execution_that_fails_each_time_is_parked_though_it_may_look_busy(platform: Platform, clock: Clock):
    platform.__dict__["sfn"] = machines = Machines()
    platform.table.write(workflow.begin(keys.case("bad"), "review"))
    platform.table.write(*outbox.row(platform, keys.case("bad"), 1, [outbox.ResumeMachine(machine="review")]))
    clock.move_to(NOW + timedelta(minutes=1))
    stand(machines, workflow.execution_name(keys.case("bad"), "review", 1), "FAILED")
    for generation in range(2, parking.ATTEMPTS + 2):
        assert parking.find_parked(platform, keys.PARKED) == []
        reconciler.reconcile(platform, lambda *_: "decide")
        stand(machines, workflow.execution_name(keys.case("bad"), "review", generation), "FAILED")
    assert parking.find_parked(platform, keys.PARKED) == [keys.outbox(keys.case("bad"), 1)]
    assert row(platform)["failure"] == "ExecutionFailed"


@pytest.mark.parametrize(
    "damage",
    [{"owner": None}, {"effects": None}, {"effects": "[{"}, {"written": "2026-01-01 garbage"}, {"written": None}],
)
def test_a_row_of_no_known_shape_stops_no_other(platform: Platform, poisoned: Poison, damage: dict[str, str | None]):
    whole = {**row(platform), **damage}
    platform.table.write(put({name: value for name, value in whole.items() if value is not None}))
    for _ in range(parking.ATTEMPTS):
        reconciler.reconcile(platform, lambda *_: None)
    assert len(poisoned.left(CALLBACKS)) == 1
    assert parking.find_parked(platform, keys.PARKED) == [keys.outbox(keys.case("bad"), 1)]


def test_a_run_that_is_held_up_ends_in_time_and_the_rest_waits_for_the_next(platform: Platform, clock: Clock):
    platform.table.write(workflow.begin(keys.case("slow"), "review"))
    for seq in (1, 2):
        platform.table.write(*outbox.row(platform, keys.case("slow"), seq, [outbox.ResumeMachine(machine="review")]))
    clock.move_to(NOW + timedelta(minutes=1))

    def hanging(*_: object) -> None:
        clock.pass_time(reconciler.BUDGET, seconds=1)

    assert reconciler.reconcile(platform, hanging) == 1
    assert reconciler.reconcile(platform, hanging) == 1
    assert reconciler.reconcile(platform, hanging) == 0


def test_at_once_means_that_all_are_begun_and_all_are_ended():
    meeting = Barrier(2, timeout=5)
    assert in_parallel([meeting.wait, meeting.wait]) in ([0, 1], [1, 0])
    ended: list[int] = []

    def fails() -> int:
        raise KeyError("x")

    with pytest.raises(KeyError):
        in_parallel([fails, lambda: ended.append(1) or 1])
    assert ended == [1]


def test_an_unreadable_row_is_a_failure_like_any_other(platform: Platform, poisoned: Poison):
    start = StartMachine(machine="review", at="review")
    platform.table.write(*outbox.row(platform, keys.case("odd"), 1, [start]))
    broken = {**(platform.table.get(keys.outbox(keys.case("odd"), 1)) or {}), "effects": "[{"}
    assert outbox.dispatch(platform, [broken], lambda *_: None) == 0


# ------------------------------------------------------------------------------------- what AWS only has no room for
@pytest.mark.parametrize("code", [*sorted(failures.PASSING), "AWS.SimpleQueueService.OverLimit"])
def test_what_aws_has_no_room_for_is_never_counted(platform: Platform, poisoned: Poison, clock: Clock, code: str):
    """Not even after days: nothing of the row is broken, and parked it would wait for people who can mend nothing."""
    poisoned.failure = error(code)
    for _ in range(3 * parking.ATTEMPTS):
        clock.pass_time(hours=3)
        reconciled(platform, 1)
    assert parking.find_parked(platform, keys.PARKED) == []
    row = platform.table.get(keys.outbox(keys.case("bad"), 1)) or {}
    assert "attempts" not in row
    poisoned.failure = BUG
    clock.pass_time(minutes=5)
    reconciled(platform, 1)
    assert (platform.table.get(keys.outbox(keys.case("bad"), 1)) or {})["attempts"] == 1, "a bug counts as before"


def test_an_answer_429_is_no_room_whatever_its_code():
    assert failures.is_passing(failing_with(429))
    assert failures.is_temporary(failing_with(429))
    assert not failures.is_passing(failing_with(500))
    assert not failures.is_passing(TypeError())


def test_every_code_that_the_sdk_takes_for_throttling_is_known():
    """Of botocore's own list; `LimitExceededException` and `OverLimit` are of services that it does not know."""
    from botocore.retries.standard import ThrottledRetryableChecker

    known = set(vars(ThrottledRetryableChecker)["_THROTTLED_ERROR_CODES"])
    assert known - failures.PASSING - {"TransactionInProgressException"} == set()
