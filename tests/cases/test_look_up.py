"""Whoever looks for a person by name says what for, and each person who is found is told of it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.access.actor import Actor, Role
from chalicelib.access.policy import GRANTS, Permission
from chalicelib.cases.api import access_log, records
from chalicelib.cases.api.records import CaseSearch
from chalicelib.cases.model.disclosure import Purpose, PurposeMissing, PurposeUnfit, require_lookup
from chalicelib.cases.store.access_log import readings
from chalicelib.cases.store.search import name_digests
from chalicelib.foundation import keys
from chalicelib.http.cursors import Paging
from chalicelib.http.routes import Call
from proofs.kit.cast import CLERK, OFFICER, staff
from proofs.kit.hall import Hall

NAME = "阳江示例餐饮有限公司"
OTHER_WINDOW = "clerk-social"


def look(hall: Hall, who: str | Actor, request: str = "r-1", **wanted: Any) -> list[str]:
    body = CaseSearch.model_validate({"name": NAME, **wanted})
    call = Call(hall.platform, body, None, "/v1/cases/search", "", request, known=hall.caller(who))
    answer: Any = records.search_cases(call).body
    return [case.id for case in answer.cases]


def lookups(hall: Hall) -> list[Any]:
    digest = name_digests(hall.platform, NAME)[0]
    return hall.world.rows(keys.lookups(hall.platform.settings.division, digest))


def test_a_name_without_a_purpose_is_refused_before_anything_is_looked_for(hall: Hall):
    calls = list[str]()
    hall.submitted()
    hall.world.listen(calls.append, lambda _: None)
    with pytest.raises(PurposeMissing) as refused:
        look(hall, CLERK)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/purpose", "purpose_missing")]
    with pytest.raises(PurposeUnfit):
        look(hall, CLERK, purpose=Purpose.SUPERVISION)
    assert calls == []
    assert lookups(hall) == []


# They look at how cases go, and look for nobody by name.
READ_ABOUT_NO_PERSON = {Role.GOVERNMENT_LEADER, Role.CENTRE_MANAGER}


@pytest.mark.parametrize("role", [role for role in Role if Permission.READ_CASES in GRANTS[role]])
def test_every_post_that_works_with_people_may_look_for_them_with_a_purpose_of_its_own(role: Role):
    fitting: list[Purpose] = []
    for purpose in Purpose:
        try:
            fitting.append(require_lookup(role, purpose, "/purpose"))
        except PurposeUnfit:
            continue
    assert bool(fitting) is (role not in READ_ABOUT_NO_PERSON)
    assert (Purpose.COMPLAINT in fitting) is (role is Role.SUPERVISOR)


def test_who_is_found_sees_who_looked_when_and_what_for(hall: Hall):
    first = hall.submitted()
    hall.clock.pass_time(minutes=1)
    second = hall.accepted()
    assert look(hall, CLERK, "r-look", purpose=Purpose.IDENTITY) == [second, first]
    for case_id in (first, second):
        call: Any = Call(hall.platform, None, Paging(), "/v1", "", "r-own", known=hall.caller("company"))
        (reading,) = access_log.read_own_access(call, case_id).body.readings  # pyright: ignore[reportAttributeAccessIssue]
        assert (reading.role, reading.window, reading.purpose_label) == ("counter_clerk", "生产经营", "核验身份")
        assert (reading.fields, reading.request_id) == (["/search/name"], "r-look")
        assert hall.caller(CLERK).actor.sub not in reading.model_dump_json()


def test_the_search_itself_is_kept_without_the_name(hall: Hall):
    hall.submitted()
    look(hall, CLERK, purpose=Purpose.IDENTITY)
    (row,) = lookups(hall)
    assert NAME not in json.dumps(row, default=str, ensure_ascii=False)
    clerk = hall.caller(CLERK).actor
    assert {name: row[name] for name in ("actor", "role", "purpose", "found")} == {
        "actor": clerk.sub,
        "role": "counter_clerk",
        "purpose": "identity",
        "found": 1,
    }
    kept = timedelta(seconds=float(row["ttl"]) - hall.wall.at.timestamp())
    assert abs(kept.days - hall.platform.settings.access_kept_days) <= 1


def test_a_search_that_finds_nobody_is_kept_too(hall: Hall):
    assert look(hall, CLERK, purpose=Purpose.IDENTITY) == []
    assert [row["found"] for row in lookups(hall)] == [0]


@pytest.mark.parametrize(
    "who", [OTHER_WINDOW, "officer-hrss", staff("counter_clerk"), staff("supervisor", None, "440300")]
)
def test_whose_business_it_is_not_finds_nothing_and_the_person_is_told_nothing(hall: Hall, who: str | Actor):
    case_id = hall.accepted()
    role = hall.caller(who).actor.role
    purpose = {Role.OFFICER: Purpose.REVIEW, Role.SUPERVISOR: Purpose.COMPLAINT}.get(role, Purpose.IDENTITY)
    assert look(hall, who, purpose=purpose) == []
    assert readings(hall.platform.table, case_id, limit=10)[0] == []


def test_a_number_with_a_name_is_a_search_by_name(hall: Hall):
    """Else a number from a list would tell, name by name, whose case it is."""
    case_id = hall.submitted()
    number = hall.case(case_id).number
    with pytest.raises(PurposeMissing):
        look(hall, CLERK, number=number)
    assert look(hall, CLERK, number=number, purpose=Purpose.IDENTITY) == [case_id]
    assert look(hall, OTHER_WINDOW, number=number, purpose=Purpose.IDENTITY) == []
    assert {one.fields for one in readings(hall.platform.table, case_id, limit=10)[0]} == {("/search/name",)}


def test_what_cannot_be_recorded_is_not_given(hall: Hall):
    hall.submitted()

    def refuse(operation: str) -> None:
        if operation in ("PutItem", "TransactWriteItems"):
            raise ClientError({"Error": {"Code": "AccessDeniedException"}}, operation)

    hall.world.listen(refuse, lambda _: None)
    with pytest.raises(ClientError):
        look(hall, CLERK, purpose=Purpose.IDENTITY)


def test_it_waits_for_two_calls_one_after_the_other(hall: Hall):
    """Where the name leads, then the cases while the search is recorded."""
    hall.submitted()
    look(hall, CLERK, purpose=Purpose.IDENTITY)
    calls = list[str]()
    hall.world.listen(calls.append, lambda _: None)
    look(hall, CLERK, "r-2", purpose=Purpose.IDENTITY)
    assert calls[0] == "Query"
    assert sorted(calls[1:]) == ["BatchGetItem", "TransactWriteItems"]


def test_an_officer_of_the_own_department_finds_it(hall: Hall):
    case_id = hall.accepted()
    assert look(hall, OFFICER, purpose=Purpose.REVIEW) == [case_id]
