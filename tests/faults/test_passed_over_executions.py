"""An execution that is passed over while it sleeps does no harm, and one that is passed over awake is found."""

from datetime import timedelta

import pytest

from chalicelib.foundation import keys, names
from chalicelib.foundation.writes import update
from proofs.kit.cast import OFFICER
from proofs.kit.machines import Execution
from proofs.kit.world import World
from proofs.soak.idle import faults_when_idle, run_until_idle
from proofs.soak.interleaving import accepted
from proofs.soak.invariants import faults_now
from proofs.soak.seen import look

pytestmark = pytest.mark.usefixtures("nobody_reads_the_pages")


def reviews(world: World) -> list[Execution]:
    return [each for each in world.machines.executions.values() if each.machine == names.REVIEW]


def answered(world: World, case_id: str) -> Execution:
    """The department has answered, and the execution is on its way from one wait to the next."""
    run_until_idle(world)
    world.people.answer_task(case_id, world.people.caller(OFFICER))
    world.dispatch(world.stored(keys.case(case_id), "OUTBOX#"))
    (execution,) = reviews(world)
    assert (execution.state, execution in world.machines.ready) == ("Decide", True)
    return execution


def test_the_reconciler_passes_over_an_execution_whose_known_wait_has_ended_and_that_opens_nothing_any_more():
    """The flow knows the wait that was left, and its time passes before the next one is opened (ADR 0032)."""
    world, case_id = accepted()
    first = answered(world, case_id)
    world.wall.pass_time(seconds=world.platform.settings.wait_seconds + 2)
    world.reconcile()
    _, second = reviews(world)
    assert (first.status, second.status) == ("RUNNING", "RUNNING")
    assert list(faults_now(look(world, case_id))) == []
    flow = world.rows(keys.case(case_id), "FLOW#review")
    world.machines.enter(first)
    world.machines.run()
    assert first.status == "SUCCEEDED"
    assert sorted(task.kind for task in look(world, case_id).tasks) == ["decide", "review"]
    assert world.rows(keys.case(case_id), "FLOW#review")[0]["generation"] == flow[0]["generation"] == 2
    run_until_idle(world)
    assert list(faults_when_idle(look(world, case_id))) == []


def test_an_execution_that_was_passed_over_while_it_was_awake_is_found():
    world, case_id = accepted()
    first = answered(world, case_id)
    owner = keys.case(case_id)
    world.platform.table.write(update(keys.flow(owner, names.REVIEW), put={"generation": 2}))
    assert f"{first.name} runs, the newest is {first.name[:-1]}2" in list(faults_now(look(world, case_id)))


def test_one_that_still_runs_when_nothing_moves_any_more_is_found():
    world, case_id = accepted()
    first = answered(world, case_id)
    world.wall.pass_time(timedelta(hours=1))
    world.reconcile()
    world.machines.ready.remove(first)
    run_until_idle(world)
    assert f"{first.name} still runs" in str(list(faults_when_idle(look(world, case_id))))


def test_a_row_that_was_put_off_is_waited_for():
    """Step Functions had no room for it: the reconciler comes back after one minute or two (durable/pace.py)."""
    world, case_id = accepted()
    (row,) = (
        one for one in world.rows(keys.case(case_id), "OUTBOX#") if "review" in one["effects"] and "pending_pk" in one
    )
    later = (world.wall.at + timedelta(seconds=119)).isoformat(timespec="milliseconds")
    world.platform.table.write(update(keys.Key(row["pk"], row["sk"]), put={"pending_sk": later}))
    run_until_idle(world)
    assert list(faults_when_idle(look(world, case_id))) == []
