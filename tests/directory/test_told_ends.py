"""No file takes back an end that was told: at once, of a day that has passed, or of a day to come.

One table has every kind of end that the directory and the registers know.
"""

import copy
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import pytest

from chalicelib.directory.acts.import_directory import DirectoryPlan, carry_out, plan_directory
from chalicelib.directory.model.directory import ROW_MODELS
from chalicelib.directory.model.sections import SECTIONS
from chalicelib.directory.store import seals, staff
from chalicelib.directory.store.kept import Change
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.problems import Invalid
from chalicelib.foundation.table import Table
from proofs.kit.world import Moment, World
from tests.directory import directories
from tests.directory.registers import CITY, NOON, at, demonstration

BEFORE = at("2026-11-02")
PASSED, TO_COME, LATER = "2026-11-20", "2026-12-31", "2027-12-31"
AT_ONCE = "2026-11-20T10:00:00+08:00"
REVOKED = {"by": "H-food", "reason": "收回"}
CLOSING = {"from": "2026-12-01", "to": "2026-12-20", "reason": "维修"}
MOVED = {"kind": "transferred", "to_name": "示例局", "to_department": "health", "on": "2026-11-20", "precision": "day"}


class End(NamedTuple):
    """What a file tells of a record when it ends, and what another file tells that names a later end."""

    section: str
    id: str
    told: dict[str, Any]
    later: dict[str, Any] | None = None
    pointer: str = ""
    code: str = "end_later"
    again: bool = False
    """Whether `--replace` puts the end off."""


def ends(section: str, record: str, field: str, pointer: str, *, past: str = "end_later") -> list[Any]:
    """A planned day that has passed, and one to come."""
    return [
        pytest.param(
            End(section, record, {field: day}, {field: LATER}, pointer, code, again=code == "end_later"),
            id=f"{section} {field} {name}",
        )
        for day, name, code in ((PASSED, "passed", past), (TO_COME, "to come", "end_later"))
    ]


def residency(day: str) -> dict[str, Any]:
    return {"residency": directories.DOCUMENT["departments"]["food"]["residency"] | {"to": day}}


ENDS = [
    *ends("staff", "S048", "to", "/to", past="already_left"),
    pytest.param(
        End("staff", "S048", {"to": PASSED, "left_at": AT_ONCE}, {"to": LATER}, "/to", "already_left"),
        id="staff at once",
    ),
    *ends("seals", "SEAL-food-2", "to", "/to", past="seal_withdrawn"),
    pytest.param(
        End(
            "seals",
            "SEAL-food-2",
            {"to": PASSED, "stopped_at": AT_ONCE, "state": "withdrawn", "custodian": None},
            {"to": LATER},
            "/to",
            "seal_withdrawn",
        ),
        id="seals at once",
    ),
    *(
        pytest.param(
            End(
                "letters_power",
                "LP-food-1",
                {"revoked": {**REVOKED, "at": moment}},
                {"revoked": {**REVOKED, "at": f"{LATER}T00:00:00+08:00"}},
                "/revoked",
                "already_revoked",
            ),
            id=f"letters revoked {name}",
        )
        for moment, name in ((AT_ONCE, "at once"), (f"{TO_COME}T00:00:00+08:00", "to come"))
    ),
    *ends("windows", "W-01", "open_to", "/open_to"),
    pytest.param(End("windows", "W-01", {"closed": [CLOSING]}), id="windows closed"),
    *(
        pytest.param(
            End("departments", "food", residency(day), residency(LATER), "/residency/to", again=True),
            id=f"residency {name}",
        )
        for day, name in ((PASSED, "passed"), (TO_COME, "to come"))
    ),
    pytest.param(End("departments", "food", {"successors": [MOVED]}), id="department transferred"),
    *ends("documents", "DEMO-DOC", "effective_to", "/effective_to"),
]
PARTS = ("windows", "departments", "documents")


def whole() -> dict[str, Any]:
    """The file of before."""
    document = copy.deepcopy(dict(directories.DOCUMENT) | demonstration())
    demo = {"id": "DEMO-DOC", "number": "示〔2026〕1号", "issuer": "示例", "effect": "in_force", "status": "SYNTHETIC"}
    document["documents"].append(demo | {"effective_from": "2026-01-01"})
    return document


def of_before(end: End) -> dict[str, Any]:
    """The part of that file with the record alone."""
    return told(end, {})


def told(end: End, changes: dict[str, Any]) -> dict[str, Any]:
    content = whole()[end.section]
    if isinstance(content, dict):
        return {end.section: {end.id: content[end.id] | changes}}
    return {end.section: [one | changes for one in content if one["id"] == end.id]}


def imported(table: Table, document: Any, moment: datetime = NOON, replaced: tuple[str, ...] = ()) -> DirectoryPlan:
    by = Change("import", moment, "u-admin", "administrator", {})
    plan = plan_directory(table, CITY, document, directories.LIMITS, logged=by, replaced=replaced)
    for _ in carry_out(table, plan):
        pass
    return plan


def changes(plan: DirectoryPlan) -> list[str]:
    return [change.id for change in plan.changes if change.kind in {"created", "changed"}]


def refusals(table: Table, document: Any, replaced: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        imported(table, document, replaced=replaced)
    return [(error.pointer, error.code) for error in refused.value.errors]


@pytest.fixture(scope="module")
def filled() -> Iterator[tuple[World, Moment]]:
    """The directory and the registers as the file of before tells them: imported once."""
    world = World()
    imported(world.platform.table, whole(), BEFORE)
    yield world, world.moment()
    platforms.use(None)


@pytest.fixture
def world(filled: tuple[World, Moment]) -> World:
    world, moment = filled
    world.go_back(moment)
    return world


@pytest.fixture
def ended(table: Table, end: End) -> Table:
    """The directory and the registers, in which the end was told before it came."""
    moment = NOON if AT_ONCE in str(end.told) else BEFORE
    assert end.id in changes(imported(table, told(end, end.told), moment))
    return table


@pytest.mark.requirement("R59", "R71", "R72", "R83")
@pytest.mark.parametrize("end", ENDS)
def test_a_file_of_before_leaves_every_end_as_it_is(ended: Table, end: End):
    assert changes(imported(ended, of_before(end))) == []
    assert changes(imported(ended, of_before(end), NOON + timedelta(days=90))) == []


@pytest.mark.parametrize("end", [ENDS[1]])
def test_the_whole_file_of_before_leaves_it_too(ended: Table, end: End):
    assert changes(imported(ended, whole())) == []


@pytest.mark.parametrize("end", [one for one in ENDS if one.values[0].later])
def test_a_file_that_puts_an_end_off_is_refused_at_the_field(ended: Table, end: End):
    assert end.later
    place = end.id if end.section == "departments" else 0
    assert refusals(ended, told(end, end.later)) == [(f"/{end.section}/{place}{end.pointer}", end.code)]


@pytest.mark.parametrize("end", [one for one in ENDS if one.values[0].later])
def test_an_end_is_put_off_only_where_whoever_imports_says_so_and_nobody_comes_back(ended: Table, end: End):
    assert end.later
    document = told(end, end.later)
    if end.again:
        assert end.id in changes(imported(ended, document, replaced=(end.id,)))
        assert changes(imported(ended, document)) == []
    else:
        assert [code for _, code in refusals(ended, document, (end.id,))] == [end.code]


@pytest.mark.parametrize("end", [one for one in ENDS if one.values[0].section in PARTS])
def test_with_replace_the_file_of_before_is_taken_as_it_is(ended: Table, end: End):
    assert end.id in changes(imported(ended, of_before(end), replaced=(end.id,)))


@pytest.mark.requirement("R59")
@pytest.mark.parametrize("end", [ENDS[0]])
def test_who_left_on_a_planned_day_has_no_post_after_an_older_file(ended: Table, end: End):
    imported(ended, of_before(end))
    kept = staff.load_member(ended, CITY, end.id)
    assert kept
    assert (kept.record.until, kept.record.in_post_at(NOON)) == (date.fromisoformat(PASSED), False)


@pytest.mark.requirement("R71")
@pytest.mark.parametrize("end", [ENDS[3]])
def test_a_seal_that_was_withdrawn_on_a_planned_day_stays_so(ended: Table, end: End):
    imported(ended, of_before(end))
    kept = seals.load_seal(ended, CITY, end.id)
    assert kept
    assert (kept.record.state_on(NOON.date()), kept.record.in_use_at(NOON)) == ("withdrawn", False)


@pytest.mark.parametrize("end", [ENDS[7 + 1]])
def test_what_begins_again_after_its_end_is_a_new_term(ended: Table, end: End):
    again = told(end, {"open_from": "2026-11-25"})
    assert end.id in changes(imported(ended, again))
    assert changes(imported(ended, again)) == []


@pytest.mark.parametrize("end", [ENDS[0]])
def test_an_end_may_be_told_earlier(table: Table, end: End):
    imported(table, told(end, {"to": TO_COME}), BEFORE)
    assert changes(imported(table, told(end, {"to": "2026-11-30"}))) == [end.id]


def test_the_table_has_every_section_that_knows_an_end():
    """A model with a last day, at any depth, is in the table, or has a reason not to be."""
    models = {section.name: section.model for section in SECTIONS} | {"regions": ROW_MODELS["regions"]}
    reasons = {"letters_accept": "as letters_power"}
    known = {one.values[0].section for one in ENDS} | reasons.keys()
    assert {name for name, model in models.items() if _has_an_end(model)} <= known


def _has_an_end(model: Any) -> bool:
    fields = model.model_fields
    if {"until", "left_at", "stopped_at", "revoked"} & fields.keys():
        return True
    inner = [field.annotation for field in fields.values()]
    return any("Closure" in str(one) or "Residency" in str(one) for one in inner)
