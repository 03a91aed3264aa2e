"""What applicants get wrong: named at once, in their language, with nothing half-written."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from local.demo import application
from tests.e2e.files import announced, pdf
from tests.e2e.hall import CLERK, Hall
from tests.e2e.people import CARD, LIN, PERMIT, RECOGNITION, form, presented
from tests.e2e.refusals import refused

CITIZEN = "citizen-lin"


@contextmanager
def nothing_written(hall: Hall, case_id: str) -> Iterator[None]:
    before = hall.written(case_id)
    yield
    assert hall.written(case_id) == before


def with_etag(hall: Hall, who: str, method: str, path: str, body: Any = None) -> Any:
    return hall.ask(who, method, path, body, etag=hall.etag(who, path))


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ("YM-X99", "item_unknown"),
        ("11441700YM0000139C3440131921000", "invalid_fields"),
        ("YM-J01-utilities", "handling_type_unsupported"),
        ("YM-S06", "applicant_kind_unsuited"),
    ],
)
def test_items_that_cannot_be_applied_for(hall: Hall, item: str, code: str) -> None:
    before = hall.cases()
    refused(hall.ask("company", "POST", "/applications", {"item": item}), 422, code, "/item")
    assert hall.cases() == before


def test_at_the_window_neither(hall: Hall) -> None:
    before = hall.cases()
    body = {"item": "YM-J01-utilities", "form": application.form(), "presented_by": presented(PERMIT)}
    refused(hall.ask(CLERK, "POST", "/cases", body), 422, "handling_type_unsupported", "/item")
    assert hall.cases() == before


def test_guides_of_unknown_items(hall: Hall) -> None:
    refused(hall.ask(None, "GET", "/items/YM-X99"), 404, "item_not_found")


@pytest.mark.requirement("R2")
def test_everything_wrong_in_a_form_is_named_at_once(hall: Hall) -> None:
    applicant = {
        "kind": "企业法人",
        "name": "",  # not filled in yet, which a draft may be
        "uscc": "91441702MA5YM00075",
        "legal_representative": {"name": "陈示例", "id_number": "441702199003078011"},
        "contact": {"name": "李示例", "phone": "1" * 61},
        "nickname": "x",
    }
    wrong = {"applicant": applicant, "answers": {"vending": "maybe", "colour": "red"}}
    pointers = (
        "/applicant/uscc",
        "/applicant/legal_representative/id_number",
        "/applicant/contact/phone",
        "/applicant/nickname",
        "/answers/vending",
        "/answers/colour",
    )
    case_id = hall.draft(PERMIT, filled={})
    answer = with_etag(hall, "company", "PUT", f"/applications/{case_id}/form", wrong)
    assert answer.status_code == 200
    codes = {error["pointer"]: error["code"] for error in answer.json()["errors"]}
    assert codes.keys() == set(pointers)
    assert codes["/applicant/uscc"] == "uscc_check_digit"
    assert codes["/applicant/legal_representative/id_number"] == "resident_id_check_digit"
    # The draft is kept as it was typed.
    assert hall.ask("company", "GET", f"/applications/{case_id}").json()["form"] == wrong
    with nothing_written(hall, case_id):
        submitted = with_etag(hall, "company", "POST", f"/applications/{case_id}/submit")
        materials = (f"/materials/0{number}" for number in (1, 3, 4, 6))
        missing = (f"/answers/{name}" for name in application.ANSWERS if name != "vending")
        wrong_fields = (f"/form{pointer}" for pointer in (*pointers, "/applicant/name", *missing))
        refused(submitted, 422, "invalid_fields", *wrong_fields, *materials)
    # The same is told at once when the application is made.
    made = hall.ask("company", "POST", "/applications", {"item": PERMIT, "form": wrong})
    assert made.status_code == 201
    assert {error["pointer"] for error in made.json()["errors"]} == {f"/form{pointer}" for pointer in pointers}


def test_a_kind_left_blank_opens_nothing(hall: Hall) -> None:
    blank = {"applicant": {"kind": "", "uscc": [{"a": 1}], "id_number": {"b": 2}, "name": 7}, "answers": {}}
    made = hall.ask("company", "POST", "/applications", {"item": "YM-S09", "form": blank})
    assert [error["code"] for error in made.json()["errors"]] == ["union_tag_invalid"]
    submitted = with_etag(hall, "company", "POST", f"/applications/{made.json()['id']}/submit")
    assert submitted.status_code == 422
    assert "/form/applicant/kind" in {error["pointer"] for error in submitted.json()["errors"]}


def test_what_is_missing_in_a_form_is_asked_for_when_it_is_submitted(hall: Hall) -> None:
    case_id = hall.draft(PERMIT, filled={})
    with nothing_written(hall, case_id):
        answer = with_etag(hall, "company", "POST", f"/applications/{case_id}/submit")
        applicant = ("name", "uscc", "legal_representative")
        asked = (*(f"applicant/{name}" for name in applicant), *(f"answers/{name}" for name in application.ANSWERS))
        missing = [f"/form/{name}" for name in asked]
        materials = (f"/materials/0{number}" for number in (1, 3, 4, 6))
        refused(answer, 422, "invalid_fields", *missing, *materials)


def test_nobody_applies_online_for_somebody_else(hall: Hall) -> None:
    other = {"name": "黄示例", "id_number": "441702199506120021", "phone": "13800138002"}
    case_id = hall.draft(CARD, CITIZEN, form(CARD, other))
    hall.hand_in(case_id, "01", who=CITIZEN)
    with nothing_written(hall, case_id):
        answer = with_etag(hall, CITIZEN, "POST", f"/applications/{case_id}/submit")
        refused(answer, 422, "invalid_fields", "/form/applicant/name", "/form/applicant/id_number")


def test_a_body_full_of_mistakes_is_not_answered_with_more(hall: Hall) -> None:
    body = {"item": PERMIT, "form": {f"key{number}": 1 for number in range(10_000)}}
    answer = hall.ask("company", "POST", "/applications", body)
    assert (answer.status_code, len(answer.json()["errors"]) <= 101) == (201, True)
    assert answer.json()["errors"][-1]["code"] == "more_errors"
    assert len(answer.content) < 20_000
    before = hall.cases()
    body = {"item": PERMIT, "form": {f"key{number}": 1 for number in range(20_000)}}
    refused(hall.ask("company", "POST", "/applications", body), 422, "form_too_large")
    assert hall.cases() == before


@pytest.mark.requirement("R27")
def test_the_window_checks_identity_and_papers_at_once(hall: Hall) -> None:
    before = hall.cases()
    body = {
        "item": CARD,
        "form": form(CARD),
        "presented_by": presented(CARD, {**LIN, "id_number": "441702199506120021"}),
        "papers": [{"line": "09", "form": "原件", "pages": 1, "matches_original": True}],
        "scans": [announced("01", size=21 * 1024 * 1024)],
    }
    answer = hall.ask(CLERK, "POST", "/cases", body)
    refused(answer, 422, "invalid_fields", "/presented_by/id_number", "/papers/0/line", "/scans/0/size")
    assert hall.cases() == before


def test_files_that_are_not_taken_are_refused_before_they_are_uploaded(hall: Hall) -> None:
    case_id = hall.draft(CARD, CITIZEN, {})
    path = f"/applications/{case_id}/materials"
    with nothing_written(hall, case_id):
        wrong = announced("77", size=20 * 1024 * 1024 + 1, content_type="application/x-msdownload")
        answer = hall.ask(CITIZEN, "POST", path, wrong)
        refused(answer, 422, "invalid_fields", "/line", "/content_type", "/size")
        answer = hall.ask(CITIZEN, "POST", path, announced("1", sha256="x", size="big"))
        refused(answer, 422, "invalid_fields", "/line", "/sha256", "/size")


def test_uploads_that_are_not_what_was_announced_do_not_reach_the_bucket(hall: Hall) -> None:
    case_id = hall.draft(RECOGNITION, CITIZEN)
    address = hall.client.act(CITIZEN, "POST", f"/applications/{case_id}/materials", announced("01")).json()["upload"]
    bigger = hall.http.post(address["url"], data=address["fields"], files={"file": ("f", pdf() + b"x")})
    assert (bigger.status_code, "EntityTooLarge" in bigger.text) == (400, True)
    other = hall.http.post(address["url"], data=address["fields"], files={"file": ("f", bytes(len(pdf())))})
    assert other.status_code == 400
    typed = hall.http.post(
        address["url"], data={**address["fields"], "Content-Type": "text/html"}, files={"file": ("f", pdf())}
    )
    assert typed.status_code == 403
    answer = with_etag(hall, CITIZEN, "POST", f"/applications/{case_id}/submit")
    refused(answer, 422, "materials_missing", "/materials/01")
    assert answer.json()["errors"][0]["code"] == "material_not_uploaded"


def test_a_file_of_another_type_is_uploaded_and_refused_with_its_reason(hall: Hall) -> None:
    case_id = hall.draft(RECOGNITION, CITIZEN)
    hall.hand_in(case_id, "01", who=CITIZEN, content=b"MZ this is a program, whatever it calls itself")
    (line, *_) = hall.client.get(CITIZEN, f"/applications/{case_id}/materials").json()["materials"]
    (file,) = line["files"]
    assert (line["satisfied"], file["state"], file["url"]) == (False, "refused", None)
    assert "PDF" in file["reason"]
    with nothing_written(hall, case_id):
        answer = with_etag(hall, CITIZEN, "POST", f"/applications/{case_id}/submit")
        refused(answer, 422, "materials_missing", "/materials/01")
    assert answer.json()["errors"][0]["code"] == "material_refused"


@pytest.mark.requirement("R5")
def test_every_missing_material_is_listed(hall: Hall) -> None:
    places = [{"place": "示例市示例区示例广场", "device": "A001"}]
    answers = {**application.ANSWERS, "vending": True, "vending_places": places}
    case_id = hall.draft(PERMIT, filled={**application.form(), "answers": answers})
    with nothing_written(hall, case_id):
        answer = with_etag(hall, "company", "POST", f"/applications/{case_id}/submit")
        refused(answer, 422, "materials_missing", *(f"/materials/0{number}" for number in (1, 3, 4, 6, 7)))


def test_files_still_being_checked_make_the_applicant_wait(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = hall.draft(CARD, CITIZEN)
    functions = hall.stack.deployment.functions
    call = functions.call

    def slow(name: str, event: Any) -> Any:
        if name == "check_material":
            hall.until(lambda: asked)
        return call(name, event)

    asked: list[Any] = []
    monkeypatch.setattr(functions, "call", slow)
    address = hall.client.act(CITIZEN, "POST", f"/applications/{case_id}/materials", announced("01")).json()["upload"]
    hall.client.upload(address, pdf(), "application/pdf")
    with nothing_written(hall, case_id):
        answer = with_etag(hall, CITIZEN, "POST", f"/applications/{case_id}/submit")
        refused(answer, 409, "materials_checking", "/materials/01")
        assert int(answer.headers["Retry-After"]) > 0
    asked.append(answer)
    hall.until(lambda: not hall.unchecked(case_id))
    assert hall.do(CITIZEN, "POST", f"/applications/{case_id}/submit").json()["status"] == "submitted"


def test_deadlines_of_absurd_length(hall: Hall) -> None:
    body = {"start": "2026-11-23", "length": 10**9, "unit": "workday"}
    assert hall.ask(None, "POST", "/deadlines", body).status_code == 422
    wrong = {"start": "yesterday", "length": -1, "unit": "moon", "pauses": [{"from": "2026-01-02"}]}
    refused(
        hall.ask(None, "POST", "/deadlines", wrong),
        422,
        "invalid_fields",
        "/start",
        "/length",
        "/unit",
        "/pauses/0/to",
    )
    provisional = hall.ask(None, "POST", "/deadlines", {"start": "2027-03-01", "length": 5, "unit": "workday"})
    assert provisional.json()["provisional"]


def test_an_item_of_a_person_at_the_window_needs_that_kind_of_form(hall: Hall) -> None:
    before = hall.cases()
    body = {"item": RECOGNITION, "form": application.form(), "presented_by": presented(RECOGNITION)}
    assert hall.ask(CLERK, "POST", "/cases", body).status_code == 422
    assert hall.cases() == before
