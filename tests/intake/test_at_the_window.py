"""What people without an account do at the window in person: identity seen, signature recorded."""

import json
from datetime import datetime
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.form_changes import form_digest, sent_at
from chalicelib.cases.store.records import load_file
from chalicelib.catalogue.model.forms.titles import field_titles
from chalicelib.documents.model.notice import NoticeData
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.foundation import keys
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.foundation.problems import Invalid, NotFound
from chalicelib.hall.acts.ask_progress import find, wanted
from chalicelib.intake.acts.correct import correct
from chalicelib.intake.acts.correct_form import correct_form
from chalicelib.intake.acts.receive_walk_in import WalkIn, receive_walk_in
from chalicelib.intake.acts.supplement import supplement
from chalicelib.intake.acts.withdraw import withdraw
from chalicelib.intake.model.notices import Defect
from chalicelib.intake.model.signing import Signing
from chalicelib.wiring.alarms import FIRES
from proofs.kit.applications import CITIZEN, LIN, MACHINES, OF_A_CHILD, PERMIT, RECOGNITION
from proofs.kit.cast import CLERK, defect
from proofs.kit.catalogue import item_document
from proofs.kit.hall import Hall

PLACES = "/answers/vending_places"
PASSPORT = {"name": "John Example", "id_type": "护照", "id_number": "E12345678"}
AGENT: dict[str, Any] = {
    "relation": "agent",
    "name": "黄示例",
    "id_type": "居民身份证",
    "id_number": "441702199506120021",
    "letter_seen": True,
    "letter": {"signed_on": "2026-11-20"},
}
FOREIGNER = {
    "applicant": {"kind": "自然人", **PASSPORT, "birth_date": "1990-03-07", "phone": "13800138000"},
    "answers": RECOGNITION.answers,
}


def walked_in(hall: Hall, **changes: Any) -> str:
    """A foreigner with a passport, who uses no account, applies at the window."""
    facts = {"item": RECOGNITION.item, "form": FOREIGNER, "papers": RECOGNITION.papers}
    presented = {"relation": "applicant", **PASSPORT, "seen": True}
    walk_in = WalkIn.model_validate(facts | {"presented_by": presented} | changes)
    return receive_walk_in(hall.platform, hall.caller(CLERK), walk_in).facts["id"]


def signing(**changes: Any) -> Signing:
    return Signing.model_validate({"relation": "applicant", **PASSPORT, "seen": True, "signed": True} | changes)


def notice_of(hall: Hall, case_id: str, kind: str) -> NoticeData:
    rows = [row for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == kind]
    return NoticeData.model_validate_json(rows[-1]["data"])


def fact(notice: NoticeData, label: str) -> str:
    return next(fact.value for fact in notice.facts if fact.label == label)


@pytest.mark.requirement("R27")
def test_a_walk_in_with_a_passport_withdraws_at_the_window(hall: Hall):
    case_id = walked_in(hall)
    withdraw(hall.platform, hall.caller(CLERK, case_id), case_id, "另有安排。", signing())
    assert hall.case(case_id).status is Status.WITHDRAWN
    event = hall.events(case_id)[-1]
    assert (event.type, event.role) == ("withdrawn", "counter_clerk")
    assert (event.data["presented_by"], event.data["signed"]) == ("applicant", True)
    assert PASSPORT["id_number"] not in str(event.data)
    notice = notice_of(hall, case_id, "termination_notice")
    assert "原因：申请人到窗口书面撤回申请，身份已经核验。另有安排。" in notice.paragraphs
    assert notice.signatures == ("申请人（签收）", "签收日期")


def cancelled_word(case_id: str) -> dict[str, str]:
    return {"department": "food", "task_id": f"{case_id}.review", "event": "task.cancelled"}


@pytest.mark.parametrize("at_window", [True, False])
def test_the_department_hears_in_the_same_transaction_that_its_open_task_is_cancelled(hall: Hall, at_window: bool):
    case_id = hall.accepted()
    hall.messages("callbacks")
    by = CLERK if at_window else PERMIT.who
    act = hall.people.withdraw_at_window if at_window else hall.people.withdraw
    act(case_id, hall.caller(by, case_id))
    row = hall.rows(case_id, f"OUTBOX#{hall.case(case_id).seq:06d}")[0]
    assert cancelled_word(case_id) in [effect.get("body") for effect in json.loads(row["effects"])]
    hall.carry_out_everything()
    assert hall.messages("callbacks") == [cancelled_word(case_id)]
    task = hall.task(case_id)
    assert (task.state, task.cancelled_for) == ("cancelled", "withdrawn")
    assert task.cancelled_at == hall.case(case_id).ended_at


def test_no_system_hears_of_a_task_that_was_not_open_any_more_or_is_for_people(hall: Hall):
    unopened, answered = hall.submitted(), hall.reviewed()
    hall.carry_out_everything()
    hall.messages("callbacks")
    for case_id in (unopened, answered):
        hall.people.withdraw(case_id, hall.caller(PERMIT.who, case_id))
    hall.carry_out_everything()
    assert hall.messages("callbacks") == []
    assert (hall.task(answered).state, hall.task(answered, "decide").state) == ("answered", "cancelled")


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"id_number": "E87654321"}, "/presented_by/id_number", "identity_mismatch"),
        ({"name": "Jane Example"}, "/presented_by/name", "identity_mismatch"),
        (AGENT | {"letter_seen": False}, "/presented_by/letter_seen", "letter_missing"),
    ],
)
def test_nobody_withdraws_for_somebody_else(hall: Hall, changes: dict[str, Any], pointer: str, code: str):
    case_id = walked_in(hall)
    with pytest.raises(Invalid) as refused:
        withdraw(hall.platform, hall.caller(CLERK, case_id), case_id, "", signing(**changes))
    assert [(error.pointer, error.code) for error in refused.value.errors] == [(pointer, code)]
    assert hall.case(case_id).status is Status.SUBMITTED


def test_a_draft_is_no_clerks_business(hall: Hall):
    case_id = hall.draft()
    with pytest.raises(NotFound):
        hall.people.withdraw_at_window(case_id, hall.caller(CLERK, case_id))


def test_an_online_case_is_withdrawn_on_paper_when_somebody_comes_for_it(hall: Hall):
    case_id = hall.submitted()
    hall.people.withdraw_at_window(case_id, hall.caller(CLERK, case_id), **AGENT)
    notice = notice_of(hall, case_id, "termination_notice")
    assert notice.paragraphs[1].startswith("原因：申请人委托代理人黄示例到窗口书面撤回申请")
    assert notice.signatures


def supplemented_by(hall: Hall, case_id: str, who: str) -> NoticeData:
    hall.correct(case_id, "01")
    hall.hand_in(case_id, "01")
    hall.people.supplement(case_id, hall.caller(who, case_id))
    return notice_of(hall, case_id, "receipt_voucher")


def test_the_voucher_names_who_took_the_papers_whatever_way_the_application_came(hall: Hall):
    """收件人 is the clerk at the window, and the centre for what came online; never the applicant."""
    walk_in = hall.people.receive_walk_in(hall.caller(CLERK)).facts["id"]
    hall.hand_in(walk_in, *PERMIT.lines)
    at_window, online = notice_of(hall, walk_in, "receipt_voucher"), supplemented_by(hall, walk_in, PERMIT.who)
    clerk = hall.people.personas[CLERK].actor.name
    assert (fact(at_window, "收件人"), bool(at_window.signatures)) == (clerk, True)
    assert (fact(online, "收件人"), online.signatures) == ("阳江市政务服务中心", ())
    case_id = hall.submitted()
    assert fact(notice_of(hall, case_id, "receipt_voucher"), "收件人") == "阳江市政务服务中心"
    taken = supplemented_by(hall, case_id, CLERK)
    assert (fact(taken, "收件人"), bool(taken.signatures)) == (clerk, True)


def signed(**changes: Any) -> Signing:
    """The legal representative of the company of the proofs."""
    return Signing.model_validate(PERMIT.recipient | changes)


def company_at_window(hall: Hall) -> str:
    case_id = hall.people.receive_walk_in(hall.caller(CLERK)).facts["id"]
    hall.hand_in(case_id, *PERMIT.lines)
    return case_id


def corrected(hall: Hall, case_id: str, fields: dict[str, Any], **person: Any) -> None:
    correct_form(hall.platform, hall.caller(CLERK, case_id), case_id, fields, signed(**person))


def form_of(hall: Hall, case_id: str) -> dict[str, Any]:
    found = load_file(hall.platform.table, case_id)
    assert found is not None
    return found.form


@pytest.mark.requirement("R26")
@pytest.mark.law("1.3", "15.2")
def test_a_wrong_field_is_put_right_on_the_spot(hall: Hall):
    """行政许可法32(1)(3). The five workdays go on, and the form as it was stays."""
    case_id = company_at_window(hall)
    before, old = hall.case(case_id), form_of(hall, case_id)
    name = before.applicant_name.replace("公司", "分公司")
    corrected(hall, case_id, {"/applicant/name": name, "/answers/vending": True, PLACES: MACHINES})
    case, new, event = hall.case(case_id), form_of(hall, case_id), hall.events(case_id)[-1]
    assert (case.status, case.clocks, case.applicant_name) == (Status.SUBMITTED, before.clocks, name)
    assert (new["applicant"]["name"], new["answers"]["vending"]) == (name, True)
    (kept,) = hall.rows(case_id, "EARLIER#FORM#")
    assert json.loads(kept["form"]) == old
    assert (event.type, event.data["fields"]) == ("form_corrected", ["/answers/vending", PLACES, "/applicant/name"])
    assert event.data["before"] == form_digest(case, old)
    assert event.data["after"] == form_digest(case, new)
    assert (event.data["signed"], event.data["presented_by"]) == (True, "legal_representative")
    assert name not in str(event.data)
    with pytest.raises(Invalid) as refused:
        hall.people.accept(case_id, hall.caller(CLERK, case_id))
    unseen = [error.pointer for error in refused.value.errors if error.code == "material_missing"]
    assert unseen == ["/materials/07"]


def test_a_walk_in_received_under_a_wrong_number_moves_to_its_applicants_own_list(hall: Hall):
    case_id = walked_in(hall)
    before = hall.case(case_id)
    right = signing(id_number="E12345679")
    correct_form(hall.platform, hall.caller(CLERK, case_id), case_id, {"/applicant/id_number": "E12345679"}, right)
    case = hall.case(case_id)
    assert case.applicant_key != before.applicant_key
    lists = [hall.world.rows(keys.applicant(key)) for key in (before.applicant_key, case.applicant_key)]
    assert [[row["id"] for row in rows] for rows in lists] == [[], [case_id]]
    assert ask_progress(hall, case, "5679")
    with pytest.raises(NotFound):
        ask_progress(hall, case, "5678")


def ask_progress(hall: Hall, case: Case, factor: str) -> Case:
    return find(hall.platform, case.query_code or "", factor, "203.0.113.1").case


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"/applicant/colour": "red"}, "/fields/~1applicant~1colour", "field_unlisted"),
        ({"/applicant/kind": "自然人"}, "/fields/~1applicant~1kind", "field_unlisted"),
        ({"/applicant/contact/phone": "1" * 61}, "/fields/~1applicant~1contact~1phone", "string_too_long"),
        ({"/answers/vending": "ja"}, "/fields/~1answers~1vending", "bool_type"),
    ],
)
def test_a_correction_is_as_right_as_a_form(hall: Hall, fields: dict[str, Any], pointer: str, code: str):
    case_id = company_at_window(hall)
    before = hall.everything()
    with pytest.raises(Invalid) as refused:
        corrected(hall, case_id, fields)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [(pointer, code)]
    assert hall.everything() == before


def test_a_correction_makes_nobody_else_the_applicant(hall: Hall):
    """An account's name is certified; of a walk-in not name and number may change at once."""
    online = hall.submitted()
    with pytest.raises(Invalid) as refused:
        corrected(hall, online, {"/applicant/name": "别的公司"})
    assert refused.value.code == "applicant_not_account"
    case_id = walked_in(hall)
    person = {"name": "Jane Example", "id_number": "E99999999"}
    fields = {f"/applicant/{name}": value for name, value in person.items()}
    with pytest.raises(Invalid) as refused:
        correct_form(hall.platform, hall.caller(CLERK, case_id), case_id, fields, signing(**person))
    assert refused.value.code == "applicant_replaced"


CHILD = {"kind": "自然人", "name": "林小示", "id_number": "441702201906010016"}
GUARDIAN = "/applicant/guardian"


def by_a_parent(hall: Hall) -> str:
    """民法典 20, 23: a parent has applied online for a child, and the case is in the parent's list."""
    parent = {**LIN, "relationship": "父母"}
    return hall.submitted("YM-S07", CITIZEN, {"applicant": CHILD | {"guardian": parent}, "answers": OF_A_CHILD})


@pytest.mark.parametrize(
    ("pointer", "right"),
    [
        ("/applicant/address", "阳江市江城区示例路1号"),
        ("/applicant/name", "林小例"),
        ("/applicant/id_number", "441702201906010024"),
    ],
)
def test_a_parent_supplements_a_field_of_the_childs_form(hall: Hall, pointer: str, right: str):
    case_id = by_a_parent(hall)
    owner = hall.case(case_id).applicant_key
    hall.correct(case_id, pointer)
    supplement(hall.platform, hall.caller(CITIZEN, case_id), case_id, {pointer: right})
    assert form_of(hall, case_id)["applicant"][pointer.rpartition("/")[2]] == right
    assert hall.case(case_id).applicant_key == owner
    assert [row["status"] for row in hall.world.rows(keys.applicant(owner)) if row["id"] == case_id] == ["submitted"]


def refused_fields(hall: Hall, case_id: str, *fields: str) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        hall.correct(case_id, *fields)
    assert hall.case(case_id).status is Status.SUBMITTED
    return {error.pointer: error.code for error in refused.value.errors}


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ([f"{GUARDIAN}/name"], [0]),  # certified by the parent's account
        ([f"{GUARDIAN}/id_number"], [0]),
        (["/applicant/name", "/applicant/id_number"], [1]),  # both together are another child
        (["/applicant/id_type"], [0]),  # a kind of document without its number
    ],
)
@pytest.mark.requirement("R5")
def test_a_notice_asks_for_nothing_that_no_supplement_can_put_right(hall: Hall, fields: list[str], found: list[int]):
    pointers = {f"/defects/{number}/field": "field_unanswerable" for number in found}
    assert refused_fields(hall, by_a_parent(hall), *fields) == pointers


def test_a_notice_names_no_field_of_a_block_that_the_form_lacks(hall: Hall):
    case_id = hall.submitted("YM-S07", CITIZEN)
    assert refused_fields(hall, case_id, f"{GUARDIAN}/name") == {"/defects/0/field": "field_unlisted"}
    assert refused_fields(hall, case_id, "/applicant/name") == {"/defects/0/field": "field_unanswerable"}


def test_a_notice_says_whose_field_it_names(hall: Hall):
    case_id = by_a_parent(hall)
    hall.correct(case_id, f"{GUARDIAN}/relationship", "/applicant/phone")
    table = notice_of(hall, case_id, "correction_notice").table
    assert table is not None
    assert [row[1] for row in table.rows] == ["申请表“监护人与申请人的关系”栏", "申请表“联系电话”栏"]
    titles = field_titles(item_document("YM-S07"), "自然人")
    assert (titles["/applicant/name"], titles[f"{GUARDIAN}/name"]) == ("姓名", "监护人姓名")


def test_an_unchanged_value_is_no_correction(hall: Hall):
    case_id = by_a_parent(hall)
    hall.correct(case_id, "/applicant/name")
    with pytest.raises(Invalid) as refused:
        supplement(hall.platform, hall.caller(CITIZEN, case_id), case_id, {"/applicant/name": "林 小示"})
    errors = {error.pointer: error.code for error in refused.value.errors}
    assert errors == {"/fields/~1applicant~1name": "field_unchanged"}
    assert hall.case(case_id).status is Status.CORRECTING


def test_who_signs_for_a_correction_is_the_person_of_the_form(hall: Hall):
    case_id = company_at_window(hall)
    with pytest.raises(Invalid) as refused:
        corrected(hall, case_id, {"/applicant/contact/phone": "13900139000"}, name="别人")
    assert (refused.value.code, refused.value.errors[0].code) == ("person_unverified", "identity_mismatch")


# ------------------------------------------------------------------------------------------------ by a notice
PHONE = "/applicant/contact/phone"


@pytest.mark.requirement("R5")
def test_a_notice_names_fields_of_the_form_too(hall: Hall):
    case_id = hall.submitted()
    receipt = hall.correct(case_id, "01", PHONE)
    assert (receipt.facts["lines"], receipt.facts["fields"]) == (["01"], [PHONE])
    table = notice_of(hall, case_id, "correction_notice").table
    assert table is not None
    assert [row[1] for row in table.rows] == ["食品经营许可申请书", "申请表“联系电话”栏"]


@pytest.mark.parametrize(
    ("targets", "code"),
    [
        (("/applicant/colour",), "field_unlisted"),
        (("/applicant/legal_representative",), "field_unlisted"),
        ((PHONE, PHONE), "material_repeated"),
    ],
)
def test_a_notice_names_only_fields_that_the_form_has(hall: Hall, targets: tuple[str, ...], code: str):
    with pytest.raises(Invalid) as refused:
        hall.correct(hall.submitted(), *targets)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        (f"/defects/{len(targets) - 1}/field", code)
    ]


@pytest.mark.parametrize("both", [{}, {"line": "01", "field": PHONE}])
def test_a_defect_is_of_a_line_or_of_a_field(both: dict[str, str]):
    with pytest.raises(ValidationError, match="二者选一"):
        Defect.model_validate({"defect": "有误", "remedy": "改正", **both})


def test_a_field_has_no_file():
    with pytest.raises(ValidationError, match="不涉及文件"):
        Defect.model_validate({"defect": "有误", "remedy": "改正", "field": PHONE, "file": "f-1"})


@pytest.mark.requirement("R5")
def test_a_later_notice_names_a_field_only_for_what_is_newly_wrong_in_it(hall: Hall):
    case_id = hall.submitted()
    hall.correct(case_id, PHONE)
    supplement(hall.platform, hall.caller(PERMIT.who, case_id), case_id, {PHONE: "13900139000"})
    with pytest.raises(Invalid) as refused:
        correct(hall.platform, hall.caller(CLERK, case_id), case_id, [defect(PHONE)])
    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        ("/defects/0/defect", "second_notice_old_defect")
    ]
    receipt = hall.correct(case_id, PHONE)
    assert (receipt.facts["lines"], receipt.facts["fields"]) == ([], [PHONE])
    assert "补正提交的材料出现下列新的问题" in notice_of(hall, case_id, "correction_notice").paragraphs[0]


@pytest.mark.requirement("R5")
def test_after_its_term_too_a_changed_answer_takes_files_of_a_new_line(hall: Hall):
    case_id = hall.submitted()
    hall.correct(case_id, "/answers/vending")
    hall.clock.move_to(datetime(2027, 1, 7, tzinfo=SHANGHAI))
    sweep(hall.platform, FIRES)
    assert hall.case(case_id).status is Status.LAPSED
    assert wanted(hall.platform, hall.case(case_id)) == [("/answers/vending", "是否利用自动设备从事食品经营")]
    hall.people.add_material(case_id, hall.caller(PERMIT.who), "07")
    hall.hand_in(case_id, "07")
    fields = {"/answers/vending": True, PLACES: MACHINES}
    supplement(hall.platform, hall.caller(PERMIT.who, case_id), case_id, fields)
    assert hall.case(case_id).status is Status.SUBMITTED


def test_a_supplement_has_the_right_content_of_every_noticed_field_and_of_no_other(hall: Hall):
    case_id = hall.submitted()
    hall.correct(case_id, PHONE)
    old = form_of(hall, case_id)
    for fields, expected in (
        ({}, [(sent_at(PHONE), "field_missing")]),
        ({PHONE: "13900139000", "/answers/vending": True}, [("/fields/~1answers~1vending", "field_not_noticed")]),
        ({PHONE: "1" * 61}, [(sent_at(PHONE), "string_too_long")]),
    ):
        with pytest.raises(Invalid) as refused:
            supplement(hall.platform, hall.caller(PERMIT.who, case_id), case_id, fields)
        assert [(error.pointer, error.code) for error in refused.value.errors] == expected
    supplement(hall.platform, hall.caller(PERMIT.who, case_id), case_id, {PHONE: "13900139000"})
    case, event = hall.case(case_id), hall.events(case_id)[-1]
    assert form_of(hall, case_id)["applicant"]["contact"]["phone"] == "13900139000"
    assert json.loads(hall.rows(case_id, "EARLIER#FORM#")[0]["form"]) == old
    assert (case.status, event.data["fields"]) == (Status.SUBMITTED, [PHONE])
    assert event.data["form"] == form_digest(case, form_of(hall, case_id))
    with pytest.raises(Invalid) as refused:
        hall.correct(case_id, "/answers/vending")
    assert [error.code for error in refused.value.errors] == ["second_notice_old_defect"]


def test_a_changed_answer_may_ask_for_a_line_that_did_not_apply(hall: Hall):
    case_id = hall.submitted()
    hall.correct(case_id, "/answers/vending")
    fields = {"/answers/vending": True, PLACES: MACHINES}
    with pytest.raises(Invalid) as refused:
        supplement(hall.platform, hall.caller(PERMIT.who, case_id), case_id, fields)
    assert [error.pointer for error in refused.value.errors] == ["/materials/07"]
    hall.people.add_material(case_id, hall.caller(PERMIT.who), "07")
    hall.hand_in(case_id, "07")
    supplement(hall.platform, hall.caller(PERMIT.who, case_id), case_id, fields)
    assert hall.case(case_id).status is Status.SUBMITTED
