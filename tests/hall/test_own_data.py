"""The export of the own data: all of the account's cases, nothing of anybody else's, and a bounded number of calls."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.cases.api import records
from chalicelib.cases.api.case_answers import PurposeQuery
from chalicelib.cases.model.disclosure import Purpose
from chalicelib.hall.api.own_data import MOST_CASES, ExportPaging, export_own_data
from chalicelib.http.routes import Call
from proofs.kit.cast import CLERK
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
    assert len(calls) <= 1 + 5 * 2
    assert 'rel="next"' in first.headers["Link"]
    rest = exported(hall, COMPANY, limit=2, cursor=first.body.next_cursor)
    assert len({case.application.id for case in (*first.body.cases, *rest.body.cases)}) == 3
    with pytest.raises(ValidationError):
        ExportPaging(limit=MOST_CASES + 1)
