"""What is missing in the registers of seals and letters, each gap from a record that has just that fault."""

from datetime import date
from typing import Any

import pytest

from chalicelib.clock.calendar import WorkCalendar
from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.item_kinds import ItemKind
from chalicelib.directory.model.letters import Letter
from chalicelib.directory.model.organs import DepartmentRecord
from chalicelib.directory.model.register_gaps import Registered, decision_gaps, letter_gaps, seal_gaps
from chalicelib.directory.model.seals import Seal
from chalicelib.directory.model.staff import StaffMember
from tests.directory.registers import CITY, accept_letter, member, power_letter

DAY = date(2026, 11, 24)
CALENDAR = WorkCalendar()
FOOD = DepartmentRecord.model_validate(
    {
        "name_2018_rules": "市食品药品监管局",
        "name_now": "市市场监管局",
        "rules_window": "生产经营",
        "uscc_SYNTHETIC": "11441700YM0000139C",
        "basic_dept_digits_ILLUSTRATIVE": "072",
        "items": ("YM-P01",),
    }
)
DIRECTORY = Directory(CITY, 1, {"departments": {"food": FOOD}})
KEEPER = member(id="S901", roles=["chief_representative"], chief=True)
SEAL = Seal.model_validate(
    {"id": "SEAL-900", "region": CITY, "department": "food", "inscription": "示范印章", "custodian": "S901"}
    | {"from": "2026-01-01"}
)
FILED = {"filing": {"number": "示备1号", "filed_on": "2026-01-05"}}
SCAN = {"file": "F1", "sha256": "0" * 64, "size": 10, "content_type": "application/pdf"}
SOUND = {**FILED, "scan": SCAN, "to": "2027-12-31"}


def of_seals(*seals: Seal, staff: tuple[StaffMember, ...] = (KEEPER,)) -> list[tuple[str, str]]:
    registered = Registered(seals, [], {one.id: one for one in staff})
    return [(gap.kind, gap.subject) for gap in seal_gaps(DIRECTORY, registered, DAY)]


def of_letters(*letters: Letter, staff: tuple[StaffMember, ...] = (KEEPER,), **more: Any) -> list[tuple[str, str]]:
    registered = Registered([], letters, {one.id: one for one in staff})
    found = letter_gaps(DIRECTORY, registered, DAY, CALENDAR, more.get("catalogue", {"YM-P01": "food"}))
    return [(gap.kind, gap.subject) for gap in found]


@pytest.mark.requirement("R71")
def test_seals():
    assert of_seals(SEAL) == []
    assert of_seals() == [("seal_missing", "food")]
    ended = SEAL.model_copy(update={"state": "withdrawn", "until": date(2026, 11, 23)})
    assert of_seals(ended) == [("seal_missing", "food")]
    assert of_seals(SEAL.model_copy(update={"custodian": None})) == [("custodian_missing", "SEAL-900")]
    left = [("custodian_left", "SEAL-900")]
    assert of_seals(SEAL, staff=()) == left
    assert of_seals(SEAL, staff=(member(id="S901", to="2026-11-23"),)) == left
    assert of_seals(SEAL, staff=(member(id="S901", unit={"kind": "department", "id": "si"}),)) == left


@pytest.mark.requirement("R57", "R72", "R90")
def test_letters():
    sound = power_letter(**SOUND)
    assert of_letters(sound, accept_letter(**SOUND)) == []
    assert of_letters(power_letter(**{**SOUND, "filing": None})) == [("letter_unfiled", "LP-900")]
    assert of_letters(power_letter(**{**SOUND, "scan": None})) == [("letter_scan_missing", "LP-900")]
    young = {"signed_on": "2026-11-20", "from": "2026-11-20", "scan": None, "filing": None}
    assert of_letters(power_letter(**SOUND | young)) == []
    assert of_letters(sound, catalogue={"YM-P02": "food"}) == [("letter_item_unknown", "LP-900")]
    assert of_letters(sound, catalogue=None) == []
    excluded = [{"item": "YM-P01", "text": "重大的", "who": "department_head"}]
    assert of_letters(power_letter(**SOUND, exclusions=excluded)) == [("letter_excludes_all", "LP-900")]
    gone = (member(id="S901", left_at="2026-11-24T09:00:00+08:00"),)
    assert of_letters(sound, staff=gone) == [("letter_holder_left", "LP-900")]
    deputy = member(id="S902", deputy_of="S901", roles=["chief_representative"])
    assert of_letters(power_letter(**SOUND, deputy="S902"), staff=(*gone, deputy)) == []


@pytest.mark.requirement("R57")
def test_a_letter_that_ends_within_thirty_days_needs_one_that_follows():
    ends = accept_letter(**{**SOUND, "to": "2026-12-24"})
    assert of_letters(ends) == [("letter_expiring", "LA-900")]
    assert of_letters(accept_letter(**{**SOUND, "to": "2026-12-25"})) == []
    after = {**SOUND, "id": "LA-901", "number": "示委〔2026〕2号", "from": "2026-12-25"}
    assert of_letters(ends, accept_letter(**after)) == []
    assert of_letters(ends, accept_letter(**{**after, "from": "2026-12-26"})) == [("letter_expiring", "LA-900")]
    others = accept_letter(**after, items=[{"item": "YM-P02"}])
    found = of_letters(ends, others, catalogue={"YM-P01": "food", "YM-P02": "food"})
    assert found == [("letter_expiring", "LA-900")]


def test_letters_that_have_ended_are_no_gaps():
    over = power_letter(**{"to": "2026-11-23"})
    revoked = accept_letter(revoked={"at": "2026-11-01T09:00:00+08:00", "by": "H-900", "reason": "收回"})
    assert of_letters(over, revoked) == []


@pytest.mark.requirement("R65", "R66", "R67")
@pytest.mark.parametrize(
    ("kind", "gap"),
    [
        (ItemKind(on_the_spot=False), False),
        (ItemKind(on_the_spot=True), True),  # the letter grants the second power, which decides no 即办件
        (ItemKind(on_the_spot=False, complex=True), True),
        (ItemKind(on_the_spot=False, upward=True), True),
    ],
)
def test_a_letter_by_which_nobody_can_decide_is_a_gap(kind: ItemKind, *, gap: bool):
    """The catalogue has changed since the letter was signed. What the letter leaves to somebody else is none."""
    excluded = [{"item": "YM-P01", "text": "重大的", "who": "department_head"}]
    letters = [
        power_letter(),
        power_letter(id="LP-901", exclusions=excluded),
        power_letter(id="LP-902", to="2026-11-23"),
        accept_letter(),
    ]
    registered = Registered([], letters, {})
    found = [*decision_gaps(registered, DAY, {"YM-P01": kind})]
    wanted = [("letter_decides_nothing", "LP-900")] if gap else []
    assert [(one.kind, one.subject) for one in found] == wanted
    assert all("YM-P01" in one.words for one in found)
    assert [*decision_gaps(registered, DAY, {})] == []
