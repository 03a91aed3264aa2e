"""窗口收件: the clerk applies for the person at the window."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.access.actor import applicant_key
from chalicelib.cases.api import shared
from chalicelib.cases.model import Status
from chalicelib.cases.store.records import load_file
from chalicelib.durable.caller import Receipt
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Invalid
from chalicelib.foundation.validation import field_errors
from chalicelib.hall.acts.ask_progress import find
from chalicelib.intake.acts.accept import accept
from chalicelib.intake.acts.add_material import add_material
from chalicelib.intake.acts.receive_walk_in import WalkIn, receive_walk_in
from local.demo.application import REPRESENTATIVE, form
from local.identity_provider.personas import PERSONAS
from proofs.kit.applications import CARD, COMPANY, OF_A_CHILD
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import publish
from proofs.kit.hall import Hall
from tests.cases.acts import NEW_FILE

SEEN = {"relation": "legal_representative", **REPRESENTATIVE, "seen": True}
LETTER = {"signed_on": "2026-11-20", "valid_until": "2026-12-31"}
AGENT = {
    "relation": "agent",
    "name": "黄示例",
    "id_number": "441702199506120021",
    "seen": True,
    "letter_seen": True,
    "letter": LETTER,
}
NAMED = {"name": "黄示例", "id_number": "441702199506120021"}
WITH_AGENT = {**form(), "applicant": {**form()["applicant"], "agent": NAMED}}
LINES = ("01", "02", "03", "04", "05", "06")
PAPERS = [{"line": line, "form": "复印件", "pages": 2, "matches_original": True} for line in LINES]
SCANS = [NEW_FILE.model_dump() | {"line": line} for line in LINES]


def received(hall: Hall, **changes: Any) -> Receipt:
    body = {"item": "YM-P01", "form": form(), "presented_by": SEEN, "papers": PAPERS, "scans": SCANS} | changes
    return receive_walk_in(hall.platform, hall.caller(CLERK), WalkIn.model_validate(body))


@pytest.mark.requirement("R24", "R25")
def test_it_is_received_at_once_with_number_and_voucher(hall: Hall):
    receipt = received(hall)
    case = hall.case(receipt.facts["id"])
    assert (case.status, case.channel, case.seq, case.version) == (Status.SUBMITTED, "counter", 1, 1)
    assert [event.type for event in hall.events(case.id)] == ["received"]
    (voucher,) = hall.rows(case.id, "DOCUMENT#")
    assert voucher["kind"] == "receipt_voucher"
    assert voucher["data"].count("复印件") == len(PAPERS)
    assert case.due("acceptance") is not None


def test_the_case_is_in_the_citizens_own_list(hall: Hall):
    case_id = received(hall).facts["id"]
    identity = PERSONAS[COMPANY].actor.identity
    assert identity is not None
    owner = applicant_key(identity, hall.platform.index_keys.writes)
    assert [row["id"] for row in hall.platform.table.query(keys.applicant(owner)).items] == [case_id]


@pytest.mark.parametrize(
    ("presented", "pointer", "code"),
    [
        ({"id_number": "441702199506120021"}, "/presented_by/id_number", "identity_mismatch"),
        ({"name": "别人"}, "/presented_by/name", "identity_mismatch"),
        ({"relation": "applicant"}, "/presented_by/relation", "identity_mismatch"),
        (AGENT | {"letter_seen": False}, "/presented_by/letter_seen", "letter_missing"),
        ({k: v for k, v in AGENT.items() if k != "letter"}, "/presented_by/letter", "letter_unrecorded"),
        (
            AGENT | {"letter": LETTER | {"signed_on": "2026-11-25"}},
            "/presented_by/letter/signed_on",
            "letter_in_future",
        ),
        (
            AGENT | {"letter": LETTER | {"valid_until": "2026-11-23"}},
            "/presented_by/letter/valid_until",
            "letter_expired",
        ),
        (AGENT | {"id_number": "441702201006010010"}, "/presented_by/id_number", "representative_not_adult"),
        (AGENT | {"name": "生产经营类窗口人员（演示）"}, "/presented_by/name", "agent_is_clerk"),
        (AGENT | {"id_number": REPRESENTATIVE["id_number"]}, "/presented_by/relation", "agent_is_applicant"),
        ({"relation": "guardian", "guardianship_seen": True}, "/presented_by/relation", "identity_mismatch"),
    ],
)
def test_the_wrong_person_is_turned_away(hall: Hall, presented: dict[str, Any], pointer: str, code: str):
    with pytest.raises(Invalid) as refused:
        received(hall, presented_by=SEEN | presented, form=WITH_AGENT)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [(pointer, code)]
    assert hall.everything() == []


def test_an_agent_with_a_letter_may_apply(hall: Hall):
    receipt = received(hall, presented_by=AGENT, form=WITH_AGENT)
    data = hall.events(receipt.facts["id"])[0].data
    assert data["presented_by"] == "agent"
    assert data["letter"] == LETTER
    assert "黄示例" not in str(data)


@pytest.mark.requirement("R9")
def test_papers_and_scans_outside_the_list_are_not_taken(hall: Hall):
    with pytest.raises(Invalid) as refused:
        received(hall, papers=[PAPERS[0] | {"line": "99"}], scans=[SCANS[0] | {"line": "99"}])
    assert [error.pointer for error in refused.value.errors] == ["/papers/0/line", "/scans/0/line"]


def test_a_wrong_form_person_paper_and_scan_are_named_at_once(hall: Hall):
    wrong = form()
    wrong["applicant"]["uscc"] = "123"
    wrong["applicant"]["legal_representative"] = "陈示例"
    with pytest.raises(Invalid) as refused:
        received(
            hall,
            form=wrong,
            presented_by=AGENT | {"letter_seen": False},
            papers=[PAPERS[0] | {"line": "99"}],
            scans=[SCANS[0] | {"line": "88"}],
        )
    assert [error.pointer for error in refused.value.errors] == [
        "/form/applicant/uscc",
        "/form/applicant/legal_representative",
        "/presented_by/letter_seen",
        "/papers/0/line",
        "/scans/0/line",
    ]


def test_while_an_answer_is_missing_what_depends_on_it_may_be_right(hall: Hall):
    open_question = form()
    open_question["answers"] = {name: value for name, value in form()["answers"].items() if name != "vending"}
    with pytest.raises(Invalid) as refused:
        received(hall, form=open_question, papers=[PAPERS[0] | {"line": "07"}], scans=[])
    assert [error.pointer for error in refused.value.errors] == ["/form/answers/vending"]


def test_scans_follow_the_rules_of_papers_and_of_uploads(hall: Hall):
    """Line 08 is the agent's letter, and none acts here."""
    with pytest.raises(Invalid) as refused:
        received(hall, papers=[], scans=[SCANS[0]] * 21 + [SCANS[0] | {"line": "08"}])
    assert {error.pointer: error.code for error in refused.value.errors} == {
        "/scans/20/line": "too_many_files",
        "/scans/21/line": "material_unlisted",
    }
    case_id = received(hall, scans=[]).facts["id"]
    with pytest.raises(Invalid) as late:
        add_material(hall.platform, hall.caller(CLERK), case_id, NEW_FILE.model_copy(update={"line": "08"}))
    assert [error.code for error in late.value.errors] == ["material_unlisted"]


def test_the_agent_at_the_window_is_in_the_form_so_that_the_letter_is_on_the_list(hall: Hall):
    """The clerk has seen the agent's card, so nobody is asked for it again."""
    case_id = received(hall, presented_by=AGENT).facts["id"]
    (row,) = hall.rows(case_id, "FORM")
    saved = json.loads(row["form"])
    assert saved["applicant"]["agent"] == {"id_type": "居民身份证", **NAMED}
    assert saved["answers"]["agent"] is True
    assert "08" in hall.required_lines(case_id)


def test_an_answer_that_denies_the_agent_is_refused(hall: Hall):
    denied = {**form(), "answers": {**form()["answers"], "agent": False}}
    with pytest.raises(Invalid) as refused:
        received(hall, form=denied, presented_by=AGENT)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        ("/form/answers/agent", "answer_contradicts_form")
    ]


def test_of_a_form_without_fields_an_agent_is_declared_by_an_answer(hall: Hall):
    publish(hall.platform, "YM-P01", version=2, form_fields=(), derives=())
    plain = {**form(), "answers": {"vending": False, "agent": False}}
    with pytest.raises(Invalid) as refused:
        received(hall, form=plain, presented_by=AGENT)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        ("/form/answers/agent", "agent_undeclared")
    ]


def test_what_the_clerk_has_not_done_is_said_in_the_clerks_words():
    body = {
        "item": "YM-P01",
        "form": {},
        "presented_by": SEEN | {"seen": False},
        "papers": [PAPERS[0] | {"matches_original": False}],
    }
    with pytest.raises(ValidationError) as refused:
        WalkIn.model_validate(body)
    assert [(error.pointer, error.message) for error in field_errors(refused.value, document=body)] == [
        ("/presented_by/seen", "请先查验证件原件"),
        ("/papers/0/matches_original", "请先将复印件与原件核对一致"),
    ]


def test_the_window_is_not_sent_to_the_window(hall: Hall):
    with pytest.raises(Invalid) as refused:
        received(hall, item="YM-I07")
    assert refused.value.errors[0].code == "handling_type_unsupported"
    assert "窗口咨询" not in refused.value.errors[0].message


def test_the_voucher_counts_pages_of_papers_and_files_of_uploads(hall: Hall):
    (paper,) = hall.rows(received(hall).facts["id"], "DOCUMENT#")
    (upload,) = hall.rows(hall.submitted(), "DOCUMENT#")
    assert paper["data"].count("2页") == len(PAPERS)
    assert "1个文件" in upload["data"]


def test_another_identity_document_than_a_resident_card_is_an_applicant_too(hall: Hall):
    person = {
        "kind": "自然人",
        "name": "DOE JOHN",
        "id_type": "护照",
        "id_number": "E12345678",
        "birth_date": "1990-03-07",
        "phone": "13800138000",
    }
    agent = AGENT
    answers = {"applicant": person, "answers": CARD.answers}
    case = hall.case(received(hall, item="YM-S07", form=answers, presented_by=agent, papers=[], scans=[]).facts["id"])
    assert len(case.applicant_key) == 43


@pytest.mark.requirement("R9")
def test_nobody_is_sent_home_for_want_of_a_telephone(hall: Hall):
    filled = form()
    del filled["applicant"]["contact"]
    case = hall.case(received(hall, form=filled).facts["id"])
    assert case.status is Status.SUBMITTED
    query = hall.platform.table.get(keys.query_code(case.query_code or ""))
    assert query is not None
    assert len(query["factors"]) == 1  # the credit code's last four characters


@pytest.mark.requirement("R9")
@pytest.mark.parametrize(("typed", "factor"), [("0662-3366555 转 801", "6555"), ("家里电话 3366777", "6777")])
def test_any_telephone_is_received_and_opens_the_progress(hall: Hall, typed: str, factor: str):
    filled = form()
    filled["applicant"]["contact"]["phone"] = typed
    case = hall.case(received(hall, form=filled).facts["id"])
    assert find(hall.platform, case.query_code or "", factor, "203.0.113.1").case == case


@pytest.mark.parametrize(
    ("id_type", "number"),
    [("港澳居民来往内地通行证", "H12345678"), ("台湾居民来往大陆通行证", "12345678"), ("护照", "E12345678")],
)
def test_a_company_may_have_a_representative_from_anywhere(hall: Hall, id_type: str, number: str):
    filled = form()
    person = {"name": "陈示例", "id_type": id_type, "id_number": number}
    filled["applicant"]["legal_representative"] = person
    receipt = received(hall, form=filled, presented_by=SEEN | person)
    assert hall.case(receipt.facts["id"]).status is Status.SUBMITTED


CHILD = {"kind": "自然人", "name": "林小示", "id_number": "441702201906010016"}
PARENT = {"name": "林示例", "id_number": "44170219900307801X"}
CHILD_ALONE = {"applicant": CHILD, "answers": OF_A_CHILD}
OF_CHILD = {"applicant": CHILD | {"guardian": PARENT | {"relationship": "父母"}}, "answers": OF_A_CHILD}
PARENT_COMES = {"relation": "guardian", **PARENT, "seen": True, "guardianship_seen": True}
FOR_CHILD = {"item": "YM-S07", "form": OF_CHILD, "papers": [], "scans": []}


@pytest.mark.requirement("R37")
def test_a_parent_needs_no_letter_for_a_child(hall: Hall):
    """民法典 20, 23, 27."""
    receipt = received(hall, presented_by=PARENT_COMES, **FOR_CHILD)
    assert hall.case(receipt.facts["id"]).applicant_name == "林小示"
    assert hall.events(receipt.facts["id"])[0].data["presented_by"] == "guardian"


@pytest.mark.parametrize(
    ("presented", "filled", "found"),
    [
        (PARENT_COMES | {"guardianship_seen": False}, OF_CHILD, {"/presented_by/guardianship_seen"}),
        (
            PARENT_COMES | {"name": "黄示例", "id_number": "441702199506120021"},
            OF_CHILD,
            {"/presented_by/name", "/presented_by/id_number"},
        ),
        (PARENT_COMES, CHILD_ALONE, {"/form/applicant/guardian"}),
        ({"relation": "applicant", **CHILD, "seen": True}, OF_CHILD, {"/presented_by/relation"}),
        (
            {"relation": "applicant", **CHILD, "seen": True},
            CHILD_ALONE,
            {"/presented_by/relation", "/form/applicant/guardian"},
        ),
    ],
)
def test_a_child_of_seven_does_not_apply_alone(
    hall: Hall, presented: dict[str, Any], filled: dict[str, Any], found: set[str]
):
    presented = {key: value for key, value in presented.items() if key != "kind"}
    with pytest.raises(Invalid) as refused:
        received(hall, presented_by=presented, **FOR_CHILD | {"form": filled})
    assert {error.pointer for error in refused.value.errors} == found
    assert hall.everything() == []


@pytest.mark.requirement("R28")
def test_acceptance_waits_for_scans_of_lines_without_paper(hall: Hall):
    """Who has only shown the papers takes them home again: until they are scanned the hall has nothing."""
    case_id = received(hall, papers=[]).facts["id"]
    with pytest.raises(Invalid) as refused:
        accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    assert len(refused.value.errors) == len(hall.required_lines(case_id))
    for row in hall.rows(case_id, "MATERIAL#"):
        hall.arrives(case_id, row["id"])
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    assert hall.case(case_id).status is Status.IN_REVIEW


@pytest.mark.requirement("R27", "R28")
def test_complete_papers_are_accepted_before_they_are_scanned(hall: Hall):
    """行政许可法32(1)(5): who has handed in everything in due form is accepted; scanning is the hall's work."""
    case_id = received(hall, scans=[]).facts["id"]
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    assert hall.case(case_id).status is Status.IN_REVIEW
    add_material(hall.platform, hall.caller(CLERK), case_id, NEW_FILE)
    assert [row["line"] for row in hall.rows(case_id, "MATERIAL#")] == ["01"]


def test_papers_that_the_window_has_taken_are_to_be_scanned_not_uploaded(hall: Hall):
    case_id = received(hall, scans=[], papers=PAPERS[:2]).facts["id"]
    with pytest.raises(Invalid) as refused:
        accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    taken = {paper["line"] for paper in PAPERS[:2]}
    missing = {error.pointer.removeprefix("/materials/"): error.code for error in refused.value.errors}
    assert missing == {line: "material_missing" for line in hall.required_lines(case_id) if line not in taken}
    found = load_file(hall.platform.table, case_id)
    assert found
    shown = {line.no: line.on_paper for line in shared.materials(hall.platform, found).materials}
    assert {no for no, on_paper in shown.items() if on_paper} == taken


def test_the_clerk_adds_a_scan_later(hall: Hall):
    case_id = received(hall, scans=[]).facts["id"]
    add_material(hall.platform, hall.caller(CLERK), case_id, NEW_FILE)
    assert [row["line"] for row in hall.rows(case_id, "MATERIAL#")] == ["01"]


def test_a_repeated_request_is_the_same_case(hall: Hall):
    caller = hall.caller(CLERK)
    walk_in = WalkIn.model_validate({"item": "YM-P01", "form": form(), "presented_by": SEEN, "scans": SCANS})
    first = receive_walk_in(hall.platform, caller, walk_in)
    assert receive_walk_in(hall.platform, caller, walk_in) == first
    assert len(hall.events(first.facts["id"])) == 1


@pytest.mark.requirement("R27")
def test_the_copies_of_a_paper_stand_in_the_voucher_and_in_the_event_with_the_clerk(hall: Hall):
    case_id = received(hall, papers=[PAPERS[0] | {"copies": 3}, *PAPERS[1:]]).facts["id"]
    (voucher,) = hall.rows(case_id, "DOCUMENT#")
    assert (voucher["data"].count("3份，每份2页"), voucher["data"].count("1份，每份2页")) == (1, len(PAPERS) - 1)
    (event,) = hall.events(case_id)
    assert [paper["copies"] for paper in event.data["papers"]] == [3, *(1 for _ in PAPERS[1:])]
    assert (event.actor, event.at.date()) == (hall.people.personas[CLERK].actor.sub, hall.platform.now().date())
