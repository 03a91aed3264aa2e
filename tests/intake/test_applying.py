"""草稿、材料、提交: what an applicant does before the hall has received anything."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from stdnum.cn import uscc

from chalicelib.access.actor import applicant_key
from chalicelib.cases.model.material import FILE_BYTES, FILES_PER_LINE, MaterialFile
from chalicelib.cases.store.files import object_key
from chalicelib.catalogue.store import load_item
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import keys
from chalicelib.foundation.platform import SHANGHAI, Platform
from chalicelib.foundation.problems import Conflict, Invalid, StillChecking
from chalicelib.foundation.validation import field_errors
from chalicelib.foundation.writes import update
from chalicelib.intake.acts.add_material import NewFile, add_material
from chalicelib.intake.acts.create_application import create_application
from chalicelib.intake.acts.save_form import save_form
from chalicelib.intake.acts.submit import submit
from chalicelib.intake.acts.withdraw import withdraw
from chalicelib.intake.model.application import examined
from chalicelib.intake.store import open_drafts
from local.demo.application import form
from local.identity_provider.personas import PERSONAS
from proofs.kit.applications import CARD, COMPANY, OF_A_CHILD
from proofs.kit.cases_so_far import complete_draft
from proofs.kit.catalogue import item_document, publish
from proofs.kit.hall import Hall
from tests.cases.acts import NEW_FILE

ON = date(2026, 11, 24)
ITEMS = [item_document(code) for code in ("YM-P01", "YM-S09")]


def told(receipt: Receipt) -> dict[str, str]:
    """The wrong fields of a draft, by pointer."""
    return {error["pointer"]: error["code"] for error in receipt.facts["errors"]}


def saved_form(hall: Hall, case_id: str) -> Any:
    (row,) = hall.rows(case_id, "FORM")
    return json.loads(row["form"])


def codes(refused: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {error.pointer: error.code for error in refused.value.errors}


@pytest.mark.parametrize(
    ("item", "who", "code"),
    [
        ("YM-X99", COMPANY, "item_unknown"),
        ("nonsense", COMPANY, "item_unknown"),
        ("YM-I07", COMPANY, "handling_type_unsupported"),
        ("YM-S05", "citizen-lin", "applicant_kind_unsuited"),
    ],
)
def test_what_cannot_be_applied_for_leaves_nothing(hall: Hall, item: str, who: str, code: str):
    with pytest.raises(Invalid) as refused:
        create_application(hall.platform, hall.caller(who), item, {})
    assert refused.value.code == code
    assert refused.value.errors[0].pointer == "/item"
    assert hall.everything() == []


@pytest.mark.requirement("R2")
def test_a_draft_is_kept_as_typed_and_told_what_is_wrong(hall: Hall):
    case_id = hall.draft(filled={"applicant": {"kind": "企业法人"}})
    wrong = form()
    wrong["applicant"]["uscc"] = "91441702MA5YM00075"
    wrong["applicant"]["legal_representative"] = {"name": "陈示例", "id_number": "441702199003078011"}
    wrong["colour"] = "red"
    receipt = save_form(hall.platform, hall.caller(COMPANY, case_id), case_id, wrong)
    assert told(receipt) == {
        "/applicant/uscc": "uscc_check_digit",
        "/applicant/legal_representative/id_number": "resident_id_check_digit",
        "/colour": "extra_forbidden",
    }
    assert saved_form(hall, case_id) == wrong
    assert hall.case(case_id).form_version == 2
    hall.hand_in(case_id, *hall.required_lines(case_id))
    with pytest.raises(Invalid) as refused:
        submit(hall.platform, hall.caller(COMPANY, case_id), case_id)
    assert {pointer.removeprefix("/form"): code for pointer, code in codes(refused).items()} == told(receipt)


def test_an_application_begins_with_whatever_is_typed(hall: Hall):
    receipt = create_application(hall.platform, hall.caller(COMPANY), "YM-P01", {"applicant": {"uscc": "9144"}})
    assert told(receipt) == {"/form/applicant/uscc": "uscc_format"}
    assert saved_form(hall, receipt.facts["id"]) == {"applicant": {"uscc": "9144"}}


def test_a_draft_is_told_of_a_region_that_nobody_knows(hall: Hall):
    filled = form()
    filled["applicant"]["legal_representative"] = {"name": "陈示例", "id_number": "320219197501010010"}
    case_id = hall.draft(filled={})
    receipt = save_form(hall.platform, hall.caller(COMPANY, case_id), case_id, filled)
    assert receipt.facts["errors"] == []
    assert [one["code"] for one in receipt.facts["warnings"]] == ["resident_id_unknown_region"]
    hall.hand_in(case_id, *hall.required_lines(case_id))
    submit(hall.platform, hall.caller(COMPANY, case_id), case_id)


@pytest.mark.parametrize(
    ("filled", "code"),
    [
        ({"applicant": {"name": "长" * 70_000}}, "form_too_large"),
        ({"answers": {"age": float("inf")}}, "form_unreadable"),
        ({"applicant": {"name": "\ud800"}}, "form_unreadable"),
    ],
)
def test_what_no_row_can_hold_is_refused(hall: Hall, filled: dict[str, Any], code: str):
    case_id = hall.draft(filled={})
    with pytest.raises(Invalid) as refused:
        save_form(hall.platform, hall.caller(COMPANY, case_id), case_id, filled)
    assert refused.value.code == code


def test_a_name_of_absurd_length_fits_the_receipt(hall: Hall):
    receipt = create_application(hall.platform, hall.caller(COMPANY), "YM-P01", {"~" * 190_000: 1})
    assert len(receipt.facts["errors"][0]["pointer"]) <= 300


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(["kind", "name", "uscc", "id_type", "id_number", "legal_representative", "contact", "phone"])


@given(
    applicant=JSON | st.dictionaries(FIELDS, JSON | st.sampled_from(["企业法人", "自然人", "居民身份证", ""])),
    answers=JSON | st.dictionaries(st.sampled_from(["agent", "vending"]), JSON),
    who=st.sampled_from([COMPANY, "citizen-lin"]),
)
def test_whatever_was_typed_submit_names_what_is_wrong(applicant: Any, answers: Any, who: str):
    document = {"applicant": applicant, "answers": answers}
    for item in ITEMS:
        _, errors = examined(item, document, PERSONAS[who].actor.identity, ON)
        assert errors
        assert all(error.pointer.startswith("/form") for error in errors)


@pytest.mark.requirement("R2")
def test_a_draft_survives(hall: Hall):
    case_id = hall.draft(filled={})
    receipt = save_form(hall.platform, hall.caller(COMPANY, case_id), case_id, form())
    (row,) = hall.rows(case_id, "FORM")
    assert receipt.etag == '"d2"' == hall.case(case_id).etag
    assert "91441702MA5YM00074" in row["form"]


def test_a_case_stays_with_the_version_it_was_made_from(hall: Hall):
    case_id = complete_draft(hall)
    publish(hall.platform, "YM-P01", version=2, name="改名后的事项")
    submit(hall.platform, hall.caller(COMPANY, case_id), case_id)
    assert hall.case(case_id).item_version == 1
    assert hall.case(case_id).item_name != "改名后的事项"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"line": "99"}, {"/line": "material_unlisted"}),
        ({"line": "00"}, {"/line": "material_unlisted"}),
        ({"content_type": "text/html"}, {"/content_type": "file_type_unsupported"}),
        ({"size": FILE_BYTES + 1}, {"/size": "file_too_large"}),
        (
            {"line": "99", "content_type": "a/b", "size": FILE_BYTES + 1},
            {"/line": "material_unlisted", "/content_type": "file_type_unsupported", "/size": "file_too_large"},
        ),
    ],
)
def test_an_announced_file_is_checked_all_at_once(hall: Hall, change: dict[str, object], code: dict[str, str]):
    case_id = hall.draft()
    new = NewFile.model_validate(NEW_FILE.model_dump() | change)
    with pytest.raises(Invalid) as refused:
        add_material(hall.platform, hall.caller(COMPANY), case_id, new)
    assert codes(refused) == code
    assert hall.rows(case_id, "MATERIAL#") == []


def test_a_line_takes_so_many_files(hall: Hall):
    case_id = hall.draft()
    hall.hand_in(case_id, *["01"] * FILES_PER_LINE)
    with pytest.raises(Invalid) as refused:
        add_material(hall.platform, hall.caller(COMPANY), case_id, NEW_FILE)
    assert codes(refused) == {"/line": "too_many_files"}


def test_a_submission_with_every_file_a_case_may_have_fits_one_transaction(hall: Hall):
    case_id = complete_draft(hall)
    lines, handed_in = ["06", "05", "04", "03", "02", "01"], len(hall.rows(case_id, "MATERIAL#"))
    hall.hand_in(case_id, *(lines[number % len(lines)] for number in range(79 - handed_in)))
    add_material(hall.platform, hall.caller(COMPANY), case_id, NEW_FILE)
    with pytest.raises(Invalid) as refused:
        add_material(hall.platform, hall.caller(COMPANY), case_id, NEW_FILE)
    assert codes(refused) == {"/line": "too_many_files"}
    submit(hall.platform, hall.caller(COMPANY, case_id), case_id)
    assert len(hall.events(case_id)[0].data["files"]) == 79


@pytest.mark.requirement("R2")
def test_submit_names_every_line_and_what_is_wrong_with_it(hall: Hall):
    case_id = hall.draft()
    lines = hall.required_lines(case_id)
    hall.hand_in(case_id, lines[0], state="refused", reason="文件大小与登记的不一致")
    hall.hand_in(case_id, lines[1], state="requested")
    with pytest.raises(Invalid) as refused:
        submit(hall.platform, hall.caller(COMPANY, case_id), case_id)
    expected = ["material_refused", "material_not_uploaded", *["material_missing"] * (len(lines) - 2)]
    assert refused.value.code == "materials_missing"
    assert codes(refused) == dict(zip([f"/materials/{line}" for line in lines], expected, strict=True))
    assert "文件大小与登记的不一致" in refused.value.errors[0].message


def test_submit_while_a_file_is_checked_says_come_again(hall: Hall):
    case_id = complete_draft(hall)
    receipt = add_material(hall.platform, hall.caller(COMPANY), case_id, NEW_FILE)
    bucket, key = hall.platform.settings.materials_bucket, object_key(case_id, receipt.facts["file_id"])
    hall.platform.s3.put_object(Bucket=bucket, Key=key, Body=b"arrived, event under way")
    with pytest.raises(StillChecking) as refused:
        submit(hall.platform, hall.caller(COMPANY, case_id), case_id)
    assert refused.value.headers["Retry-After"] == "2"
    assert refused.value.errors[0].pointer == "/materials/01"


def test_an_incomplete_form_is_not_submitted(hall: Hall):
    case_id = hall.draft(filled={"applicant": {"kind": "企业法人"}})
    hall.hand_in(case_id, "01")
    with pytest.raises(Invalid) as refused:
        submit(hall.platform, hall.caller(COMPANY, case_id), case_id)
    assert codes(refused)["/form/applicant/uscc"] == "missing"
    assert codes(refused)["/form/answers/vending"] == "missing"
    assert (codes(refused)["/materials/03"], "/materials/01" in codes(refused)) == ("material_missing", False)


def test_one_applies_for_oneself(hall: Hall):
    other = form()
    base = "91441702MA5YM0015"
    other["applicant"] |= {"name": "别的公司（不是我）", "uscc": base + uscc.calc_check_digit(base)}
    case_id = hall.draft(filled=other)
    hall.hand_in(case_id, *hall.required_lines(case_id))
    with pytest.raises(Invalid) as refused:
        submit(hall.platform, hall.caller(COMPANY, case_id), case_id)
    pointers = ("/form/applicant/name", "/form/applicant/uscc")
    assert codes(refused) == dict.fromkeys(pointers, "applicant_not_account")


def test_a_person_applies_with_the_card_that_was_certified(hall: Hall):
    person = {
        "kind": "自然人",
        "name": "别人",
        "id_type": "护照",
        "id_number": "E12345678",
        "birth_date": "1990-03-07",
        "phone": "13800138000",
    }
    case_id = hall.draft("YM-S07", "citizen-lin", {"applicant": person, "answers": CARD.answers})
    hall.hand_in(case_id, *hall.required_lines(case_id))
    with pytest.raises(Invalid) as refused:
        submit(hall.platform, hall.caller("citizen-lin", case_id), case_id)
    pointers = ("/form/applicant/name", "/form/applicant/id_type", "/form/applicant/id_number")
    assert codes(refused) == dict.fromkeys(pointers, "applicant_not_account")


def test_a_company_does_not_apply_as_a_person(hall: Hall):
    """The form of a person has no field for a credit code; what is wrong is the kind."""
    person = {"kind": "自然人", "name": "林示例", "id_number": "44170219900307801X"}
    identity, on = hall.people.personas[COMPANY].actor.identity, hall.clock.at.date()
    _, errors = examined(item_document("YM-S09"), {"applicant": person, "answers": {}}, identity, on)
    found = {error.pointer: error.code for error in errors}
    assert found["/form/applicant/kind"] == "applicant_not_account"
    assert "/form/applicant/uscc" not in found


CHILD = {"kind": "自然人", "name": "林小示", "id_number": "441702201906010016"}
LIN = {"name": "林 示例", "id_number": "44170219900307801X", "relationship": "父母"}


def test_a_parent_applies_online_for_a_child(hall: Hall):
    """民法典 20, 23, 27. The case is in the parent's list, the documents are the child's."""
    filled = {"applicant": CHILD | {"guardian": LIN}, "answers": OF_A_CHILD}
    case_id = hall.draft("YM-S07", "citizen-lin", filled)
    hall.hand_in(case_id, *hall.required_lines(case_id))
    submit(hall.platform, hall.caller("citizen-lin", case_id), case_id)
    applicant = saved_form(hall, case_id)["applicant"]
    assert hall.case(case_id).applicant_name == "林小示"
    assert applicant["guardian"]["name"] == "林示例"
    assert saved_form(hall, case_id)["answers"] == {**OF_A_CHILD, "age": 7}


def test_an_age_is_that_of_the_day_of_receipt(hall: Hall):
    """The request came in before midnight, and is carried out after it, on the child's eighth birthday."""
    hall.clock.move_to(datetime(2027, 5, 31, 23, 59, tzinfo=SHANGHAI))
    case_id = hall.draft("YM-S07", "citizen-lin", {"applicant": CHILD | {"guardian": LIN}, "answers": OF_A_CHILD})
    hall.hand_in(case_id, *hall.required_lines(case_id))
    caller = hall.caller("citizen-lin", case_id)
    hall.clock.pass_time(seconds=120)
    submit(hall.platform, caller, case_id)
    assert saved_form(hall, case_id)["answers"] == {**OF_A_CHILD, "age": 7}


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({}, {"name", "id_number", "guardian"}),
        (
            {"guardian": LIN | {"name": "黄示例", "id_number": "441702199506120021"}},
            {"guardian/name", "guardian/id_number"},
        ),
    ],
)
def test_nobody_else_applies_for_a_child(hall: Hall, more: dict[str, Any], found: set[str]):
    case_id = hall.draft("YM-S07", "citizen-lin", {"applicant": CHILD | more, "answers": OF_A_CHILD})
    hall.hand_in(case_id, "01", "03")
    with pytest.raises(Invalid) as refused:
        submit(hall.platform, hall.caller("citizen-lin", case_id), case_id)
    assert codes(refused).keys() == {f"/form/applicant/{field}" for field in found}


def test_a_field_that_is_wrong_in_itself_is_named_once(hall: Hall):
    filled = form()
    filled["applicant"]["uscc"] = "91441702MA5YM00075"
    item = load_item(hall.platform.table, "441700", "YM-P01")
    _, errors = examined(item, filled, PERSONAS[COMPANY].actor.identity, ON)
    assert [(error.pointer, error.code) for error in errors] == [("/form/applicant/uscc", "uscc_check_digit")]


def test_the_certified_name_is_the_one_that_counts(hall: Hall):
    """Another writing of the same name is replaced by the certified one (ADR 0004)."""
    filled = form()
    filled["applicant"]["name"] = " 阳江示例 餐饮有限公司"
    case_id = hall.submitted(filled=filled)
    (row,) = hall.rows(case_id, "FORM")
    assert '"阳江示例餐饮有限公司"' in row["form"]
    assert hall.case(case_id).applicant_name == "阳江示例餐饮有限公司"


@pytest.mark.requirement("R2", "R24")
def test_submission_is_received_once_and_for_all(hall: Hall):
    case_id = complete_draft(hall)
    caller = hall.caller(COMPANY, case_id)
    receipt = submit(hall.platform, caller, case_id)
    case = hall.case(case_id)
    assert case.received_at == case.first_received_at == caller.at
    assert receipt.facts["number"] == case.number
    assert case.number is not None
    assert case.number[31:] == "202611240001"
    query = hall.platform.table.get(keys.query_code(case.query_code or ""))
    assert query is not None
    assert query["case_id"] == case_id
    assert case.clocks.keys() == {"acceptance"}
    assert str(case.due("acceptance")) == "2026-12-01"


def test_the_applicant_sees_it_at_once(hall: Hall):
    case_id = hall.submitted()
    identity = PERSONAS[COMPANY].actor.identity
    assert identity is not None
    owner = applicant_key(identity, hall.platform.index_keys.writes)
    (row,) = hall.platform.table.query(keys.applicant(owner)).items
    assert (row["id"], row["status"], row["number"]) == (case_id, "submitted", hall.case(case_id).number)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("line", "０１", "line_format"),
        ("line", "1", "line_format"),
        ("sha256", "a" * 64, "sha256_format"),
        ("file_name", "营业执照\u202efdp.exe", "hidden_characters"),
        ("file_name", "一\n二.pdf", "hidden_characters"),
    ],
)
def test_what_a_file_is_announced_with_is_said_exactly(field: str, value: str, code: str):
    with pytest.raises(ValidationError) as refused:
        NewFile.model_validate(NEW_FILE.model_dump() | {field: value})
    (error,) = field_errors(refused.value)
    assert (error.pointer, error.code) == (f"/{field}", code)
    assert ("Base64" in error.message) == (field == "sha256")


def counted(hall: Hall, case_id: str) -> int:
    row = hall.platform.table.get(open_drafts.counter_of(hall.case(case_id)))
    return int(row["value"]) if row else 0


def test_drafts_are_counted_until_they_are_handed_in_or_withdrawn(hall: Hall):
    first, second = hall.draft(), hall.draft()
    assert counted(hall, first) == 2
    withdraw(hall.platform, hall.caller(COMPANY, first), first, "")
    assert counted(hall, first) == 1
    handed_in = hall.submitted()
    assert counted(hall, second) == 1
    withdraw(hall.platform, hall.caller(COMPANY, handed_in), handed_in, "")
    assert counted(hall, second) == 1


def test_drafts_of_an_applicant_are_limited_also_when_they_come_at_once(hall: Hall):
    counter = open_drafts.counter_of(hall.case(hall.draft()))
    room = 5
    hall.platform.table.write(update(counter, put={"value": open_drafts.MOST_DRAFTS - room}))
    callers = [hall.caller(COMPANY) for _ in range(20)]

    def apply(caller: Caller) -> str:
        try:
            return create_application(hall.platform, caller, "YM-P01", {}).facts["id"]
        except Conflict as refused:
            return refused.code

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(apply, callers))
    assert answers.count("too_many_drafts") == 20 - room
    # A repetition is answered as before, a draft that was withdrawn makes room, and others are not concerned.
    for caller, answer in zip(callers, answers, strict=True):
        if answer != "too_many_drafts":
            assert apply(caller) == answer
    made = next(answer for answer in answers if answer != "too_many_drafts")
    assert hall.draft("YM-S07", "citizen-lin", {})
    withdraw(hall.platform, hall.caller(COMPANY, made), made, "")
    assert hall.draft()


def test_the_bucket_is_asked_for_all_unchecked_files_at_once(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """One after the other, eighty files would take longer than the gateway waits."""
    case_id = hall.draft()
    for line in hall.required_lines(case_id):
        hall.people.add_material(case_id, hall.caller(COMPANY), line)
    together = threading.Barrier(len(hall.required_lines(case_id)), timeout=10)

    def asked(_platform: Platform, _case: str, file: MaterialFile) -> MaterialFile:
        together.wait()
        return file

    monkeypatch.setattr("chalicelib.intake.store.application.as_seen", asked)
    with pytest.raises(Invalid) as refused:
        hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    assert {error.code for error in refused.value.errors} == {"material_not_uploaded"}
