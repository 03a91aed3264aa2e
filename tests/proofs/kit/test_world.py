"""A world can go back to what it was, function by function it is the app's, and a case is remembered once."""

import gc
import json
import weakref
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from app import app
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from proofs.kit.applications import BYTES, PERMIT
from proofs.kit.cast import CLERK
from proofs.kit.functions import FUNCTION_OF_QUEUE, TASK_FUNCTIONS
from proofs.kit.hall import Hall
from proofs.kit.seams import only_acts_and_rows
from proofs.kit.states import definition
from proofs.kit.world import World, new_world, queue_names


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with only_acts_and_rows():
        yield
    platforms.use(None)


def everything(world: World) -> dict[str, Any]:
    """All that a world holds."""
    return {
        "rows": world.everything(),
        "queues": {name: world.queues.left(name) for name in world.queues.queues},
        "buckets": {name: dict(objects) for name, objects in world.buckets.buckets.items()},
        "secrets": {name: dict(versions) for name, versions in world.secrets.versions.items()},
        "machines": {name: (each.state, each.token) for name, each in world.machines.executions.items()},
        "departments": (set(world.departments.down), list(world.departments.taken)),
        "clocks": (world.clock.at, world.wall.at),
        "number": world.numbers.last,
    }


def lived_in(world: World) -> str:
    """Something of every kind happens."""
    hall = Hall(world)
    case_id = hall.accepted()
    world.people.register_endpoint("food", world.people.caller("system-food"))
    hall.hand_in(case_id, "01", stored=True)
    while world.work(names.CALLBACKS_QUEUE):
        pass
    world.departments.goes_down("hrss")
    world.pass_time(days=1)
    return case_id


def test_a_world_goes_back_to_what_it_was():
    world = new_world()
    empty, at_first = world.moment(), everything(world)
    lived_in(world)
    lived, then = world.moment(), everything(world)
    assert all(then[kind] != at_first[kind] for kind in then)
    world.go_back(empty)
    assert everything(world) == at_first
    world.go_back(lived)
    assert everything(world) == then


def test_what_happens_after_a_moment_does_not_change_it():
    world = new_world()
    lived_in(world)
    moment, then = world.moment(), everything(world)
    lived_in(world)
    world.go_back(moment)
    assert everything(world) == then


def test_another_world_takes_over_and_goes_its_own_way():
    world = new_world()
    case_id = lived_in(world)
    twin = world.copy()
    assert everything(twin) == everything(world)
    before = everything(world)
    Hall(twin).answer(case_id)
    twin.carry_out_everything()
    assert [task.kind for task in twin.people.case(case_id).open_tasks] == ["decide"]
    assert everything(world) == before


def test_calls_are_heard_again_after_going_back():
    world, heard = new_world(), list[str]()
    moment = world.moment()
    world.listen(heard.append, lambda _: None)
    world.go_back(moment)
    Hall(world).draft()  # so that nothing is remembered
    lived_in(world)
    services = {"TransactWriteItems", "SendMessage", "PutObject", "CreateSecret", "StartExecution"}
    assert services <= {*heard}


def test_no_world_of_an_earlier_test_stays_in_memory():
    """What the process has read of its table is forgotten, and with it the world that the table belongs to."""
    hall = Hall(new_world())
    hall.draft()
    hall.submitted()  # for real, as the draft has touched the world
    gone = weakref.ref(hall.world)
    del hall
    platforms.use(None)
    new_world()
    gc.collect()
    assert gone() is None


def test_a_case_is_played_once_and_remembered(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("proofs.kit.remembered._memories", {})
    played = Hall(new_world())
    case_id = played.accepted()
    remembered = Hall(new_world())
    calls = list[str]()
    remembered.world.listen(calls.append, lambda _: None)
    assert remembered.accepted() == case_id
    assert calls == []
    assert everything(remembered.world) == everything(played.world)


@pytest.mark.parametrize("touched", ["clock", "row"])
def test_only_in_a_world_where_nothing_has_happened(touched: str):
    hall = Hall(new_world())
    hall.accepted()
    other = Hall(new_world())
    if touched == "clock":
        other.clock.pass_time(days=1)
    else:
        other.draft()
    calls = list[str]()
    other.world.listen(calls.append, lambda _: None)
    other.accepted()
    assert "TransactWriteItems" in calls


def test_every_function_of_machines_and_queues_is_the_apps():
    called = {
        state["Parameters"]["FunctionName"]
        for machine in names.MACHINES
        for state in definition(machine)["States"].values()
        if state["Type"] == "Task"
    }
    assert called == TASK_FUNCTIONS.keys()
    assert {*TASK_FUNCTIONS.values(), *FUNCTION_OF_QUEUE.values()} <= app.handler_map.keys()
    assert FUNCTION_OF_QUEUE.keys() == {*names.QUEUES}


def test_every_queue_that_the_app_names_is_there():
    deployed = {*queue_names("local")}
    assert {names.queue("local", name) for name in (*names.QUEUES, names.STREAM_FAILURES_QUEUE)} <= deployed
    assert {names.dead_letters("local", name) for name in names.QUEUES} <= deployed


def test_an_upload_is_announced_and_checked():
    hall = Hall(new_world())
    case_id = hall.people.receive_walk_in(hall.caller(CLERK)).facts["id"]
    file_id = hall.rows(case_id, "MATERIAL#")[0]["id"]
    hall.world.upload(case_id, file_id, BYTES)
    assert hall.world.uploaded(case_id, file_id)
    assert hall.world.work(names.MATERIALS_QUEUE)
    states = {row["id"]: row["state"] for row in hall.rows(case_id, "MATERIAL#")}
    assert (states.pop(file_id), {*states.values()}) == ("ready", {"requested"})
    assert not hall.world.work(names.MATERIALS_QUEUE)


def test_a_message_that_fails_raises_what_its_function_did_and_comes_again():
    world = new_world()
    world.queues.put(world.queue(names.CALLBACKS_QUEUE), json.dumps({"task_id": "c1.review"}))
    for _ in range(2):
        with pytest.raises(ValueError, match="discriminator"):
            world.work(names.CALLBACKS_QUEUE)


def test_a_message_may_come_once_more():
    hall = Hall(new_world(PERMIT.department))
    hall.accepted()
    assert hall.world.work(names.CALLBACKS_QUEUE, twice=True)
    assert hall.world.work(names.CALLBACKS_QUEUE)
    assert not hall.world.work(names.CALLBACKS_QUEUE)
    assert len(hall.world.departments.taken) == 1


def test_both_clocks_go_on_together():
    world = new_world()
    clock, wall = world.clock.at, world.wall.at
    world.pass_time(timedelta(minutes=1), seconds=5)
    assert (world.clock.at - clock, world.wall.at - wall) == (timedelta(seconds=65),) * 2
