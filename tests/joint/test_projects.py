"""An investment project: what earlier stages have brought, later ones are not asked for, and only its owner sees it."""

from typing import Any

import pytest

from chalicelib.access.actor import Actor, Identity
from chalicelib.foundation import register_keys
from chalicelib.foundation.problems import Invalid, NotFound
from chalicelib.intake.acts.create_application import create_application
from chalicelib.joint.acts.see_project import Seen, own_project, seen_project
from chalicelib.joint.model.project import OfStage, stages_of
from chalicelib.joint.store.faces import face_of
from proofs.kit import joint, projects
from proofs.kit.applications import CITIZEN, COMPANY
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall
from proofs.kit.projects import OF_THE_LAND, WORKS, granted
from tests.catalogue.schemes.data import scheme

LAND, BUILD = "YM-J01-plan_land", "YM-J01-build"
J01 = scheme("YM-J01")
OTHER = Identity(kind="company", id_type="uscc", number="91441700YM0000411A", name="示例建筑有限公司")


@pytest.fixture
def land(hall: Hall) -> Hall:
    publish_schemes(hall.platform, "YM-J01")
    return hall


def begun(hall: Hall) -> str:
    """The first stage is accepted; its project has no code yet."""
    return joint.accepted(hall, LAND, OF_THE_LAND)


def code_of(hall: Hall, request: str) -> str:
    return str(face_of(hall.platform, joint.of_member(hall, request, "YM-I01").id)["project_code"])


def drafted(hall: Hall, project: str, item: str = WORKS, by: str = COMPANY, **answers: Any) -> str:
    made = create_application(hall.platform, hall.caller(by), item, {"answers": answers}, project)
    return str(made.facts["id"])


def seen(hall: Hall, project: str, by: str | Actor = COMPANY) -> Seen:
    return own_project(hall.platform, hall.caller(by), project, "-")


def stands(found: Seen) -> dict[str, str]:
    return {one.key: one.state for one in found.stages}


@pytest.mark.requirement("R78")
def test_the_next_stage_begins_with_what_the_one_before_has_brought(land: Hall):
    request = granted(land)
    code, before = code_of(land, request), land.form_of(request)["answers"]
    answers = land.form_of(drafted(land, request))["answers"]
    number = face_of(land.platform, joint.of_member(land, request, "YM-I03").id)["number"]
    assert (answers["project_code"], answers["i04_land_permit_no"]) == (code, number)
    assert answers["project_name"] == before["project_name"]
    assert land.form_of(drafted(land, code))["answers"] == answers


def test_what_results_say_stands_and_what_the_form_says_itself_stays(land: Hall):
    request = granted(land)
    answers = land.form_of(drafted(land, request, project_name="二期", i04_land_permit_no="0"))["answers"]
    assert answers["project_name"] == "二期"
    assert answers["i04_land_permit_no"] != "0"


@pytest.mark.requirement("R77")
def test_results_of_earlier_stages_are_lines_of_later_members(land: Hall):
    """Nobody is asked for the land permit, and the permit of the works is granted on it."""
    request = granted(land)
    case_id = drafted(land, request)
    projects.fill(land, case_id)
    land.people.submit(case_id, land.caller(COMPANY, case_id))
    land.people.accept(case_id, land.caller(CLERK, case_id))
    land.carry_out_everything()
    case = joint.of_member(land, case_id, "YM-I04")
    assert case.joint is not None
    number = face_of(land.platform, joint.of_member(land, request, "YM-I03").id)["number"]
    assert {line: (one.member, one.number) for line, one in case.joint.brought.items()} == {"02": ("YM-I03", number)}
    assert stands(seen(land, request))["works_plan"] == "running"


@pytest.mark.requirement("R78")
def test_a_project_tells_its_stages_and_what_comes_next(land: Hall):
    request = begun(land)
    found = seen(land, request)
    assert (found.code, stands(found)["plan_land"], stands(found)["works_plan"]) == (None, "running", "waiting")
    assert next(one.awaits for one in found.stages if one.key == "works_plan") == ("YM-I03",)
    joint.decide(land, request, "YM-I01")
    joint.decide(land, request, "YM-I03")
    found = seen(land, code_of(land, request))
    assert stands(found) == {
        "plan_land": "granted",
        "works_plan": "next",
        "build": "waiting",
        "completion": "waiting",
        "before_works": "apart",
        "utilities": "apart",
        "during_works": "apart",
    }
    assert [one.case.id for one in found.requests] == [request]


@pytest.mark.requirement("R77")
def test_nobody_else_reads_it(land: Hall):
    request = granted(land)
    code = code_of(land, request)
    for who, named in ((CITIZEN, code), (CITIZEN, request), (COMPANY, "2609-441702-04-01-999999")):
        with pytest.raises(NotFound):
            seen(land, named, who)
    assert seen_project(land.platform, land.caller(CLERK), code).code == code
    with pytest.raises(NotFound):
        seen_project(land.platform, land.caller("officer-food"), code)


@pytest.mark.parametrize(
    ("item", "by", "wrong"),
    [(WORKS, "other", "project_unknown"), ("YM-S05", COMPANY, "project_unsuited")],
)
def test_a_project_of_others_tells_nothing(land: Hall, item: str, by: str, wrong: str):
    request, company = begun(land), land.caller(COMPANY).actor
    who = company if by == COMPANY else company.model_copy(update={"identity": OTHER})
    with pytest.raises(Invalid) as refused:
        create_application(land.platform, land.caller(who), item, {}, request)
    assert refused.value.code == wrong


def test_an_account_that_nobody_has_checked_is_told_nothing_of_the_project(land: Hall):
    """Name and number alone prove nobody (实名等级)."""
    company = land.caller(COMPANY).actor
    assert company.identity is not None
    nobody = company.model_copy(update={"sub": "someone-else", "level": 2})
    request = begun(land)
    with pytest.raises(Invalid) as refused:
        create_application(land.platform, land.caller(nobody), WORKS, {}, request)
    assert refused.value.code == "project_unknown"


def test_before_a_result_has_brought_the_code_no_later_stage_begins(land: Hall):
    with pytest.raises(Invalid) as refused:
        drafted(land, begun(land))
    assert refused.value.code == "project_without_code"


def test_the_row_of_a_project_says_nothing_of_anybody(land: Hall):
    request = granted(land)
    row = land.platform.table.get(register_keys.project_request("441700", code_of(land, request), request))
    assert row is not None
    assert set(row) <= {"pk", "sk", "item"}


@pytest.mark.parametrize(
    ("members", "state", "works"),
    [
        ({}, "running", "waiting"),
        ({"YM-I01": "granted", "YM-I03": "open", "YM-I19": "not_applicable"}, "running", "waiting"),
        ({"YM-I01": "granted", "YM-I03": "granted", "YM-I19": "not_applicable"}, "granted", "next"),
        ({"YM-I01": "held", "YM-I03": "granted", "YM-I19": "open"}, "running", "next"),
    ],
)
def test_how_a_stage_stands_follows_from_the_members(members: dict[str, Any], state: str, works: str):
    found = {one.key: one.state for one in stages_of(J01, [OfStage("plan_land", members, ended=False)])}
    assert (found["plan_land"], found["works_plan"], found["utilities"]) == (state, works, "apart")


def test_a_stage_whose_request_has_ended_without_all_results_may_be_requested_again():
    refused: dict[str, Any] = {"YM-I01": "granted", "YM-I03": "refused"}
    assert stages_of(J01, [OfStage("plan_land", refused, ended=True)])[0].state == "ended"
