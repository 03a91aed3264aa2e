"""Two changes of the register at the same moment, of which each is lawful alone: exactly one of them passes."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.directory.acts.import_directory import import_directory
from chalicelib.directory.acts.leave_staff import leave_staff
from chalicelib.directory.acts.move_staff import move_staff
from chalicelib.directory.acts.register_staff import register_staff
from chalicelib.directory.model.persons import clashes
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.store import staff
from chalicelib.durable.caller import Caller
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, Invalid, Problem
from proofs.kit.catalogue import CITY_DIVISION, keep_departments
from proofs.kit.directory import name_bodies
from proofs.kit.dynamo import nothing
from proofs.soak.checked_hall import CheckedHall
from tests.directory.registers import member

Change = Callable[[Platform, Caller], object]
FIRST_DAY = "2026-11-01"


def post(staff_id: str, role: str = "guide", **facts: Any) -> StaffMember:
    unit = {"kind": "department", "id": "food"} if role != "administrator" else {"kind": "bureau", "id": "bureau"}
    told = {"id": staff_id, "subject": f"u-{staff_id}", "unit": unit, "roles": [role], "from": FIRST_DAY, **facts}
    return member(**told)


def registers(one: StaffMember) -> Change:
    return lambda platform, caller: register_staff(platform, caller, one)


def moves(staff_id: str, role: str) -> Change:
    return lambda platform, caller: move_staff(platform, caller, staff_id, {"roles": (role,)}, "调岗")


def leaves(staff_id: str) -> Change:
    return lambda platform, caller: leave_staff(platform, caller, staff_id, "调离")


def imports(*posts: StaffMember) -> Change:
    told = [one.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True) for one in posts]
    return lambda platform, caller: import_directory(platform, caller, {"staff": told})


# Of each two, whichever comes first is lawful. X and Y are posts of one person, A and B the last administrators.
PAIRS: dict[str, tuple[Change, Change]] = {
    "two new posts": (
        registers(post("N", "counter_clerk", same_person_as="X")),
        registers(post("M", "officer", same_person_as="Y")),
    ),
    "two moves": (moves("X", "counter_clerk"), moves("Y", "officer")),
    "a move and a new post": (moves("X", "counter_clerk"), registers(post("M", "officer", same_person_as="X"))),
    "a move and a link": (moves("X", "counter_clerk"), imports(post("O", "officer", same_person_as="Y"))),
    "a new post and an import": (
        registers(post("N", "counter_clerk", same_person_as="Y")),
        imports(post("M", "officer", same_person_as="X")),
    ),
    "a new post and a new root": (
        registers(post("N", "counter_clerk", same_person_as="X")),
        imports(post("X", same_person_as="O")),
    ),
    "two administrators leave": (leaves("A"), leaves("B")),
    "two administrators move": (moves("A", "guide"), moves("B", "guide")),
    "one leaves, one moves": (leaves("A"), moves("B", "guide")),
    "one leaves, one is imported": (leaves("A"), imports(post("B", "supervisor"))),
}


def ready(hall: CheckedHall) -> None:
    platform, caller = hall.world.platform, lambda: hall.people.caller("administrator")
    keep_departments(platform)
    name_bodies(platform, "bureau")
    for one in (
        post("X"),
        post("Y", same_person_as="X"),
        post("O", "officer"),
        post("A", "administrator"),
        post("B", "administrator", subject="u-B"),
    ):
        register_staff(platform, caller(), one)
    leave_staff(platform, caller(), "K-administrator", "调离")


@pytest.mark.requirement("R1", "R59")
@pytest.mark.parametrize("turned", [False, True], ids=["", "turned"])
@pytest.mark.parametrize("name", PAIRS)
def test_of_two_changes_that_contradict_each_other_one_passes(name: str, turned: bool):
    hall = CheckedHall(random.Random(1))
    ready(hall)
    platform = hall.world.platform
    slow, quick = reversed(PAIRS[name]) if turned else PAIRS[name]
    first, second = (hall.people.caller("administrator") for _ in range(2))
    passed = list[str]()

    def meanwhile(called: str) -> None:
        """Just before the slow one writes, the quick one does it all."""
        if called == "TransactWriteItems":
            hall.world.listen(nothing, nothing)
            quick(platform, second)
            passed.append("quick")

    hall.world.listen(meanwhile, nothing)
    with pytest.raises(Problem) as lost:
        slow(platform, first)
    assert passed == ["quick"]
    assert isinstance(lost.value, Conflict | Invalid)
    everyone = [kept.record for kept in staff.everybody_in(platform.table, CITY_DIVISION)]
    for one in everyone:
        assert not [*clashes(other for other in everyone if other.person == one.person)]
    assert any("administrator" in one.account_roles and one.left_at is None for one in everyone)
