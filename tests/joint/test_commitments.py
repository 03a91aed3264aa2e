"""A commitment lets a member begin before an earlier result (W12): what it opens, its term, and how it ends."""

from datetime import date
from typing import Any, Literal

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.model.clock_history import Rules
from chalicelib.cases.model.clocks_shown import clocks_shown
from chalicelib.cases.store.supervision import matters
from chalicelib.foundation import problems
from proofs.kit import joint
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall
from tests.catalogue.schemes.data import WORKED

W12 = next(case for case in WORKED["cases"] if case["id"] == "W12")
EXPECTED = W12["expect"]["commitment"]
SIGNED, UNSIGNED = (one["members"] for one in W12["given"]["plans"])
ACCEPTED, GRANTED, DUE = date(2026, 9, 14), date(2026, 9, 17), date(2026, 10, 14)
DRAWINGS, PERMIT, SIGNS = "YM-I07", "YM-I11", "commits_i07_i11"


@pytest.fixture
def building(hall: Hall) -> Hall:
    publish_schemes(hall.platform, "YM-J01")
    return hall


def begun(hall: Hall, *, signs: bool = True) -> str:
    joint.on(hall, ACCEPTED)
    return joint.accepted(hall, joint.BUILD, {**joint.OF_A_BUILDING, SIGNS: signs})


def granted(hall: Hall) -> str:
    """The permit is granted while the drawings are still examined."""
    request = begun(hall)
    joint.on(hall, GRANTED)
    joint.decide(hall, request, PERMIT)
    return request


def later(hall: Hall, day: date, hour: int = 9) -> None:
    joint.on(hall, day, hour)
    while hall.world.sweep():
        hall.carry_out_everything()


def drawings_pass(hall: Hall, request: str) -> None:
    """Everybody consents, and the lead concludes and decides."""
    case_id = joint.of_member(hall, request, DRAWINGS).id
    conclude(hall, case_id, "pass")
    joint.decide(hall, request, DRAWINGS)


def conclude(hall: Hall, case_id: str, conclusion: Literal["pass", "refuse"]) -> None:
    findings = ["结构计算不足。"] if conclusion == "refuse" else []
    for one in hall.people.session(case_id).invited:
        officer = hall.caller(f"officer-{one.department}")
        hall.people.give_opinion(case_id, officer, opinion=conclusion, findings=findings)
    hall.people.conclude_session(case_id, hall.caller("chief-housing", case_id), conclusion)


def told(hall: Hall, case_id: str) -> list[str]:
    return [event.type for event in hall.events(case_id) if event.type.startswith("commitment_")]


def shown(hall: Hall, case_id: str) -> tuple[str, str] | None:
    """The term as it follows from the events alone: its last day, and whether it runs."""
    platform = hall.platform
    rules = Rules(platform.calendars, platform.settings.supplement_workdays, licence=True)
    clocks = clocks_shown(case_id, hall.events(case_id), platform.now(), rules).clocks
    return next(((str(one.due), one.state) for one in clocks if one.kind == "commitment"), None)


@pytest.mark.requirement("R77")
def test_w12_the_permit_opens_with_the_acceptance_where_the_commitment_is_signed(building: Hall):
    request = begun(building)
    assert joint.states(building, request) == {DRAWINGS: "open", PERMIT: "open"}
    for node, planned in SIGNED.items():
        member, case = joint.members(building, request)[node], joint.of_member(building, request, node)
        assert (str(member.opened_on), str(case.due("promised"))) == (planned["opens_on"], planned["due"])


@pytest.mark.requirement("R77")
def test_w12_the_commitment_is_a_document_of_the_permit_that_names_proof_obligation_and_consequences(building: Hall):
    request = begun(building)
    permit = joint.of_member(building, request, PERMIT)
    building.issue_documents()
    (paper,) = [row for row in building.rows(permit.id, "DOCUMENT#") if row["kind"] == "pledge_commitment"]
    assert (paper["title"], "告诺字" in paper["number"]) == ("告知承诺书", True)
    for said in (
        "施工图审查受理凭证",
        "准予之日起15个工作日",
        "到期没有取得的",
        "不因此自动失效",
        "以实名账号登录确认",
    ):
        assert said in paper["data"]
    assert building.events(permit.id)[0].data["document"] == paper["no"]
    drawings = joint.of_member(building, request, DRAWINGS)
    assert "pledge_commitment" not in {row["kind"] for row in building.rows(drawings.id, "DOCUMENT#")}


@pytest.mark.requirement("R77")
def test_w12_without_it_the_permit_waits_for_the_drawings(building: Hall):
    request = begun(building, signs=False)
    assert UNSIGNED[PERMIT] == {"opens_with": DRAWINGS}
    assert joint.states(building, request) == {DRAWINGS: "open", PERMIT: "waiting"}
    joint.on(building, GRANTED)
    drawings_pass(building, request)
    assert joint.members(building, request)[PERMIT].opened_on == GRANTED
    joint.decide(building, request, PERMIT)
    case = joint.of_member(building, request, PERMIT)
    assert (case.due("commitment"), told(building, case.id)) == (None, [])


@pytest.mark.requirement("R77")
def test_w12_the_term_is_counted_from_the_grant(building: Hall):
    case = joint.of_member(building, granted(building), PERMIT)
    assert case.outcome == "grant"
    assert case.joint is not None
    assert case.joint.made_here == {"06"}
    clock = case.clocks["commitment"]
    assert (str(clock.started), str(clock.due)) == (EXPECTED["counted_from"], EXPECTED["due"])
    assert shown(building, case.id) == (EXPECTED["due"], "running")
    (decision,) = [row for row in building.rows(case.id, "DOCUMENT#") if row["kind"] == "grant_decision"]
    assert "2026年10月14日前（含当日）" in decision["data"]


@pytest.mark.requirement("R77")
def test_w12_at_its_end_people_are_told_and_the_permit_stays(building: Hall):
    case_id = joint.of_member(building, granted(building), PERMIT).id
    later(building, DUE, 23)
    assert told(building, case_id) == []
    later(building, date(2026, 10, 15))
    assert told(building, case_id) == ["commitment_overdue"]
    event = next(event for event in building.events(case_id) if event.type == "commitment_overdue")
    cards = matters(building.platform.table, "441700", limit=50, after=None)[0]
    assert [one.department for one in cards if one.matter == "commitment_overdue"] == ["housing"]
    assert event.data["overdue"]["commitment"] == {"due": str(DUE), "signal": "yellow"}
    case = building.case(case_id)
    assert (case.outcome, case.ended_at) == ("grant", None)
    assert case.due("commitment") == DUE


@pytest.mark.requirement("R77")
def test_w12_it_is_fulfilled_when_the_drawings_are_granted(building: Hall):
    request = granted(building)
    joint.on(building, date(2026, 9, 28))
    drawings_pass(building, request)
    case = joint.of_member(building, request, PERMIT)
    assert (told(building, case.id), case.due("commitment")) == (["commitment_fulfilled"], None)
    assert shown(building, case.id) == (str(DUE), "ended")
    assert building.case(request).status is Status.CLOSED
    later(building, date(2026, 10, 15))
    assert told(building, case.id) == ["commitment_fulfilled"]


def test_drawings_that_come_before_the_permit_leave_no_obligation(building: Hall):
    request = begun(building)
    joint.on(building, date(2026, 9, 15))
    drawings_pass(building, request)
    joint.on(building, GRANTED)
    joint.decide(building, request, PERMIT)
    case = joint.of_member(building, request, PERMIT)
    assert (told(building, case.id), case.due("commitment")) == (["commitment_fulfilled"], None)
    assert case.joint is not None
    assert case.joint.brought["06"].member == DRAWINGS


@pytest.mark.requirement("R80")
def test_refused_drawings_leave_the_granted_permit_and_its_department_is_told(building: Hall):
    request = granted(building)
    joint.on(building, date(2026, 9, 28))
    conclude(building, joint.of_member(building, request, DRAWINGS).id, "refuse")
    joint.decide(building, request, DRAWINGS, "refuse")
    assert joint.states(building, request) == {DRAWINGS: "refused", PERMIT: "granted"}
    case = joint.of_member(building, request, PERMIT)
    assert (told(building, case.id), case.outcome) == (["commitment_lost"], "grant")
    assert shown(building, case.id) == (str(DUE), "ended")


@pytest.mark.requirement("R80")
def test_refused_drawings_end_a_permit_that_is_undecided(building: Hall):
    request = begun(building)
    joint.on(building, date(2026, 9, 15))
    conclude(building, joint.of_member(building, request, DRAWINGS).id, "refuse")
    joint.decide(building, request, DRAWINGS, "refuse")
    assert joint.states(building, request) == {DRAWINGS: "refused", PERMIT: "cut"}


def test_the_word_is_given_before_the_acceptance_and_not_taken_back(building: Hall):
    request = begun(building)
    taken_back: dict[str, Any] = {SIGNS: False}
    with pytest.raises(problems.Invalid):
        joint.change_answers(building, request, **taken_back)
    assert joint.states(building, request)[PERMIT] == "open"
