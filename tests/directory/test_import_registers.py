"""The import of staff, letters and seals: whole, repeatable, and nothing while one error is left."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.catalogue.store.kinds import kind_in
from chalicelib.directory.acts.import_directory import DirectoryPlan, carry_out, plan_directory
from chalicelib.directory.acts.register_import import items_named
from chalicelib.directory.model.authority import AskedAct, may
from chalicelib.directory.model.item_kinds import ItemKind
from chalicelib.directory.store import authority, seals, staff
from chalicelib.directory.store.kept import Change, changes_of
from chalicelib.directory.store.version import version_of
from chalicelib.foundation import register_keys
from chalicelib.foundation.problems import Invalid
from chalicelib.foundation.table import Table
from local.catalogues import catalogue_of
from proofs.kit.catalogue import item_document
from tests.directory import directories
from tests.directory.registers import CITY, NOON, demonstration, known_to_letters

BY = Change("import", NOON, "u-admin", "administrator", {})
COUNTS = {"staff": 376, "letters": 100, "seals": 73, "authority": 55}


@pytest.fixture
def filled(table: Table) -> Table:
    """The departments are there; staff, letters and seals are not."""
    directories.imported(table)
    return table


def imported(table: Table, document: Any) -> DirectoryPlan:
    plan = plan_directory(table, CITY, document, logged=BY)
    for _ in carry_out(table, plan):
        pass
    return plan


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    document = copy.deepcopy(demonstration())
    change(document)
    return document


def one(document: dict[str, Any], section: str, identity: str) -> dict[str, Any]:
    return next(record for record in document[section] if record["id"] == identity)


def written(plan: DirectoryPlan) -> list[tuple[str, str, str]]:
    return [(change.kind, change.section, change.id) for change in plan.changes if change.kind != "unchanged"]


def refusals(table: Table, document: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        plan_directory(table, CITY, document, logged=BY)
    return {error.pointer: error.code for error in refused.value.errors}


def test_the_registers_of_all_regions_are_imported_once_and_a_second_run_writes_nothing(filled: Table):
    plan = imported(filled, demonstration())
    created = [change.section for change in plan.changes if change.kind == "created"]
    assert {section: created.count(section) for section in COUNTS} == COUNTS
    before = version_of(filled, CITY)
    assert imported(filled, demonstration()).pending == 0
    assert version_of(filled, CITY) == before


def test_what_was_imported_answers_who_may(filled: Table):
    imported(filled, demonstration())
    cases: tuple[tuple[str, str, str, AskedAct, str], ...] = (
        ("persona:clerk-production", "food", "YM-P01", "accept", "by_letter"),
        ("persona:clerk-production", "forest", "YM-P10", "accept", "letter_expired"),
        ("persona:chief-food", "food", "YM-P01", "decide", "by_letter"),
        ("persona:leader-health", "health", "YM-P03", "decide", "by_letter"),
        ("persona:chief-health", "health", "YM-P03", "decide", "department_head_decides"),
        ("persona:nobody", "food", "YM-P01", "accept", "not_in_register"),
    )
    for subject, department, item, act, code in cases:
        found = authority.register_of(filled, CITY, None, subject=subject, department=department)
        holder = found.holder.member if found.holder else None
        answer = may(found.register, holder, department, item, act, NOON)
        assert answer.code in {code, "own_right" if code == "by_letter" else code, "department_head_decides"}
        assert answer.allowed is (code == "by_letter")


def test_a_county_keeps_its_own(filled: Table):
    imported(filled, demonstration())
    county = authority.register_of(filled, "441781", None, subject="persona:clerk-production", department="forest")
    assert county.holder
    assert may(county.register, county.holder.member, "forest", "YM-P10", "accept", NOON).allowed


def test_a_change_is_one_entry_of_the_log_and_shows_no_telephone(filled: Table):
    imported(filled, demonstration())
    plan = imported(filled, changed(lambda new: one(new, "staff", "S048").update(to="2026-12-31", phone="13800138099")))
    assert written(plan) == [("changed", "staff", "S048")]
    kept = staff.load_member(filled, CITY, "S048")
    assert kept
    assert (str(kept.record.until), kept.record.phone) == ("2026-12-31", "13800138099")
    log = changes_of(filled, CITY, "staff", "S048", limit=10).items
    assert [row["act"] for row in log] == ["import", "import"]
    assert log[1]["facts"] == '{"phone": null, "to": "2026-12-31"}'
    assert "13800138" not in str(log)


def test_a_broken_off_import_is_completed_by_the_next(filled: Table):
    plan = plan_directory(filled, CITY, demonstration(), logged=BY)
    for written_so_far, _ in enumerate(carry_out(filled, plan)):
        if written_so_far == 150:
            break
    rest = imported(filled, demonstration())
    assert 0 < rest.pending < plan.pending
    assert imported(filled, demonstration()).pending == 0


def test_a_person_with_two_posts_has_both_accounts_whichever_comes_first(filled: Table):
    imported(filled, demonstration())
    second = {**one(demonstration(), "staff", "S048"), "id": "S990", "subject": "u-990", "same_person_as": "S048"}
    for document in ({"staff": [second]}, changed(lambda new: new["staff"].append(second))):
        imported(filled, document)
        for subject in ("persona:officer-food", "u-990"):
            found = authority.register_of(filled, CITY, None, subject=subject).holder
            assert found
            assert found.accounts == {"persona:officer-food", "u-990"}


@pytest.mark.requirement("R59")
def test_a_file_of_before_does_not_bring_back_whoever_has_left(filled: Table):
    imported(filled, demonstration())
    gone = staff.load_members(filled, CITY, ["S048"])["S048"]
    left = gone.record.model_copy(update={"until": NOON.date(), "left_at": NOON})
    filled.write(*staff.write_member(gone, left))
    assert imported(filled, demonstration()).pending == 0
    at = next(n for n, record in enumerate(demonstration()["staff"]) if record["id"] == "S048")
    longer = changed(lambda new: one(new, "staff", "S048").update(to="2030-12-31"))
    assert refusals(filled, longer) == {f"/staff/{at}/to": "already_left"}


def test_a_signed_letter_keeps_its_words_and_may_be_filed_and_revoked(filled: Table):
    imported(filled, demonstration())
    longer = changed(lambda new: one(new, "letters_power", "LP-food-1").update(to="2030-06-30"))
    at = next(n for n, letter in enumerate(demonstration()["letters_power"]) if letter["id"] == "LP-food-1")
    assert refusals(filled, longer) == {f"/letters_power/{at}": "letter_signed"}
    end = {"at": "2026-12-01T00:00:00+08:00", "by": "H-food", "reason": "收回"}
    plan = imported(filled, changed(lambda new: one(new, "letters_power", "LP-food-1").update(revoked=end)))
    assert written(plan) == [("changed", "letters", "LP-food-1"), ("changed", "authority", "food")]
    pending = register_keys.register_of_letters(CITY)
    waiting = [row["id"] for row in filled.query_all(pending, prefix=register_keys.UNFILED)]
    assert waiting == ["LP-ocean-1"]


@pytest.mark.requirement("R71")
def test_a_file_of_before_does_not_bring_back_a_seal_that_was_stopped(filled: Table):
    imported(filled, demonstration())
    before = seals.load_seal(filled, CITY, "SEAL-food-2")
    assert before
    end = {"state": "withdrawn", "until": NOON.date(), "stopped_at": NOON, "custodian": None}
    stopped = before.record.model_copy(update=end)
    standing = authority.load_standing(filled, CITY, "food")
    filled.write(
        *seals.write_seal(before, stopped),
        authority.write_standing(CITY, "food", standing, standing.record.with_seal(stopped)),
    )
    assert imported(filled, demonstration()).pending == 0
    kept = seals.load_seal(filled, CITY, "SEAL-food-2")
    assert kept
    assert (kept.record, authority.load_standing(filled, CITY, "food").record.seal_at(NOON)) == (stopped, None)


@pytest.mark.requirement("R33", "R72")
def test_a_file_of_before_does_not_make_a_revoked_letter_valid(filled: Table):
    imported(filled, demonstration())
    end = {"at": "2026-12-01T00:00:00+08:00", "by": "H-food", "reason": "收回"}
    imported(filled, changed(lambda new: one(new, "letters_power", "LP-food-1").update(revoked=end)))
    assert imported(filled, demonstration()).pending == 0
    at = next(n for n, letter in enumerate(demonstration()["letters_power"]) if letter["id"] == "LP-food-1")
    later = {**end, "at": "2030-12-01T00:00:00+08:00"}
    longer = changed(lambda new: one(new, "letters_power", "LP-food-1").update(revoked=later))
    assert refusals(filled, longer) == {f"/letters_power/{at}/revoked": "already_revoked"}


def _second_seal(new: dict[str, Any]) -> None:
    second = {"id": "SEAL-food-9", "inscription": "阳江市市场监督管理局行政审批专用章(9)"}
    new["seals"].append(one(new, "seals", "SEAL-food-2") | second)


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        pytest.param(_second_seal, "/seals/73/state", "second_active_seal", marks=pytest.mark.requirement("R71")),
        (lambda new: one(new, "staff", "S078").update(roles=["chief_representative"]), "/staff/77/staff_type",
         "decider_staff_type"),
        (lambda new: one(new, "staff", "S020").update(rank="科员级"), "/staff/19/rank", "rank_below_limit"),
        (lambda new: new["letters_power"][0].update(signed_by="L-hrss"), "/letters_power/0/signed_by", "signer_rank"),
        (lambda new: new["letters_accept"][0].update({"from": "2026-12-31", "to": "2026-01-01"}),
         "/letters_accept/0/to", "term_reversed"),
        (lambda new: new["letters_accept"][1].update(number=new["letters_accept"][0]["number"]),
         "/letters_accept/1/number", "letter_number_taken"),
        (lambda new: new["staff"][1].update(subject=new["staff"][0]["subject"]), "/staff/1/subject", "subject_taken"),
        (lambda new: new["staff"][0]["unit"].update(id="nowhere"), "/staff/0/unit/id", "id_unknown"),
        (lambda new: new["staff"][0].update(region="440100"), "/staff/0/region", "region_not_in_file"),
        (lambda new: new["staff"][0].update(same_person_as="S999"), "/staff/0/same_person_as", "id_unknown"),
        (lambda new: new["seals"][0].update(custodian="S002"), "/seals/0/custodian", "custodian_of_other_department"),
    ],
)  # fmt: skip
def test_what_an_import_of_registers_is_refused_for(
    filled: Table, change: Callable[[dict[str, Any]], object], pointer: str, code: str
):
    before = version_of(filled, CITY)
    assert refusals(filled, changed(change))[pointer] == code
    assert version_of(filled, CITY) == before
    assert staff.load_member(filled, CITY, "S001") is None


CODES = {"YM-P01": "food", "YM-S01": "hrss"}


def with_items(table: Table, document: Any) -> dict[str, str]:
    """The refusals where the catalogue has the items of `CODES` and no others."""
    with pytest.raises(Invalid) as refused:
        plan_directory(table, CITY, document, logged=BY, catalogue=CODES)
    return {error.pointer: error.code for error in refused.value.errors}


@pytest.mark.requirement("R57", "R72")
def test_items_of_letters_and_trainings_are_those_of_the_catalogue(filled: Table):
    document = changed(lambda whole: whole.update({"letters_power": [], "staff": whole["staff"]}))
    document["letters_accept"] = [one(document, "letters_accept", "LA-food-1")]
    document["letters_accept"][0]["items"] = [{"item": code} for code in ("YM-P01", "YM-S01", "YM-X99")]
    for member in document["staff"]:
        member.pop("competences", None)
    place = next(place for place, member in enumerate(document["staff"]) if member["id"] == "S075")
    document["staff"][place]["competences"] = [{"item": "YM-X98", "trained_on": "2026-01-01", "until": "2026-12-31"}]
    assert with_items(filled, document) == {
        "/letters_accept/0/items/1/item": "item_of_other_department",
        "/letters_accept/0/items/2/item": "item_unknown",
        f"/staff/{place}/competences/0/item": "item_unknown",
    }


def test_without_a_catalogue_the_items_are_taken_with_a_warning(filled: Table):
    plan = plan_directory(filled, CITY, demonstration(), logged=BY)
    assert [warning.code for warning in plan.warnings] == ["items_not_checked"]
    codes = items_named(demonstration())
    assert {"YM-P01", "YM-I21"} <= set(codes)
    known = known_to_letters()
    assert plan_directory(filled, CITY, demonstration(), logged=BY, catalogue=known).warnings == []


def test_a_letter_that_is_kept_is_not_judged_by_the_catalogue_of_today(filled: Table):
    imported(filled, demonstration())
    plan = plan_directory(filled, CITY, demonstration(), logged=BY, catalogue={})
    assert {change.kind for change in plan.changes} == {"unchanged"}


@pytest.mark.requirement("R59")
def test_windows_of_staff_are_those_of_the_directory(filled: Table):
    document = changed(lambda whole: one(whole, "staff", "S075").update(windows=["W-07", "W-99"]))
    place = next(place for place, member in enumerate(document["staff"]) if member["id"] == "S075")
    assert refusals(filled, document) == {f"/staff/{place}/windows/1": "id_unknown"}


@pytest.mark.requirement("R65", "R72")
def test_a_new_letter_leaves_no_complex_item_to_the_chief_representative(filled: Table):
    """The catalogue tells what is complex. Letters that have ended, and letters that are kept, are not judged by it."""
    kinds = {"YM-P01": ItemKind(on_the_spot=False, complex=True), "YM-P16": ItemKind(complex=True)}
    document = demonstration()
    place = next(no for no, letter in enumerate(document["letters_power"]) if letter["id"] == "LP-food-1")
    line = next(no for no, one in enumerate(document["letters_power"][place]["items"]) if one["item"] == "YM-P01")
    with pytest.raises(Invalid) as refused:
        plan_directory(filled, CITY, document, logged=BY, kinds=kinds)
    found = {error.pointer: error.code for error in refused.value.errors if "LP" not in error.code}
    assert found[f"/letters_power/{place}/items/{line}/decides"] == "complex_item_decides"
    ended = next(no for no, letter in enumerate(document["letters_power"]) if letter["id"] == "LP-culture-1")
    assert not [pointer for pointer in found if pointer.startswith(f"/letters_power/{ended}/")]
    imported(filled, document)
    assert plan_directory(filled, CITY, document, logged=BY, kinds=kinds).pending == 0


@pytest.mark.requirement("R65")
def test_the_letters_of_the_demonstration_are_those_of_its_catalogue(filled: Table):
    kinds = {item["id"]: kind_in(item_document(item["id"])) for item in catalogue_of(CITY)["items"]}
    assert sum(kind.complex for kind in kinds.values()) == 11
    known = known_to_letters()
    assert plan_directory(filled, CITY, demonstration(), logged=BY, catalogue=known, kinds=kinds).warnings == []
