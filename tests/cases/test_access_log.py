"""A person's own access report and the supervisors' view of it: who, when, what for, and no value."""

from typing import Any

import pytest

from chalicelib.cases.api import access_log, records
from chalicelib.cases.api.case_answers import PurposeQuery
from chalicelib.cases.model.disclosure import Purpose, PurposeMissing, PurposeUnfit
from chalicelib.foundation import register_keys
from chalicelib.foundation.problems import NotFound
from chalicelib.foundation.writes import put
from chalicelib.http.cursors import Paging
from chalicelib.http.routes import Call
from chalicelib.review.api import department
from proofs.kit.cases_so_far import reported
from proofs.kit.cast import CLERK, OFFICER, staff
from proofs.kit.hall import Hall

COMPANY = "company"


def call(hall: Hall, who: Any, query: Any, request: str = "r-1") -> Any:
    return Call(hall.platform, None, query, "/v1/cases", "192.0.2.1", request, known=hall.caller(who))


@pytest.fixture
def case_id(hall: Hall) -> str:
    """Read by a clerk, then by an officer."""
    case_id = hall.accepted()
    records.read_case(call(hall, CLERK, PurposeQuery(purpose=Purpose.IDENTITY), "r-clerk"), case_id)
    hall.clock.pass_time(minutes=3)
    department.read_task(call(hall, OFFICER, PurposeQuery(purpose=Purpose.REVIEW), "r-officer"), f"{case_id}.review")
    return case_id


def test_a_person_sees_who_has_read_the_own_data_by_post_and_organ(hall: Hall, case_id: str):
    food = {**register_keys.department("441700", "food")._asdict(), "name": "市场监督管理局(知识产权局)"}
    hall.platform.table.write(put(food))
    answer = access_log.read_own_access(call(hall, COMPANY, Paging()), case_id)
    body: Any = answer.body
    newest, older = body.readings
    assert (newest.role, newest.organ, newest.purpose_label) == ("officer", "阳江市市场监督管理局", "部门审批")
    assert (older.role, older.organ, older.purpose_label) == ("counter_clerk", "阳江市政务服务中心", "核验身份")
    assert newest.at > older.at
    assert older.request_id == "r-clerk"
    assert "/applicant/uscc" in older.fields
    text = body.model_dump_json()
    officer, clerk = hall.caller(OFFICER).actor, hall.caller(CLERK).actor
    for hidden in (officer.sub, clerk.sub, officer.name, clerk.name, hall.form()["applicant"]["uscc"]):
        assert hidden not in text


def test_it_comes_page_by_page(hall: Hall, case_id: str):
    first: Any = access_log.read_own_access(call(hall, COMPANY, Paging(limit=1)), case_id)
    assert 'rel="next"' in first.headers["Link"]
    rest: Any = access_log.read_own_access(call(hall, COMPANY, Paging(limit=1, cursor=first.body.next_cursor)), case_id)
    assert [one.request_id for one in (*first.body.readings, *rest.body.readings)] == ["r-officer", "r-clerk"]


@pytest.mark.parametrize("who", ["citizen-lin", "citizen-huang"])
def test_nobody_else_sees_it(hall: Hall, case_id: str, who: str):
    with pytest.raises(NotFound):
        access_log.read_own_access(call(hall, who, Paging()), case_id)


def test_the_supervisors_see_the_account_and_are_recorded_themselves(hall: Hall, case_id: str):
    supervisor = staff("supervisor")
    query = access_log.SupervisedPaging(purpose=Purpose.COMPLAINT)
    body: Any = access_log.read_supervised_access(call(hall, supervisor, query, "r-supervisor"), case_id).body
    assert {hall.caller(OFFICER).actor.sub, hall.caller(CLERK).actor.sub} <= {one.actor for one in body.readings}
    own: Any = access_log.read_own_access(call(hall, COMPANY, Paging()), case_id).body
    (looked,) = [one for one in own.readings if one.role == "supervisor"]
    assert (looked.purpose_label, looked.fields, looked.request_id) == ("投诉核查", ["/access"], "r-supervisor")
    assert looked.organ == "政务服务管理局"


@pytest.mark.parametrize(("purpose", "refusal"), [(None, PurposeMissing), (Purpose.REVIEW, PurposeUnfit)])
def test_the_supervisors_say_what_for(hall: Hall, case_id: str, purpose: Purpose | None, refusal: type[Exception]):
    query = access_log.SupervisedPaging(purpose=purpose)
    with pytest.raises(refusal):
        access_log.read_supervised_access(call(hall, staff("supervisor"), query), case_id)


def test_supervisors_of_another_region_do_not_find_the_case(hall: Hall, case_id: str):
    query = access_log.SupervisedPaging(purpose=Purpose.COMPLAINT)
    with pytest.raises(NotFound):
        access_log.read_supervised_access(call(hall, staff("supervisor", region="440300"), query), case_id)


def test_the_organ_above_is_named_to_the_person(hall: Hall):
    """Not by the code of the register."""
    case_id = reported(hall)
    query = PurposeQuery(purpose=Purpose.REVIEW)
    department.read_task(call(hall, "superior-gd_culture_tourism", query), f"{case_id}.superior")
    body: Any = access_log.read_own_access(call(hall, COMPANY, Paging()), case_id).body
    assert body.readings[0].organ == "广东省文化和旅游厅"
