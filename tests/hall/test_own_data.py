"""The export of the own data: all of the account's cases, nothing of anybody else's, and a bounded number of calls."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.cases.api import records
from chalicelib.cases.api.case_answers import PurposeQuery
from chalicelib.cases.model.disclosure import Purpose
from chalicelib.consultations.acts.open_consultation import NewConsultation, open_consultation
from chalicelib.hall.api.own_data import MOST_CASES, ExportPaging, export_own_data
from chalicelib.http.routes import Call
from chalicelib.intake.model.completeness import ON_THE_PLATFORM
from proofs.kit.cases_so_far import precheck_asked
from proofs.kit.cast import CHIEF, CLERK, OFFICER
from proofs.kit.hall import Hall

COMPANY = "company"


def exported(hall: Hall, who: str, **query: Any) -> Any:
    call: Any = Call(
        hall.platform, None, ExportPaging(**query), "/v1/me/export", "192.0.2.1", "r-1", known=hall.caller(who)
    )
    return export_own_data(call)


def test_all_that_is_held_of_a_person_as_a_file(hall: Hall):
    case_id = hall.accepted()
    look: Any = Call(
        hall.platform, None, PurposeQuery(purpose=Purpose.IDENTITY), "", "", "r-2", known=hall.caller(CLERK)
    )
    records.read_case(look, case_id)
    hall.people.correct_form(hall.submitted(), hall.caller(CLERK, hall.submitted()))
    answer = exported(hall, COMPANY)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="yimen-export.json"'
    body = json.loads(answer.body.model_dump_json())
    form, identity = hall.form(), hall.caller(COMPANY).actor.identity
    assert identity
    assert body["holder"]["number"] == identity.number
    by_id = {case["application"]["id"]: case for case in body["cases"]}
    case = by_id[case_id]
    assert case["application"]["form"]["applicant"]["uscc"] == form["applicant"]["uscc"]
    assert case["application"]["query_code"]
    assert {line["no"] for line in case["materials"] if line["files"]} >= {"01"}
    assert [event["seq"] for event in case["events"]] == [*range(1, len(case["events"]) + 1)]
    assert "acceptance_notice" in {document["kind"] for document in case["documents"]}
    assert [reading["purpose"] for reading in case["readings"]] == ["identity"]
    (corrected,) = [one for one in body["cases"] if one["earlier_forms"]]
    phones = [one["applicant"]["contact"]["phone"] for one in (corrected["earlier_forms"][0]["form"], form)]
    assert phones[0] == phones[1] != corrected["application"]["form"]["applicant"]["contact"]["phone"]


def test_what_a_window_said_before_the_submission(hall: Hall):
    case_id = precheck_asked(hall)
    hall.people.answer_precheck(case_id, hall.caller(CLERK, case_id))
    (case,) = json.loads(exported(hall, COMPANY).body.model_dump_json())["cases"]
    (precheck,) = case["prechecks"]
    assert (precheck["state"], precheck["comments"][0]["comment"]) == ("answered", f"请加盖公章（{ON_THE_PLATFORM}）")


def test_the_questions_of_the_account_are_there_on_the_first_page(hall: Hall):
    wanted = NewConsultation(text="食品经营许可怎样延续？")
    open_consultation(hall.platform, hall.caller(COMPANY), wanted)
    hall.draft()
    hall.draft()
    first = exported(hall, COMPANY, limit=1).body
    assert [one.text for one in first.consultations] == [wanted.text]
    assert exported(hall, COMPANY, limit=1, cursor=first.next_cursor).body.consultations == []


def test_of_nobody_else(hall: Hall):
    hall.accepted()
    body = exported(hall, "citizen-lin").body
    assert body.cases == []
    assert body.holder.name == "林示例"


def test_a_page_takes_a_bounded_number_of_calls(hall: Hall):
    for _ in range(3):
        hall.draft()
    exported(hall, COMPANY)  # the data key, items and the place are fetched once by a process
    calls = list[str]()
    hall.world.listen(calls.append, lambda _: None)
    first = exported(hall, COMPANY, limit=2)
    assert len(calls) <= 1 + 6 * 2
    assert 'rel="next"' in first.headers["Link"]
    rest = exported(hall, COMPANY, limit=2, cursor=first.body.next_cursor)
    assert len({case.application.id for case in (*first.body.cases, *rest.body.cases)}) == 3
    with pytest.raises(ValidationError):
        ExportPaging(limit=MOST_CASES + 1)


def one_case(hall: Hall, case_id: str) -> dict[str, Any]:
    body = json.loads(exported(hall, COMPANY).body.model_dump_json())
    (case,) = [case for case in body["cases"] if case["application"]["id"] == case_id]
    return case


def test_documents_have_links_so_that_notices_and_reasons_can_be_read(hall: Hall):
    """The reason of a withdrawal stands in its notice, what was to be supplemented in the one-time notice."""
    case_id = hall.correcting()
    hall.people.withdraw(case_id, hall.caller(COMPANY, case_id), "改变经营计划")
    hall.carry_out_everything()
    hall.issue_documents()
    documents = {document["kind"]: document for document in one_case(hall, case_id)["documents"]}
    assert {"correction_notice", "termination_notice"} <= documents.keys()
    assert all(document["url"] for document in documents.values())


def test_the_opinion_is_there_once_it_is_decided(hall: Hall):
    """行政许可法38: the decision rests on it."""
    assert one_case(hall, hall.reviewed())["opinions"] == []
    case = one_case(hall, hall.decided())
    assert [(one["kind"], one["organ"]) for one in case["opinions"]] == [("review", "food"), ("decide", "food")]
    assert case["opinions"][0]["answer"]["opinion"]


def test_officials_stand_there_by_post_and_organ_and_no_account_of_theirs(hall: Hall):
    case_id = hall.accepted()
    hall.people.claim_task(case_id, hall.caller("officer2-food", case_id))
    hall.people.reassign_task(case_id, hall.caller(CHIEF, case_id), OFFICER)
    case = one_case(hall, case_id)
    text = json.dumps(case["events"])
    for who in (CLERK, CHIEF, OFFICER, "officer2-food"):
        assert hall.caller(who).actor.sub not in text
    assert [event["hash"] for event in case["events"]] == [event.hash for event in hall.events(case_id)]
    assert ("chief_representative", "food") in {(event["role"], event["department"]) for event in case["events"]}
