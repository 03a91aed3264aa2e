"""Joint requests and their members are exported and verify as any case does (R55, R88)."""

import json
from typing import Any

import pytest

from proofs.joint import session_stories, stories
from proofs.kit import joint
from proofs.kit import unified_alone as alone
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall
from proofs.kit.promised_in_request import line_of, promised
from proofs.kit.seams import only_acts_and_rows
from tests.evidence.exports import exported, looked_at, packed, parts_of, relisted

pytestmark = pytest.mark.usefixtures("quick_documents")


def found(hall: Hall, case_id: str) -> list[str]:
    return [f"{one.code} {one.place}" for one in looked_at(exported(hall, case_id, materials=False)).findings]


@pytest.mark.requirement("R55", "R88")
@pytest.mark.parametrize("seed", range(6))
def test_a_random_request_verifies_with_every_member(seed: int):
    with only_acts_and_rows():
        story = stories.played(seed)
        whole = [story.request, *(case.id for case in story.cases.values())]
        assert {case_id: wrong for case_id in whole if (wrong := found(story.hall, case_id))} == {}


@pytest.mark.requirement("R88")
@pytest.mark.parametrize("seed", range(6))
def test_a_random_joint_examination_verifies(seed: int):
    with only_acts_and_rows():
        story = session_stories.played(seed)
        assert found(story.hall, story.case) == []


@pytest.mark.requirement("R88")
def test_a_member_that_begins_on_a_commitment_verifies(hall: Hall):
    publish_schemes(hall.platform, "YM-J01")
    request = joint.accepted(hall, joint.BUILD, {**joint.OF_A_BUILDING, "commits_i07_i11": True})
    joint.decide(hall, request, "YM-I11")
    assert found(hall, joint.of_member(hall, request, "YM-I11").id) == []
    assert found(hall, request) == []


@pytest.mark.requirement("R88")
def test_an_item_of_several_departments_that_is_applied_for_alone_verifies(hall: Hall):
    publish_schemes(hall.platform, "YM-J01")
    case_id = alone.accepted(hall)
    assert found(hall, case_id) == []
    alone.opinion(hall, case_id, "housing")
    alone.opinion(hall, case_id, "cad")
    hall.people.conclude_session(case_id, hall.caller("chief-housing", case_id))
    alone.decide(hall, case_id)
    assert found(hall, case_id) == []


@pytest.mark.requirement("R88")
def test_papers_that_follow_in_a_request_verify_before_and_after_they_have_come(hall: Hall):
    publish_schemes(hall.platform, joint.RESTAURANT)
    request = promised(hall)
    joint.decide(hall, request, "YM-R01")
    food = joint.of_member(hall, request, "YM-P01").id
    assert [*found(hall, request), *found(hall, food)] == []
    joint.bring(hall, request, line_of(hall, request, "YM-P01", "04"))
    assert [*found(hall, request), *found(hall, food)] == []


@pytest.mark.requirement("R88")
def test_a_member_that_is_granted_on_the_word_of_its_request_verifies(hall: Hall):
    publish_schemes(hall.platform, joint.RESTAURANT)
    request = joint.accepted(hall, answers={**joint.OF_A_COMPANY, "commitment_route": True})
    joint.decide(hall, request, "YM-R01")
    joint.decide(hall, request, "YM-I16")
    assert [*found(hall, request), *found(hall, joint.of_member(hall, request, "YM-I16").id)] == []


@pytest.mark.requirement("R88")
def test_a_member_whose_term_is_told_from_another_day_is_found(hall: Hall):
    publish_schemes(hall.platform, joint.RESTAURANT)
    request = joint.accepted(hall)
    joint.decide(hall, request, "YM-R01")
    parts = parts_of(exported(hall, joint.of_member(hall, request, "YM-P01").id, materials=False))
    clocks: list[dict[str, Any]] = json.loads(parts["clocks.json"])
    (law,) = [one for one in clocks if one["kind"] == "statutory"]
    law["started"] = "2026-11-20"
    parts["clocks.json"] = json.dumps(clocks, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert "clock_started" in {one.code for one in looked_at(packed(relisted(parts))).findings}
