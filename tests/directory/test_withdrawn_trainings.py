"""A file from before a training was withdrawn does not bring it back (R51)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.directory.acts.import_directory import carry_out, plan_directory
from chalicelib.directory.acts.train_staff import Training, train_staff
from chalicelib.directory.model.staff import Competence, StaffMember
from chalicelib.directory.model.told_ends import with_withdrawals
from chalicelib.directory.store import staff
from chalicelib.directory.store.kept import Change
from proofs.kit.world import World, new_world
from tests.directory.registers import CITY, demonstration, member

ITEM, OTHER = "YM-P01", "YM-P03"
LEARNT = {"item": ITEM, "trained_on": "2026-01-05", "until": "2030-12-31"}
KEPT = {"item": OTHER, "trained_on": "2026-01-05", "until": "2030-12-31"}


def clerk() -> dict[str, Any]:
    """Somebody of the demonstration who sits at a window, trained for two items."""
    one = next(one for one in demonstration()["staff"] if one["region"] == CITY and one["unit"]["kind"] == "centre")
    return {**one, "id": "S990", "subject": None, "windows": [], "competences": [LEARNT, KEPT]}


def imported(world: World, told: dict[str, Any], *, replaced: tuple[str, ...] = ()) -> list[str]:
    now: datetime = world.platform.now()
    by = Change("import", now, "u-admin", "administrator", {})
    plan = plan_directory(world.platform.table, CITY, {"staff": [told]}, logged=by, replaced=replaced)
    for _ in carry_out(world.platform.table, plan):
        pass
    return [one.kind for one in plan.changes if one.id == "S990"]


def trained(world: World) -> list[str]:
    kept = staff.load_member(world.platform.table, CITY, "S990")
    assert kept
    return [
        one.item for one in kept.record.competences if kept.record.training_for(one.item, world.platform.now().date())
    ]


def withdraw(world: World) -> None:
    caller = world.people.caller("administrator")
    train_staff(world.platform, caller, "S990", Training((), (ITEM,), "考核不合格"))


@pytest.fixture
def world() -> World:
    world = new_world()
    assert imported(world, clerk()) == ["created"]
    assert trained(world) == [ITEM, OTHER]
    return world


@pytest.mark.requirement("R51")
@pytest.mark.parametrize("replaced", [(), ("S990",)])
def test_an_older_file_does_not_bring_it_back(world: World, replaced: tuple[str, ...]):
    withdraw(world)
    assert trained(world) == [OTHER]
    assert imported(world, clerk(), replaced=replaced) == ["unchanged"]
    world.clock.move_to(world.platform.now() + timedelta(days=40))
    assert imported(world, clerk(), replaced=replaced) == ["unchanged"]
    assert trained(world) == [OTHER]


@pytest.mark.requirement("R51")
def test_a_later_training_counts_and_the_older_one_stays_withdrawn(world: World):
    withdraw(world)
    world.clock.move_to(world.platform.now() + timedelta(days=40))
    day = str(world.platform.now().date())
    again = {**LEARNT, "trained_on": day, "until": "2027-12-31"}
    assert imported(world, {**clerk(), "competences": [again, KEPT]}) == ["changed"]
    assert sorted(trained(world)) == [ITEM, OTHER]
    assert imported(world, clerk()) == ["changed"]
    assert trained(world) == [OTHER]


@pytest.mark.requirement("R51")
def test_who_is_trained_again_on_the_same_day_keeps_that_through_a_file_of_today(world: World):
    withdraw(world)
    today = world.platform.now().date()
    once_more = Competence(item=ITEM, trained_on=today, until=date(2027, 12, 31))
    caller = world.people.caller("administrator")
    train_staff(world.platform, caller, "S990", Training((once_more,), (), "补考合格"))
    told = {"item": ITEM, "trained_on": str(today), "until": "2027-12-31"}
    imported(world, {**clerk(), "competences": [KEPT, told]})
    assert sorted(trained(world)) == [ITEM, OTHER]


def test_a_record_without_withdrawals_is_left_as_the_file_tells_it():
    one: StaffMember = member()
    assert with_withdrawals(one, one) is one
