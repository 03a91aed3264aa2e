"""A request for a later stage without what earlier stages have to bring: applicant and window are warned."""

from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib.intake.acts.create_application import create_application
from chalicelib.joint.model.earlier_stages import CODE
from proofs.kit import joint, projects
from proofs.kit.adverse_acts import TO_REVOKE
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CLERK, ISSUER
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall

LAND, PLANNED = "“建设用地规划许可证核发”", "“建设工程规划许可证核发(房屋建筑)”"


@pytest.fixture
def building(hall: Hall) -> Hall:
    publish_schemes(hall.platform, "YM-J01")
    return hall


def warned(facts: Mapping[str, Any]) -> list[str]:
    return [one["message"] for one in facts.get("warnings", ()) if one["code"] == CODE]


def drafted(hall: Hall, code: str, project: str | None = None, **answers: Any) -> str:
    if project is None:
        return joint.drafted(hall, code, answers)
    made = create_application(hall.platform, hall.caller(COMPANY), code, {}, project)
    projects.fill(hall, str(made.facts["id"]), code, **answers)
    return str(made.facts["id"])


def handed_in(hall: Hall, case_id: str, *beside: str) -> list[str]:
    """The warnings of the submission."""
    have = {row["line"] for row in hall.rows(case_id, "MATERIAL#")}
    seen: dict[str, Any] = {"level": "B", "raised_by": "clerk", "raised_at": hall.platform.now()}
    lines = [one for one in (*hall.required_lines(case_id), *beside) if one not in have]
    hall.people.hand_in(case_id, *lines, stored=False, seen=False, **seen)
    return warned(hall.people.submit(case_id, hall.caller(COMPANY, case_id)).facts)


def accepted(hall: Hall, case_id: str) -> list[str]:
    return warned(hall.people.accept(case_id, hall.caller(CLERK, case_id)).facts)


@pytest.mark.requirement("R77")
def test_a_building_without_a_project_is_warned_of_both_permits_with_their_articles(building: Hall):
    request = drafted(building, joint.BUILD, **joint.OF_A_BUILDING)
    for told in (handed_in(building, request), accepted(building, request)):
        permit = [one for one in told if "建筑工程施工许可证" in one]
        assert len(permit) == 2
        assert "《建筑法》第八条" in permit[0]
        assert {one for one in (LAND, PLANNED) if any(one in line for line in permit)} == {LAND, PLANNED}
    events = {event.type: event.data for event in building.events(request)}
    assert {"I03>I11", "I04>I11"} <= {*events["submitted"]["missing_results"]}
    assert {"I03>I11", "I04>I11"} <= {*events["accepted"]["missing_results"]}


@pytest.mark.requirement("R77")
def test_what_an_earlier_stage_has_brought_is_not_missing(building: Hall):
    project = projects.granted(building)
    works = drafted(building, projects.WORKS, project)
    assert (handed_in(building, works), accepted(building, works)) == ([], [])
    assert "missing_results" not in building.events(works)[-1].data
    answers = {name: value for name, value in joint.OF_A_BUILDING.items() if name != "building_use"}
    build = drafted(building, joint.BUILD, project, **answers)
    told = handed_in(building, build)
    assert [line for line in told if LAND in line] == []
    assert [line for line in told if PLANNED in line] == told != []


def test_a_refused_earlier_stage_brings_nothing(building: Hall):
    request = joint.accepted(building, joint.LAND, projects.OF_THE_LAND)
    joint.decide(building, request, "YM-I01")
    joint.decide(building, request, "YM-I03", "refuse")
    works = drafted(building, projects.WORKS, request)
    assert [LAND in line for line in handed_in(building, works)] == [True]


@pytest.mark.requirement("R77")
def test_a_result_that_was_revoked_since_is_missing_again(building: Hall):
    request = joint.accepted(building, joint.LAND, projects.OF_THE_LAND)
    for node in ("YM-I01", "YM-I03"):
        joint.decide(building, request, node)
    land = joint.of_member(building, request, "YM-I03")
    by = f"leader-{land.department}"
    building.people.compare(land.id, building.caller(ISSUER, land.id))
    building.carry_out_everything()
    building.people.forewarn(land.id, building.caller(by, land.id), **TO_REVOKE)
    building.people.revoke_result(land.id, building.caller(by, land.id))
    works = drafted(building, projects.WORKS, request)
    assert [LAND in line for line in handed_in(building, works)] == [True]


def test_a_first_stage_and_any_other_case_are_warned_of_nothing(building: Hall):
    land = drafted(building, joint.LAND, **projects.OF_THE_LAND)
    assert (handed_in(building, land), accepted(building, land)) == ([], [])
    single = building.draft()
    assert (handed_in(building, single), accepted(building, single)) == ([], [])
