"""业务手册的环节: the stages of a case come from the handbook of its item, and nothing is done by another (R56)."""

from typing import Any

import pytest

from chalicelib.access.deciding import roles_for
from chalicelib.access.facts import CaseFacts
from chalicelib.cases.model.disclosure import Purpose
from chalicelib.catalogue.model.handbook import examined_in, inner_ends, inner_workdays, stages_of
from chalicelib.foundation.problems import Invalid
from chalicelib.http.routes import Call
from chalicelib.review.acts.answer_task import ReviewAnswer, answer_task
from chalicelib.review.api.department import PurposeQuery, read_task
from local.catalogues import CITY_DIVISION, catalogue_of
from proofs.kit.applications import COMPANY
from proofs.kit.cases_so_far import reported
from proofs.kit.cast import CHIEF, OFFICER
from proofs.kit.catalogue import item_document
from proofs.kit.hall import Hall

ITEMS = [item["id"] for item in catalogue_of(CITY_DIVISION)["items"]]


def answered(hall: Hall, case_id: str, *stages: str) -> Any:
    answer = ReviewAnswer(recommendation="grant", opinion="符合许可条件", stages=stages or None)
    return answer_task(hall.platform, hall.caller(OFFICER), f"{case_id}.review", answer)


@pytest.mark.requirement("R56")
def test_a_stage_outside_the_handbook_is_refused_with_those_that_it_has(hall: Hall):
    case_id = hall.accepted()
    before = hall.everything()
    with pytest.raises(Invalid) as refused:
        answered(hall, case_id, "review", "panel", "decision")
    assert refused.value.code == "stage_not_in_manual"
    assert [error.pointer for error in refused.value.errors] == ["/stages/1", "/stages/2"]
    assert all("review（书面审查）、site_check（现场核查）" in error.message for error in refused.value.errors)
    assert hall.everything() == before
    answered(hall, case_id, "review", "site_check")
    assert (hall.task(case_id).answer or {})["stages"] == ["review", "site_check"]


@pytest.mark.requirement("R56")
def test_a_stage_of_another_situation_is_outside_the_handbook_of_the_case():
    item = item_document("YM-S03")
    kinds = [[stage.key for stage in examined_in(item, {"third_party_conclusion": told})] for told in (True, False)]
    assert kinds == [["review", "investigation", "panel"], ["review", "investigation"]]
    # What is not told yet leaves the stage open.
    assert [stage.key for stage in examined_in(item, {})] == ["review", "investigation", "panel"]


def test_an_answer_without_stages_says_nothing_of_them(hall: Hall):
    case_id = hall.accepted()
    answered(hall, case_id)
    assert "stages" not in (hall.task(case_id).answer or {})


@pytest.mark.requirement("R56")
def test_the_task_shows_each_stage_with_its_inner_limit(hall: Hall):
    case_id = hall.accepted()
    shown = shown_task(hall, case_id)
    told = [(stage.key, stage.inner_workdays, str(stage.due)) for stage in shown.stages]
    assert told == [
        ("completeness", 0, "None"),
        ("review", 2, "2026-11-26"),
        ("site_check", 3, "2026-12-01"),
        ("decision", 1, "2026-12-02"),
    ]
    assert shown.stages[2].criteria[-1] == "两名以上人员，记录双方签字"


def shown_task(
    hall: Hall, case_id: str, no: str = "review", who: str = OFFICER, purpose: Purpose | None = Purpose.REVIEW
) -> Any:
    call: Any = Call(hall.platform, None, PurposeQuery(purpose=purpose), "", "", "r-1", known=hall.caller(who))
    return read_task(call, f"{case_id}.{no}").body


def states(shown: Any) -> dict[str, str]:
    return {stage.key: stage.state for stage in shown.stages}


def step(told: Any) -> Any:
    return told and (told.act, told.roles, told.stages)


REVIEW = ("answer_task", ["officer", "department_system"], ["review", "site_check"])
DECISION = ("decide", ["chief_representative", "department_leader"], ["decision"])


@pytest.mark.requirement("R56")
def test_a_task_tells_where_it_stands_and_who_does_what_is_next(hall: Hall):
    case_id = hall.accepted()
    shown = shown_task(hall, case_id)
    assert states(shown) == {"completeness": "done", "review": "current", "site_check": "current", "decision": "ahead"}
    assert (step(shown.now), step(shown.following)) == (REVIEW, DECISION)
    answered(hall, case_id, "review")
    hall.carry_out_everything()
    shown = shown_task(hall, case_id)
    assert states(shown) == {"completeness": "done", "review": "done", "site_check": "left_out", "decision": "current"}
    assert (shown.now, shown.following) == (None, None)
    shown = shown_task(hall, case_id, "decide", CHIEF)
    assert states(shown) == {"completeness": "done", "review": "done", "site_check": "done", "decision": "current"}
    assert (step(shown.now), shown.following) == (DECISION, None)
    hall.decide(case_id)
    shown = shown_task(hall, case_id, "decide", CHIEF, purpose=None)
    assert set(states(shown).values()) == {"done"}
    assert (shown.now, shown.following) == (None, None)


@pytest.mark.requirement("R56")
def test_what_was_withdrawn_stands_at_no_stage(hall: Hall):
    case_id = hall.accepted()
    hall.people.withdraw(case_id, hall.caller(COMPANY, case_id))
    hall.carry_out_everything()
    shown = shown_task(hall, case_id, purpose=None)
    assert states(shown) == {
        "completeness": "done",
        "review": "left_out",
        "site_check": "left_out",
        "decision": "left_out",
    }
    assert (shown.now, shown.following) == (None, None)


@pytest.mark.requirement("R65")
@pytest.mark.parametrize(
    ("handling", "complex_", "roles"),
    [
        ("承诺件", False, ["chief_representative", "department_leader"]),
        ("承诺件", True, ["department_leader"]),
        ("即办件", False, ["chief_representative", "department_leader"]),
    ],
)
def test_of_a_complex_item_the_leader_decides(handling: str, complex_: bool, roles: list[str]):
    facts = CaseFacts("food", on_the_spot=handling == "即办件", complex=complex_)
    assert [role.value for role in roles_for("decide", facts)] == roles
    assert roles_for("no such act", facts) == ()


@pytest.mark.requirement("R56")
def test_what_is_decided_on_the_spot_is_examined_by_who_decides(hall: Hall):
    case_id = hall.accepted("YM-S07", "citizen-lin")
    shown = shown_task(hall, case_id, "decide", "chief-si")
    assert states(shown) == {"completeness": "done", "review": "current", "decision": "current"}
    assert step(shown.now) == ("decide", ["chief_representative", "department_leader"], ["review", "decision"])


@pytest.mark.parametrize("code", ITEMS)
def test_the_last_stage_ends_with_the_sum_of_the_inner_limits(code: str):
    item = item_document(code)
    ends = inner_ends(stages_of(item, {}))
    assert max(ends.values(), default=0) == inner_workdays(stages_of(item, {}))


def test_to_the_organ_above_the_review_here_is_done_and_so_is_the_report(hall: Hall):
    """A stage that was passed is not called left out."""
    case_id = reported(hall)
    assert set(states(shown_task(hall, case_id, "superior", "superior-gd_culture_tourism")).values()) == {"done"}
