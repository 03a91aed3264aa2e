"""What follows from acts follows: the stream lost, doubled, reordered, dead for a day, poisoned, two reconcilers."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.cases.model import Status
from chalicelib.durable import outbox, parking, reconciler
from chalicelib.foundation import keys, names
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.writes import put
from chalicelib.wiring.machines import where
from proofs.kit.dynamo import nothing
from proofs.kit.world import World
from proofs.soak.checked_hall import CheckedHall
from proofs.soak.idle import MINUTE, faults_when_idle, run_until_idle
from proofs.soak.scheduler import Scheduler
from proofs.soak.seen import look

pytestmark = pytest.mark.usefixtures("nobody_reads_the_pages")

STORY = ("submit", "accept", "answer", "grant", "compare", "deliver")
Follow = Callable[[World, str], None]


def played(hall: CheckedHall, follow: Follow) -> str:
    """The whole story; between its acts `follow` does what the stream and the schedules do."""
    case_id = hall.apply()
    for name in STORY:
        assert hall.act(name, case_id), name
        follow(hall.world, case_id)
    hall.run_until_idle()
    return case_id


def rows(world: World, case_id: str) -> list[Item]:
    return world.rows(keys.case(case_id), "OUTBOX#")


def finished(world: World) -> None:
    """Machines and the queues of documents run on, the reconciler does not."""
    for _ in range(5):
        world.machines.run()
        while world.work(names.DOCUMENTS_QUEUE) or world.work(names.RENDERINGS_QUEUE):
            pass


def by_the_reconciler_alone(world: World, case_id: str) -> None:
    run_until_idle(world)


def doubled(world: World, case_id: str) -> None:
    for _ in range(6):
        outbox.dispatch(world.platform, [*rows(world, case_id), *rows(world, case_id)], where)
        finished(world)


def reordered(world: World, case_id: str) -> None:
    """Every row the case ever had, the newest first."""
    for _ in range(6):
        outbox.dispatch(world.platform, reversed(rows(world, case_id)), where)
        finished(world)


def dead_for_a_day(world: World, case_id: str) -> None:
    world.wall.pass_time(timedelta(days=1))
    world.machines.run()
    assert rows(world, case_id)[-1].get("pending_pk"), "nothing is lost by waiting"
    run_until_idle(world)


@pytest.mark.parametrize("follow", [by_the_reconciler_alone, doubled, reordered, dead_for_a_day])
def test_the_story_ends_the_same(hall: CheckedHall, follow: Follow):
    case_id = played(hall, follow)
    seen = look(hall.world, case_id)
    assert seen.case.status is Status.CLOSED
    assert list(faults_when_idle(seen)) == []
    assert [event.type for event in seen.events] == [
        "submitted",
        "accepted",
        "task_opened",
        "reviewed",
        "task_opened",
        "decided",
        "result_made",
        "compared",
        "delivered",
        "archived",
    ]
    documents = [row["kind"] for row in seen.of("DOCUMENT#")]
    assert len(set(documents)) == len(documents)
    executions = hall.world.machines.executions
    # After a day every wait has ended by its time limit. At the counter nobody waits for a machine.
    generations = 2 if follow is dead_for_a_day else 1
    machines = (names.REVIEW, names.ISSUANCE)  # the item is decided here: nothing goes upward
    named = [f"CASE_{case_id}-{machine}-{one + 1}" for machine in machines for one in range(generations)]
    assert {name: execution.status for name, execution in executions.items()} == dict.fromkeys(named, "SUCCEEDED")


def test_what_was_lost_is_still_pending_until_the_grace_is_over(hall: CheckedHall):
    case_id = hall.apply()
    hall.act("submit", case_id)
    assert reconciler.reconcile(hall.world.platform, where) == 0
    hall.world.wall.pass_time(reconciler.GRACE)
    assert reconciler.reconcile(hall.world.platform, where) == 1
    (row,) = rows(hall.world, case_id)
    assert "pending_pk" not in row
    assert row["ttl"] > hall.world.wall.at.timestamp()


@pytest.mark.parametrize("seed", range(10))
def test_two_reconcilers_at_once_do_what_one_does(hall: CheckedHall, seed: int):
    world, case_ids = hall.world, [hall.apply() for _ in range(3)]
    for case_id in case_ids:
        hall.act("submit", case_id)
        hall.act("accept", case_id)
    world.wall.pass_time(MINUTE)
    both, done = Scheduler(random.Random(seed)), list[int]()
    for name in ("one", "other"):
        both.actor(name, lambda: done.append(reconciler.reconcile(world.platform, where)))
    world.listen(both.pause, nothing)
    both.run()
    world.listen(nothing, nothing)
    assert len(done) == 2
    assert sorted(world.machines.executions) == sorted(f"CASE_{case_id}-review-1" for case_id in case_ids)
    run_until_idle(world)
    assert world.index("pending") == []
    for case_id in case_ids:
        assert list(faults_when_idle(look(world, case_id))) == []


def poisoned(world: World, case_id: str, seq: int = 0) -> Item:
    """A row from another age in the shard of the case, older than what is good."""
    row = {
        **keys.outbox(keys.case(case_id), seq)._asdict(),
        "kind": "outbox",
        "case_id": case_id,
        "effects": '[{"do":"unheard of"}]',
        "pending_pk": keys.pending(outbox.shard(keys.case(case_id))),
        "pending_sk": f"2026-01-01T00:00:00.000+08:00#{case_id}#{seq:06d}",
    }
    world.platform.table.write(put(row))
    return row


def test_a_poisoned_row_does_not_hold_up_the_others(hall: CheckedHall):
    case_id = hall.apply()
    hall.act("submit", case_id)
    hall.act("accept", case_id)
    row = poisoned(hall.world, case_id)
    run_until_idle(hall.world)
    assert [task.kind for task in look(hall.world, case_id).case.open_tasks] == ["review"]
    assert [left["sk"] for left in hall.world.index("pending")] == [row["sk"]]


def test_a_poisoned_row_is_parked_and_can_be_put_back(hall: CheckedHall):
    world, case_id = hall.world, hall.apply()
    row = poisoned(world, case_id)
    for _ in range(parking.ATTEMPTS):
        world.wall.pass_time(MINUTE)
        reconciler.reconcile(world.platform, where)
    (key,) = parking.find_parked(world.platform, keys.PARKED)
    assert key.sk == row["sk"]
    (parked,) = world.index("pending")
    assert (parked["pending_pk"], parked["attempts"]) == (keys.PARKED, parking.ATTEMPTS)
    assert parking.put_back_row(world.platform, key)
    (again,) = world.index("pending")
    assert again["pending_pk"] == row["pending_pk"]
    assert parking.find_parked(world.platform, keys.PARKED) == []


def test_a_machine_between_two_steps_is_not_parked_while_it_may_go_on(hall: CheckedHall):
    world, case_id = hall.world, hall.apply()
    for name in ("submit", "accept"):
        hall.act(name, case_id)
    run_until_idle(world)
    hall.act("answer", case_id)
    (waiting,) = world.machines.waiting()
    world.machines.send_task_success(taskToken=waiting.token or "", output="{}")
    for _ in range(2 * parking.ATTEMPTS):
        world.wall.pass_time(MINUTE)
        reconciler.reconcile(world.platform, where)
    assert parking.find_parked(world.platform, keys.PARKED) == []
    run_until_idle(world)
    assert [task.kind for task in look(world, case_id).case.open_tasks] == ["decide"]
