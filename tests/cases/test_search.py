"""A clerk finds a case by what is on the slip: number, query code, name, status."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.access.actor import Actor, Role
from chalicelib.cases.api.case_answers import CaseList
from chalicelib.cases.api.records import CaseSearch, CasesQuery, api, list_cases, search_cases
from chalicelib.cases.model import Status
from chalicelib.cases.model.disclosure import Purpose
from chalicelib.cases.model.masking import masked_name
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.foundation.problems import Invalid
from chalicelib.foundation.validation import field_errors
from chalicelib.http.routes import Call
from chalicelib.intake.acts.correct_form import correct_form
from chalicelib.wiring.alarms import FIRES
from proofs.kit.cast import CLERK, ISSUER, staff
from proofs.kit.hall import Hall
from tests.intake.test_at_the_window import signing, walked_in

SOCIAL = "clerk-social"
COMPANY_NAME = "阳江示例餐饮有限公司"
PURPOSES = {
    Role.COUNTER_CLERK: Purpose.IDENTITY,
    Role.ISSUING_CLERK: Purpose.ISSUE,
    Role.OFFICER: Purpose.REVIEW,
    Role.SUPERVISOR: Purpose.COMPLAINT,
}


def asked(hall: Hall, who: str | Actor, **wanted: Any) -> tuple[CaseList, dict[str, str]]:
    """By the list where it takes these filters, and always by the search, which answers the same and makes no address
    of what was asked.
    """
    known = hall.caller(who)
    if "name" in wanted:
        wanted.setdefault("purpose", PURPOSES[known.actor.role])
    body = CaseSearch.model_validate(wanted)
    answer = search_cases(Call(hall.platform, body, None, "/v1/cases/search", "", "r-1", known=known))
    assert isinstance(answer.body, CaseList)
    assert answer.headers == {}
    if wanted.keys() & {"name", "query_code"} or body.cursor:
        return answer.body, {}
    query = CasesQuery.model_validate(wanted)
    in_list = list_cases(Call(hall.platform, None, query, "/v1/cases", "", "r-1", known=known))
    assert isinstance(in_list.body, CaseList)
    assert in_list.body.cases == answer.body.cases
    return in_list.body, dict(in_list.headers)


def found(hall: Hall, who: str | Actor = CLERK, **query: Any) -> list[str]:
    return [case.id for case in asked(hall, who, **query)[0].cases]


def as_pasted(code: str) -> str:
    """As a chat or a scanner gives it: a mark that turns the direction of writing, a dash, full-width letters."""
    wide = "".join(chr(ord(char) + 0xFEE0) for char in code[4:])
    return f"\u202d{code[:4]}-{wide}"


@pytest.mark.parametrize("field", ["number", "query_code"])
@pytest.mark.parametrize("who", [CLERK, ISSUER, "officer-food", "chief-food"])
def test_the_slip_leads_to_the_case_wherever_it_stands(hall: Hall, who: str, field: str):
    for case_id in (hall.submitted(), hall.accepted(), hall.closed()):
        given = getattr(hall.case(case_id), field)
        assert found(hall, who, **{field: given}) == [case_id]
        assert found(hall, who, **{field: f" {given.lower()} "}) == [case_id]
        assert found(hall, who, **{field: as_pasted(given)}) == [case_id]
    assert found(hall, who, **{field: "2222222222"}) == []


def as_read_out(text: str) -> str:
    """In groups of four, with what people put between them."""
    return " - ".join(text[at : at + 4] for at in range(0, len(text), 4))


WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@pytest.mark.parametrize("field", ["number", "query_code"])
@pytest.mark.parametrize("typed", [as_read_out, lambda text: text.translate(WIDE), lambda text: f"\u202d{text}\u202c"])
def test_number_and_query_code_are_found_as_people_type_them(hall: Hall, typed: Callable[[str], str], field: str):
    case_id = hall.submitted()
    assert found(hall, **{field: typed(getattr(hall.case(case_id), field))}) == [case_id]


@pytest.mark.parametrize("field", ["number", "query_code"])
def test_a_code_of_nothing_but_separators_is_told_so(field: str):
    with pytest.raises(ValidationError) as refused:
        CaseSearch.model_validate({field: " - "})
    assert [error.message for error in field_errors(refused.value)] == ["至少填写 1 个字"]


def test_a_name_as_it_is_shown_masked_is_no_name_to_search_for():
    """An empty list would say that nobody of this name has applied."""
    with pytest.raises(ValidationError) as refused:
        CaseSearch.model_validate({"name": "林*例", "purpose": "acceptance"})
    assert [error["type"] for error in refused.value.errors()] == ["masked_copied"]


def test_a_name_finds_every_case_of_it_the_newest_first(hall: Hall):
    cases = []
    for _ in range(5):
        cases.append(hall.submitted())
        hall.clock.pass_time(seconds=60)
    name = hall.case(cases[0]).applicant_name
    first, _ = asked(hall, CLERK, name=name, limit=3)
    second, _ = asked(hall, CLERK, name=name, limit=3, cursor=first.next_cursor)
    assert [case.id for case in (*first.cases, *second.cases)] == list(reversed(cases))
    # The name is in no key.
    assert {case.applicant_name for case in first.cases} == {masked_name(name)}
    assert not [row for row in hall.everything() if name in row["pk"] or name in row["sk"]]


def test_a_corrected_name_finds_the_case_and_the_wrong_one_finds_it_no_more(hall: Hall):
    case_id = walked_in(hall)
    right = {"/applicant/name": "John Right"}
    hall.clock.pass_time(days=1)
    correct_form(hall.platform, hall.caller(CLERK, case_id), case_id, right, signing(name="John Right"))
    assert found(hall, SOCIAL, name="John Right") == [case_id]
    assert found(hall, SOCIAL, name="John Example") == []
    named = [row for row in hall.everything() if row.get("case_id") == case_id and row["pk"].startswith("NAME#")]
    assert len(named) == 1


def test_another_writing_of_the_name_is_the_same_name(hall: Hall):
    case_id = hall.submitted()
    name = hall.case(case_id).applicant_name
    assert found(hall, name=f" {name[:4]} {name[4:]} ") == [case_id]
    assert found(hall, name=name[:4]) == []


def test_statuses_also_behind_the_windows(hall: Hall):
    waiting, reviewed, closed = hall.submitted(), hall.accepted(), hall.closed()
    assert found(hall, status="submitted") == [waiting]
    assert found(hall, ISSUER, status="submitted") == [waiting]
    assert found(hall, status="in_review") == [reviewed]
    assert found(hall, status="correcting") == []
    assert found(hall, number=hall.case(closed).number, status="closed") == [closed]
    assert found(hall, number=hall.case(closed).number, status="in_review") == []
    assert found(hall) == [waiting]


def test_a_case_whose_supplement_did_not_come_is_found_by_its_status(hall: Hall):
    case_id = hall.correcting("01")
    hall.world.pass_time(timedelta(days=80))
    assert sweep(hall.platform, FIRES) == 1
    assert found(hall) == []
    assert found(hall, status="lapsed") == [case_id]


def test_due_days_are_those_of_the_holiday_notice_in_force(hall: Hall):
    case_id = hall.accepted()
    stored = hall.case(case_id).due("promised")
    hall.world.publish_day_off(date(2026, 11, 26), date(2026, 11, 27))
    number = hall.case(case_id).number
    for query in ({"number": number}, {"status": "in_review"}, {"name": COMPANY_NAME}):
        (listed,) = asked(hall, CLERK, **query)[0].cases
        assert (stored, listed.due) == (date(2026, 12, 3), date(2026, 12, 7)), query


@pytest.mark.parametrize("status", ["closed", "rejected", "withdrawn"])
def test_ended_cases_are_not_listed_without_more(status: str):
    with pytest.raises(ValidationError, match="同时填写"):
        CasesQuery.model_validate({"status": status})
    assert CasesQuery.model_validate({"status": status, "number": "1"})
    assert CaseSearch.model_validate({"status": status, "name": COMPANY_NAME})


@pytest.mark.parametrize("field", ["name", "query_code"])
def test_what_tells_of_a_person_stands_in_no_address(field: str):
    """个人信息保护法 51: addresses are kept by logs, proxies and browsers."""
    with pytest.raises(ValidationError) as refused:
        CasesQuery.model_validate({field: COMPANY_NAME})
    assert [(error.pointer, error.code) for error in field_errors(refused.value)] == [(f"/{field}", "extra_forbidden")]


def test_a_search_changes_nothing(hall: Hall):
    """So it asks for no Idempotency-Key and no If-Match; a cursor of another search is pointed at in the body."""
    (route,) = (route for route in api.declared if route.path == "/cases/search")
    assert (route.method, route.acts, route.guarded) == ("POST", False, False)
    with pytest.raises(Invalid) as refused:
        asked(hall, CLERK, name=COMPANY_NAME, cursor="AAAA")
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/cursor", "cursor_invalid")]


def test_drafts_are_nobodys_business(hall: Hall):
    case_id = hall.draft()
    assert found(hall, name=hall.case(case_id).applicant_name) == []
    with pytest.raises(ValidationError):
        CasesQuery.model_validate({"status": "draft"})


def test_nobody_finds_what_is_not_their_business(hall: Hall):
    case = hall.case(hall.accepted())
    for stranger in ("officer-hrss", staff("counter_clerk", region="441702")):
        assert found(hall, stranger, number=case.number) == []
        assert found(hall, stranger, name=case.applicant_name) == []
        assert found(hall, stranger, status="in_review") == []


def test_windows_narrow_a_search(hall: Hall):
    case = hall.case(hall.submitted())
    assert found(hall, number=case.number, window="生产经营") == [case.id]
    assert found(hall, number=case.number, window="社会民生") == []
    assert found(hall, number=case.number, window="出件") == []


def test_a_case_leaves_the_list_of_its_status(hall: Hall):
    case_id = hall.accepted()
    hall.answer(case_id)
    assert found(hall, status="in_review") == []
    assert found(hall, status="deciding") == [case_id]
    assert hall.case(case_id).status is Status.DECIDING


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("", ""),
        ("林", "*"),
        ("林示", "林*"),
        ("林示例", "林*例"),
        ("欧阳示例", "欧**例"),
        (COMPANY_NAME, "阳江******公司"),
    ],
)
def test_names_are_masked(name: str, shown: str):
    assert masked_name(name) == shown
