"""What the applicant has already is not handled again, as the window has seen or this platform made it (joint.md 7)."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.cases.model import Status
from chalicelib.foundation import problems
from chalicelib.intake.acts.confirm_held import HeldAtWindow, ResultHeld, confirm_held
from proofs.joint.invariants import faults_of_joint
from proofs.kit import joint
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall

SEEN = {"source": "paper", "number": "441702001234", "organ": "阳江市市场监督管理局", "issued_on": "2026-03-02"}


@pytest.fixture
def restaurant(hall: Hall) -> tuple[Hall, str]:
    publish_schemes(hall.platform, joint.RESTAURANT)
    return hall, joint.accepted(hall)


def held(hall: Hall, request: str, node: str, **result: Any) -> dict[str, Any]:
    """Seen at the window, with examples of what is first asked then, and everything that follows."""
    asked = joint.asked_with(hall, request, **{f"held_{node[3:].lower()}": True})
    asked.pop(f"held_{node[3:].lower()}")
    told = {"result": result or SEEN, "answers": asked, "presented_by": joint.signing_of(hall, request)}
    shown = HeldAtWindow.model_validate(told)
    made = confirm_held(hall.platform, hall.caller(CLERK, request), request, node, shown)
    hall.carry_out_everything()
    return dict(made.facts)


def terminations(hall: Hall, case_id: str) -> list[str]:
    return [row["data"] for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "termination_notice"]


@pytest.mark.requirement("R79")
def test_what_waits_for_it_goes_on_and_its_own_case_ends_without_a_refusal(restaurant: tuple[Hall, str]):
    hall, request = restaurant
    assert joint.states(hall, request)["YM-P01"] == "waiting"
    own = joint.of_member(hall, request, "YM-R01")
    told = held(hall, request, "YM-R01")
    states = joint.states(hall, request)
    assert (states["YM-R01"], states["YM-P01"]) == ("held", "open")
    ended = hall.case(own.id)
    assert (ended.status, ended.open_tasks, ended.outcome) == (Status.TERMINATED, (), None)
    (notice,) = terminations(hall, own.id)
    assert "已经持有该事项的有效结果（编号441702001234）" in notice
    assert "不予" not in notice.partition("basis")[0]
    event = next(one for one in hall.events(request) if one.type == "member_held")
    assert (event.data["members"], event.data["source"]) == ({"YM-R01": "held"}, "paper")
    assert "441702001234" not in str(event.data)
    permit = joint.of_member(hall, request, "YM-P01")
    today = hall.platform.now().date()
    assert permit.clocks["statutory"].started == today
    assert told["form_version"] == hall.case(request).form_version
    assert list(faults_of_joint(hall.world, request)) == []


@pytest.mark.requirement("R79")
def test_the_paper_itself_is_asked_of_who_had_counted_on_the_result(restaurant: tuple[Hall, str]):
    hall, request = restaurant
    lacking = held(hall, request, "YM-R01")["lacking"]
    known = hall.required_lines(request)
    assert set(lacking) <= set(known)
    joint.bring(hall, request, *lacking)
    permit = joint.of_member(hall, request, "YM-P01")
    assert "YM-R01" not in {one.member for one in (permit.joint.brought if permit.joint else {}).values()}
    joint.decide(hall, request, "YM-P01")
    assert joint.states(hall, request)["YM-P01"] == "granted"


def test_a_result_of_this_platform_counts_for_its_own_applicant_and_item_while_it_is_valid(hall: Hall):
    publish_schemes(hall.platform, joint.RESTAURANT)
    first = joint.accepted(hall)
    joint.decide(hall, first, "YM-R01")
    made = joint.of_member(hall, first, "YM-R01")
    hall.clock.move_to(hall.platform.now() + timedelta(days=1))
    second = joint.accepted(hall)
    other = joint.of_member(hall, first, "YM-P01")
    for wrong in (other.id, first, "nobody"):
        with pytest.raises(problems.Invalid) as unknown:
            held(hall, second, "YM-R01", source="store", case_id=wrong)
        assert [(one.pointer, one.code) for one in unknown.value.errors] == [("/result/case_id", "held_not_found")]
    assert made.status is Status.COMPARING
    hall.compare(made.id)
    hall.carry_out_everything()
    held(hall, second, "YM-R01", source="store", case_id=made.id)
    assert joint.states(hall, second)["YM-R01"] == "held"


def test_wrong_results_and_members_are_refused(restaurant: tuple[Hall, str]):
    hall, request = restaurant
    today = hall.platform.now().date()
    for said, code in (
        ({"issued_on": str(today + timedelta(days=1))}, "held_in_future"),
        ({"valid_until": str(today - timedelta(days=1))}, "held_over"),
        ({"issued_on": str(today), "valid_until": "2026-01-01"}, "held_over"),
    ):
        with pytest.raises(problems.Invalid) as wrong:
            held(hall, request, "YM-R01", **{**SEEN, **said})
        assert wrong.value.errors[0].code == code
    with pytest.raises(problems.Conflict) as fixed:
        held(hall, request, "YM-P01")
    assert fixed.value.code == "held_not_allowed"
    for node in ("YM-X99", "YM-R02"):
        with pytest.raises(problems.NotFound) as unknown:
            held(hall, request, node)
        assert unknown.value.code == "no_member"
    joint.decide(hall, request, "YM-R01")
    with pytest.raises(problems.Conflict) as over:
        held(hall, request, "YM-R01")
    assert over.value.code == "member_over"


def test_a_department_that_decides_at_the_same_moment_is_not_overruled(restaurant: tuple[Hall, str]):
    hall, request = restaurant
    joint.review(hall, request, "YM-R01")
    joint.decided(hall, request, "YM-R01")
    with pytest.raises(problems.Conflict) as over:
        held(hall, request, "YM-R01")
    assert over.value.code == "member_over"


@pytest.mark.parametrize(
    "said",
    [
        {"source": "store"},
        {"source": "store", "case_id": "x", "number": "12"},
        {"source": "paper", "number": "12", "organ": "某局"},
        {"source": "paper", "number": "12", "organ": "某局", "issued_on": date(2026, 1, 1), "case_id": "x"},
        {"source": "word"},
    ],
)
def test_what_was_seen_is_said_whole(said: dict[str, Any]):
    with pytest.raises(ValueError, match=r"held|source"):
        ResultHeld.model_validate(said)
