"""The rows of the registers, and what a process keeps of them by the version of the directory."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.directory.model.authority import may
from chalicelib.directory.model.standing import Standing, nameless
from chalicelib.directory.store import authority, letters, staff
from chalicelib.directory.store.kept import Kept
from chalicelib.directory.store.version import moved, version_of
from chalicelib.foundation import register_keys
from chalicelib.foundation.table import Refused, Table
from proofs.kit.world import World
from tests.directory.registers import CITY, NOON, accept_letter, member, power_letter, register

WALL = NOON


@pytest.fixture
def calls(world: World) -> list[str]:
    heard: list[str] = []

    def hear(operation: str, *_: Any) -> None:
        heard.append(operation)

    world.listen(hear, lambda *_: None)
    return heard


@pytest.fixture
def lookup(table: Table) -> Callable[..., authority.Lookup]:
    def look(version: int | None, subject: str = "u-900", department: str = "food") -> authority.Lookup:
        return authority.register_of(table, CITY, version, subject=subject, department=department)

    return look


def keep(table: Table, one: Any, before: Any = None, **more: Any) -> Any:
    table.write(*staff.write_member(before, one, **more), moved(CITY))
    return staff.load_member(table, CITY, one.id)


def test_a_member_comes_back_whole_and_the_row_shows_no_name(table: Table, world: World):
    one = member(
        phone="13800138000",
        note="说明",
        competences=[{"item": "YM-P01", "trained_on": "2026-01-01", "until": "2026-12-31"}],
    )
    assert keep(table, one) == Kept(one, 1)
    stored = str(
        world.stored(register_keys.register_of_staff(CITY))
        + world.stored(register_keys.staff_subject(CITY, "u-900").pk)
    )
    assert "审查员" in stored
    assert one.name not in stored
    assert "13800138000" not in stored


@pytest.mark.parametrize("one", [*register().accept_letters, *register().power_letters], ids=lambda one: one.id)
def test_a_letter_comes_back_whole(table: Table, one: Any):
    table.write(*letters.write_letter(None, one))
    assert letters.load_letter(table, CITY, one.id) == Kept(one, 1)
    assert letters.id_of_number(table, CITY, one.number) == one.id


def test_an_account_belongs_to_one_member_and_a_record_is_changed_by_who_has_read_it(table: Table):
    kept = keep(table, member())
    with pytest.raises(Refused, match=staff.SUBJECT_TAKEN):
        keep(table, member(id="S901"))
    keep(table, member(post="科长"), before=kept)
    with pytest.raises(Refused):
        keep(table, member(post="股长"), before=kept)


def test_a_unit_lists_its_own_staff_and_whoever_has_moved_is_listed_there(table: Table):
    kept = keep(table, member())
    keep(table, member(id="S901", subject="u-901"))
    keep(table, member(unit={"kind": "department", "id": "si"}), before=kept)
    listed = {
        unit: staff.list_staff(table, CITY, staff.Chosen(unit), limit=50).members
        for unit in ("food", "si", "foo", None)
    }
    assert {unit: [one.record.id for one in found] for unit, found in listed.items()} == {
        "food": ["S901"],
        "si": ["S900"],
        "foo": [],
        None: ["S900", "S901"],
    }


def test_a_search_that_finds_nobody_yet_says_where_to_go_on(table: Table, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(staff, "PAGE", 2)
    monkeypatch.setattr(staff, "MOST_PAGES", 2)
    for number in range(9):
        keep(table, member(id=f"S90{number}", subject=f"u-90{number}", post="科长" if number > 6 else "审查员"))
    found, after = list[str](), None
    for _ in range(9):
        page = staff.find_staff(table, CITY, staff.Chosen(), lambda one: one.post == "科长", limit=5, after=after)
        found += [kept.record.id for kept in page.members]
        if (after := page.after) is None:
            break
    assert found == ["S907", "S908"]
    assert staff.find_staff(table, CITY, staff.Chosen(), lambda one: one.post == "科长", limit=5).members == []


def test_a_second_post_needs_no_account(table: Table, lookup: Any):
    first = keep(table, member()).record
    keep(table, member(id="S901", subject=None, same_person_as="S900"), posts=[first])
    holder = lookup(None, "u-900").holder
    assert holder
    assert (holder.member.id, holder.accounts) == ("S900", {"u-900"})


def test_both_accounts_of_a_person_with_two_posts_are_known_by_either(table: Table, lookup: Any):
    first = keep(table, member()).record
    keep(table, member(id="S901", subject="u-901", same_person_as="S900"), posts=[first])
    for subject in ("u-900", "u-901"):
        holder = lookup(None, subject).holder
        assert holder
        assert holder.accounts == {"u-900", "u-901"}
    assert [one.record.id for one in staff.posts_of(table, CITY, "S900")] == ["S900", "S901"]


def test_both_rows_are_read_in_one_call_and_not_again_while_the_version_stays(
    table: Table, lookup: Any, calls: list[str]
):
    keep(table, member())
    standing = Standing().with_letter(accept_letter(), NOON.date())
    table.write(authority.write_standing(CITY, "food", Kept(Standing(), 0), standing), moved(CITY))
    version = version_of(table, CITY)
    assert version == 2
    calls.clear()
    found = lookup(version)
    assert len(calls) == 1
    assert lookup(version) == found
    assert len(calls) == 1
    assert found.holder
    assert found.holder.member == nameless(member())
    assert may(found.register, found.holder.member, "food", "YM-P01", "accept", NOON).code == "own_right"


@pytest.mark.requirement("R59")
def test_whoever_leaves_has_left_with_the_next_request(table: Table, lookup: Any):
    kept = keep(table, member())
    assert lookup(version_of(table, CITY)).holder.member.in_post_at(NOON)
    keep(table, member(left_at=NOON, to=NOON.date()), before=kept)
    assert not lookup(version_of(table, CITY)).holder.member.in_post_at(NOON)
    assert not lookup(None).holder.member.in_post_at(NOON)


@pytest.mark.requirement("R33")
def test_a_revoked_letter_is_revoked_with_the_next_request(table: Table, lookup: Any):
    before = Kept(Standing().with_letter(accept_letter(), NOON.date()), 0)
    table.write(authority.write_standing(CITY, "food", before, before.record), moved(CITY))
    assert lookup(version_of(table, CITY)).standing.accept_letters[0].state_at(NOON) == "valid"
    revoked = accept_letter(revoked={"at": NOON.isoformat(), "by": "H-900", "reason": "收回"})
    read = authority.load_standing(table, CITY, "food")
    table.write(
        authority.write_standing(CITY, "food", read, read.record.with_letter(revoked, NOON.date())), moved(CITY)
    )
    assert lookup(version_of(table, CITY)).standing.accept_letters[0].state_at(NOON) == "revoked"
    with pytest.raises(Refused, match=authority.STANDING):
        table.write(authority.write_standing(CITY, "food", read, read.record))


def test_nobody_and_no_letter_are_remembered_too(table: Table, lookup: Any, calls: list[str]):
    first = lookup(7, "nobody", "si")
    assert (first.holder, first.standing) == (None, Standing())
    calls.clear()
    assert lookup(7, "nobody", "si") == first
    assert calls == []


def test_a_standing_forgets_letters_that_ended_long_ago():
    old = power_letter(id="LP-901", number="示市监食授〔2024〕1号", **{"from": "2024-01-01", "to": "2024-12-31"})
    standing = Standing().with_letter(old, old.until).with_letter(power_letter(), NOON.date())
    assert [one.id for one in standing.power_letters] == ["LP-900"]
