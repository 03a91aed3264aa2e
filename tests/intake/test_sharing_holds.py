"""What an organ is still being asked for proves nothing: it holds a grant and a report upward, and comes in there."""

from typing import Any

import pytest

from chalicelib.cases.api.case_answers import LineAnswer
from chalicelib.cases.model import Status
from chalicelib.cases.model.absence import Absence
from chalicelib.cases.model.evidence import evidence
from chalicelib.cases.model.sharing import ANSWERED_WITHIN, FAILURES, NOT_AWAITED
from chalicelib.foundation.problems import Invalid
from chalicelib.intake.acts.accept import accept
from chalicelib.intake.acts.correct_form import correct_form
from chalicelib.intake.acts.fetch_shared import fetch_shared
from chalicelib.intake.acts.query_sharing import query_sharing
from chalicelib.intake.acts.supplement import supplement
from chalicelib.intake.model.signing import Signing
from chalicelib.review.acts.decide import Proofs, decide
from proofs.kit.applications import AGENCY, COMPANY, application_of
from proofs.kit.cast import CHIEF, CLERK
from proofs.kit.directory import name_superiors
from proofs.kit.hall import Hall
from proofs.kit.sharing import LICENCE, MemorySharing, answer_queries, questions, with_sharing
from tests.cases.test_every_item import publish_unless_there
from tests.intake.test_sharing import told, whole

ABOVE, OTHER = "chief-tour", "441702199506120021"
REPRESENTATIVE = "法定代表人履历及身份证"
BOTH = [("/materials/02", "shared_unproven"), ("/materials/05", "shared_unproven")]


@pytest.fixture(autouse=True)
def connected(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hall.platform, "settings", with_sharing(hall.platform.settings))


def submitted(hall: Hall, item: str = "YM-P01", filled: dict[str, Any] | None = None) -> str:
    case_id = hall.draft(item, filled=filled)
    hall.hand_in(case_id, *hall.required_lines(case_id))
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    return case_id


def told_by(refused: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(error.pointer, error.code) for error in refused.value.errors]


def shown(line: LineAnswer) -> tuple[str | None, str | None, bool | None]:
    return (line.sharing.state if line.sharing else None, line.sharing.says if line.sharing else None, line.satisfied)


def reviewed(hall: Hall, case_id: str, by: str = "officer-food") -> None:
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    hall.carry_out_everything()
    hall.answer(case_id, by=by)
    hall.carry_out_everything()


# ---------------------------------------------------------------------------------------------------------- the grant
@pytest.mark.requirement("R8")
@pytest.mark.law("15.19")
def test_nothing_is_granted_while_the_organ_is_still_being_asked(hall: Hall):
    case_id = submitted(hall)
    reviewed(hall, case_id)
    with pytest.raises(Invalid) as refused:
        hall.decide(case_id)
    assert (refused.value.code, told_by(refused)) == ("shared_unproven", BOTH)
    answer_queries(hall, MemorySharing())
    with pytest.raises(Invalid) as refused:
        hall.decide(case_id)
    assert told_by(refused) == BOTH[1:]  # nobody can be asked for the certificates of the staff
    face, chief = hall.people.stated_face(case_id), hall.caller(CHIEF, case_id)
    claimed = Proofs(absences=[Absence(line="05", ground="shared", reference="查询系统核对记录")])
    with pytest.raises(Invalid) as refused:
        decide(hall.platform, chief, case_id, "grant", [], face=face, proofs=claimed)
    assert told_by(refused)[0] == ("/absences/0", "not_shared_here")
    staff = Proofs(absences=[Absence(line="05", ground="looked_up", reference="查询系统核对记录")])
    decide(hall.platform, chief, case_id, "grant", [], face=face, proofs=staff)
    assert hall.case(case_id).status is Status.DECIDED


def test_who_says_what_the_grant_rests_on_need_not_wait_and_the_case_does_not_wait_for_ever(hall: Hall):
    case_id = submitted(hall)
    reviewed(hall, case_id)
    absences = [Absence(line=line, ground="looked_up", reference="查询系统核对记录") for line in ("02", "05")]
    face, chief = hall.people.stated_face(case_id), hall.caller(CHIEF, case_id)
    decide(hall.platform, chief, case_id, "grant", [], face=face, proofs=Proofs(absences=absences))
    assert shown(told(hall, case_id, "02")) == ("failed", NOT_AWAITED, False)
    answer_queries(hall, MemorySharing())
    assert shown(told(hall, case_id, "02")) == ("failed", NOT_AWAITED, False)


# ------------------------------------------------------------------------------------------------- the report upward
def reporting(hall: Hall) -> str:
    name_superiors(hall.platform)
    case_id = submitted(hall, AGENCY.item)
    reviewed(hall, case_id, by="officer-tour")
    assert hall.case(case_id).status is Status.REPORTING
    return case_id


def report(hall: Hall, case_id: str) -> dict[str, Any]:
    return hall.people.report_upward(case_id, hall.caller(ABOVE, case_id)).facts


@pytest.mark.requirement("R67")
def test_a_file_goes_upward_only_with_what_organs_are_being_asked_for(hall: Hall):
    case_id = reporting(hall)
    with pytest.raises(Invalid) as refused:
        report(hall, case_id)
    assert refused.value.code == "package_incomplete"
    assert told_by(refused) == [("/materials/02", "sharing_awaited"), ("/materials/06", "sharing_awaited")]
    answer_queries(hall, MemorySharing())
    assert [told(hall, case_id, line).satisfied for line in ("02", "06")] == [True, True]
    facts = report(hall, case_id)
    lines = {file.line for file in evidence(hall.case(case_id), whole(hall, case_id).files)}
    assert {"02", "06"} <= lines
    assert "shared_not_obtained" not in [one["code"] for one in facts.get("warnings", ())]


def test_an_organ_that_does_not_answer_holds_no_report_for_ever_and_whoever_reports_is_told(hall: Hall):
    case_id = reporting(hall)
    late = questions(hall)
    hall.clock.pass_time(ANSWERED_WITHIN)
    warned = [one for one in report(hall, case_id)["warnings"] if one["code"] == "shared_not_obtained"]
    assert [LICENCE in warned[0]["message"], REPRESENTATIVE in warned[1]["message"]] == [True, True]
    assert FAILURES["timeout"] in warned[0]["message"]
    (event,) = [one for one in hall.events(case_id) if one.type == "reported_upward"]
    assert event.data["unshared"] == ["02", "06"]
    for question in late:
        fetch_shared(hall.platform, question, MemorySharing())
    assert {line.failure for line in hall.case(case_id).sharing.values()} == {"timeout"}
    hall.carry_out_everything()
    with pytest.raises(Invalid) as refused:
        hall.people.decide_reported(case_id, hall.caller("superior-gd_culture_tourism", case_id))
    assert told_by(refused) == [("/materials/02", "shared_unproven"), ("/materials/06", "shared_unproven")]


def test_what_failed_is_asked_again_before_the_report(hall: Hall):
    case_id = reporting(hall)
    answer_queries(hall, MemorySharing({LICENCE: "unreachable"}))
    query_sharing(hall.platform, hall.caller(CLERK, case_id), case_id)
    answer_queries(hall, MemorySharing())
    assert told(hall, case_id, "02").satisfied


# ------------------------------------------------------------------------------------------------- of another holder
def corrected_to(hall: Hall, case_id: str, number: str) -> None:
    field = "/applicant/legal_representative/id_number"
    hall.correct(case_id, field)
    supplement(hall.platform, hall.caller(COMPANY, case_id), case_id, {field: number})


@pytest.mark.requirement("R8")
def test_a_certificate_of_another_person_is_asked_for_anew_and_the_first_counts_no_more(hall: Hall):
    case_id, sharing = submitted(hall, AGENCY.item), MemorySharing()
    answer_queries(hall, sharing)
    (first,) = [file for file in whole(hall, case_id).files if file.line == "06"]
    corrected_to(hall, case_id, OTHER)
    assert [shown(told(hall, case_id, line))[0] for line in ("02", "06")] == ["obtained", "asked"]
    assert first.id not in {file.id for file in evidence(hall.case(case_id), whole(hall, case_id).files)}
    assert not told(hall, case_id, "06").satisfied
    answer_queries(hall, sharing)
    assert [one.holder_number for one in sharing.asked if one.certificate == REPRESENTATIVE][1:] == [OTHER]
    counted = [file.id for file in told(hall, case_id, "06").files if file.counts]
    assert len(counted) == 1
    assert counted != [first.id]


def test_an_answer_about_the_holder_before_comes_too_late(hall: Hall):
    case_id, sharing = submitted(hall, AGENCY.item), MemorySharing()
    before = questions(hall)
    corrected_to(hall, case_id, OTHER)
    for question in before:
        if question.line == "06":
            fetch_shared(hall.platform, question, sharing)
    assert (sharing.asked, shown(told(hall, case_id, "06"))[0]) == ([], "asked")


@pytest.mark.requirement("R8")
def test_a_line_that_a_correction_at_the_window_opens_is_asked_for(hall: Hall):
    wanted = application_of("YM-I18")
    publish_unless_there(hall, wanted.item)
    kept = {name: value for name, value in wanted.answers.items() if name != "road_age_years"}
    form = {**wanted.form, "answers": {**kept, "occupy_kind": "occupy"}}
    case_id = submitted(hall, wanted.item, form)
    assert "02" not in hall.case(case_id).sharing
    signing = Signing.model_validate(wanted.recipient)
    fields = {"/answers/occupy_kind": "both", "/answers/road_age_years": 8}
    correct_form(hall.platform, hall.caller(CLERK, case_id), case_id, fields, signing)
    assert shown(told(hall, case_id, "02"))[0] == "asked"
    (asked,) = questions(hall)
    assert (asked.line, hall.events(case_id)[-1].data["sharing"]) == ("02", [{"line": "02"}])
