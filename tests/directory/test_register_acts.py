"""Changes of staff, letters and seals as acts: each in one transaction, logged, and in force with the next request."""

import itertools
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from chalicelib.access.actor import Actor
from chalicelib.directory.acts.file_letter import file_letter
from chalicelib.directory.acts.leave_staff import leave_staff
from chalicelib.directory.acts.move_staff import move_staff
from chalicelib.directory.acts.register_seal import change_seal, register_seal
from chalicelib.directory.acts.register_staff import register_staff
from chalicelib.directory.acts.revoke_letter import revoke_letter
from chalicelib.directory.acts.sign_letter import sign_letter
from chalicelib.directory.model.authority import Answer, AskedAct, may
from chalicelib.directory.model.seals import Seal
from chalicelib.directory.store import letters, staff
from chalicelib.directory.store.authority import register_of
from chalicelib.directory.store.kept import changes_of
from chalicelib.directory.store.version import version_of
from chalicelib.durable.caller import Caller
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, Invalid, NotFound
from tests.directory import directories
from tests.directory.registers import CITY, NOON, accept_letter, member, power_letter

HEAD = member(id="H-900", subject="u-head", roles=["department_leader"], rank="正处级", post="局长")
CHIEF = member(id="S901", subject="u-chief", roles=["chief_representative"], chief=True, rank="正科级")
CLERK = member(
    id="S903", subject="u-clerk", unit={"kind": "centre", "id": "centre"}, roles=["counter_clerk"], staff_type="合同"
)
SEAL = Seal.model_validate(
    {
        "id": "SEAL-900",
        "region": CITY,
        "department": "food",
        "inscription": "示范市市场监督管理局行政审批专用章",
        "custodian": "S901",
        "from": "2026-01-01",
    }
)
TODAY = str(NOON.date())
keys = itertools.count()


def caller(role: str = "administrator", sub: str = "u-admin", department: str | None = None) -> Caller:
    facts = {"sub": sub, "role": role, "name": "某演示", "region": CITY, "department": department}
    return Caller(actor=Actor.model_validate(facts), at=NOON, key=f"key-{next(keys):08}", digest="d")


def leader() -> Caller:
    return caller("department_leader", "u-head", "food")


@pytest.fixture
def filled(platform: Platform) -> Platform:
    """A department with its head, its chief representative, a seal; and a clerk of the centre."""
    directories.imported(platform.table)
    for one in (HEAD, CHIEF, CLERK):
        register_staff(platform, caller(), one)
    register_seal(platform, caller(), SEAL)
    return platform


@pytest.fixture
def ask(filled: Platform) -> Callable[..., Answer]:
    def asked(subject: str, act: AskedAct) -> Answer:
        version = version_of(filled.table, CITY)
        found = register_of(filled.table, CITY, version, subject=subject, department="food")
        return may(found.register, found.holder.member if found.holder else None, "food", "YM-P01", act, NOON)

    return asked


def refused(do: Callable[[], Any]) -> dict[str, str]:
    with pytest.raises(Invalid) as invalid:
        do()
    return {error.pointer: error.code for error in invalid.value.errors}


@pytest.mark.requirement("R33")
def test_a_letter_lets_the_centre_accept_until_it_is_revoked(filled: Platform, ask: Any):
    assert ask("u-clerk", "accept").code == "no_letter"
    receipt = sign_letter(filled, leader(), accept_letter(signed_on=TODAY, **{"from": TODAY}))
    assert (receipt.facts["version"], receipt.etag) == (1, '"r1"')
    assert ask("u-clerk", "accept").code == "by_letter"
    revoke_letter(filled, leader(), "LA-900", "收回委托", "示函〔2026〕1号")
    assert ask("u-clerk", "accept").code == "letter_revoked"
    kept = letters.load_letter(filled.table, CITY, "LA-900")
    assert kept
    assert kept.record.revoked
    assert (kept.record.revoked.by, kept.record.revoked.reason) == ("H-900", "收回委托")
    with pytest.raises(Conflict, match="已经撤销"):
        revoke_letter(filled, leader(), "LA-900", "再次收回")


@pytest.mark.requirement("R72", "R90")
def test_a_letter_waits_for_its_filing(filled: Platform, ask: Any):
    sign_letter(filled, leader(), power_letter(signed_on=TODAY, **{"from": TODAY}))
    assert ask("u-chief", "decide").code == "by_letter"
    waiting = letters.list_unfiled(filled.table, CITY, limit=10).letters
    assert [one.record.id for one in waiting] == ["LP-900"]
    file_letter(filled, caller("supervisor", "u-bureau"), "LP-900", "示政数备〔2026〕1号")
    assert letters.list_unfiled(filled.table, CITY, limit=10).letters == []
    with pytest.raises(Conflict, match="已经备案"):
        file_letter(filled, caller("supervisor", "u-bureau"), "LP-900", "示政数备〔2026〕2号")
    log = changes_of(filled.table, CITY, "letter", "LP-900", limit=10).items
    assert [(row["act"], row["by"]) for row in log] == [("sign", "u-head"), ("file", "u-bureau")]


@pytest.mark.requirement("R90")
def test_two_letters_have_two_receipt_numbers(filled: Platform):
    sign_letter(filled, leader(), power_letter(signed_on=TODAY, **{"from": TODAY}))
    sign_letter(filled, leader(), accept_letter(signed_on=TODAY, **{"from": TODAY}))
    file_letter(filled, caller("supervisor", "u-bureau"), "LP-900", "示政数备〔2026〕1号")
    with pytest.raises(Conflict) as used:
        file_letter(filled, caller("supervisor", "u-bureau"), "LA-900", "示政数备〔2026〕1号")
    assert used.value.code == "receipt_number_used"
    assert [one.record.id for one in letters.list_unfiled(filled.table, CITY, limit=10).letters] == ["LA-900"]
    file_letter(filled, caller("supervisor", "u-bureau"), "LA-900", "示政数备〔2026〕2号")
    assert letters.list_unfiled(filled.table, CITY, limit=10).letters == []


def test_a_letter_is_signed_by_its_signer_for_the_own_department_and_once(filled: Platform):
    other = caller("department_leader", "u-other", "si")
    letter = accept_letter(signed_on=TODAY, **{"from": TODAY})
    assert refused(lambda: sign_letter(filled, other, letter)) == {
        "/department": "department_of_other",
        "/signed_by": "signer_not_caller",
    }
    sign_letter(filled, leader(), letter)
    again = letter.model_copy(update={"id": "LA-901"})
    assert refused(lambda: sign_letter(filled, leader(), again)) == {"/number": "letter_number_taken"}
    assert refused(lambda: sign_letter(filled, leader(), accept_letter(id="LA-902", number="示委〔2026〕9号"))) == {
        "/signed_on": "signed_today"
    }
    with pytest.raises(NotFound):
        revoke_letter(filled, other, "LA-900", "收回")


@pytest.mark.requirement("R59")
def test_leaving_ends_every_right_at_once_and_is_not_undone(filled: Platform, ask: Any):
    sign_letter(filled, leader(), power_letter(signed_on=TODAY, **{"from": TODAY}))
    leave_staff(filled, caller(), "S901", "调离")
    assert ask("u-chief", "decide").code == "left"
    with pytest.raises(Conflict, match="已经离岗"):
        leave_staff(filled, caller(), "S901", "调离")
    log = changes_of(filled.table, CITY, "staff", "S901", limit=10).items
    assert [(row["act"], row.get("reason")) for row in log] == [("register", None), ("leave", "调离")]
    terms = [*staff.terms_of(filled.table, CITY, "food")]
    assert (date(2026, 1, 1), NOON.date()) in {(one.since, one.until) for one in terms}


@pytest.mark.requirement("R64")
def test_the_second_chief_representative_comes_when_the_first_has_left(filled: Platform):
    second = CHIEF.model_copy(update={"id": "S904", "subject": "u-second"})
    assert refused(lambda: register_staff(filled, caller(), second)) == {"/chief": "second_chief"}
    leave_staff(filled, caller(), "S901", "退休")
    register_staff(filled, caller(), second)


@pytest.mark.requirement("R59")
def test_whoever_comes_back_has_a_new_post_with_the_same_account(filled: Platform, ask: Any):
    """The former post keeps its dates; the rights are those of the new one."""
    again = CHIEF.model_copy(update={"id": "S904", "same_person_as": "S901", "since": NOON.date()})
    assert refused(lambda: register_staff(filled, caller(), again))["/subject"] == "subject_taken"
    leave_staff(filled, caller(), "S901", "借调")
    stranger = again.model_copy(update={"same_person_as": None})
    assert refused(lambda: register_staff(filled, caller(), stranger)) == {"/subject": "subject_taken"}
    register_staff(filled, caller(), again)
    sign_letter(filled, leader(), power_letter(grantee="S904", signed_on=TODAY, **{"from": TODAY}))
    assert ask("u-chief", "decide").persons == ("S904",)
    with pytest.raises(Conflict, match="已经离岗"):
        move_staff(filled, caller(), "S901", {"windows": ()}, "调岗")
    leave_staff(filled, caller(), "S904", "退休")
    assert ask("u-chief", "decide").code == "left"


@pytest.mark.requirement("R71")
def test_a_new_seal_comes_when_the_old_one_is_withdrawn(filled: Platform):
    second = SEAL.model_copy(update={"id": "SEAL-901", "since": NOON.date()})
    assert refused(lambda: register_seal(filled, caller(), second)) == {"/state": "second_active_seal"}
    end = {"state": "withdrawn", "until": date(2026, 11, 25), "custodian": None}
    past = refused(lambda: change_seal(filled, caller(), "SEAL-900", end, "磨损", name="withdraw"))
    assert past == {"/to": "day_in_the_past"}
    change_seal(filled, caller(), "SEAL-900", {**end, "until": NOON.date()}, "磨损", name="withdraw")
    register_seal(filled, caller(), second)
    with pytest.raises(Conflict, match="已经停用"):
        change_seal(filled, caller(), "SEAL-900", {"custodian": "H-900"}, "移交", name="hand_over")
    change_seal(filled, caller(), "SEAL-901", {"custodian": "H-900"}, "移交", name="hand_over")
    assert refused(
        lambda: change_seal(filled, caller(), "SEAL-901", {"custodian": "S903"}, "移交", name="hand_over")
    ) == {"/custodian": "custodian_of_other_department"}


@pytest.mark.requirement("R1")
def test_whoever_accepts_gets_no_deciding_post_also_as_a_second_one(filled: Platform):
    at_food = member(id="S905", subject="u-905", same_person_as="S903")
    assert refused(lambda: register_staff(filled, caller(), at_food)) == {"/same_person_as": "separation_of_duties"}
    changes = {"roles": ("officer", "counter_clerk"), "unit": {"kind": "department", "id": "food"}}
    assert refused(lambda: move_staff(filled, caller(), "S903", changes, "调岗")) == {"/roles": "separation_of_duties"}
    move_staff(filled, caller(), "S903", {"windows": ("W-08",)}, "换窗口")
    with pytest.raises(Conflict, match="请先办理离岗"):
        move_staff(filled, caller(), "S901", {"unit": {"kind": "department", "id": "si"}}, "调岗")


def test_a_repeated_request_gets_the_same_receipt_and_counts_once(filled: Platform):
    one, by = member(id="S906", subject="u-906"), caller()
    first = register_staff(filled, by, one)
    before = version_of(filled.table, CITY)
    assert register_staff(filled, by, one) == first
    assert version_of(filled.table, CITY) == before
    assert refused(lambda: register_staff(filled, caller(), one)) == {"/id": "id_taken", "/subject": "subject_taken"}
    elsewhere = member(id="S907", subject="u-907", region="441781")
    assert refused(lambda: register_staff(filled, caller(), elsewhere)) == {"/region": "region_of_other"}
