"""W10: a birth (YM-J03). Its guardian agrees and is told separately before the request is handed in; no term of the
licences' law holds for the whole.
"""

import json
from datetime import date
from typing import Any

import pytest

from chalicelib.access.actor import Role
from chalicelib.cases.model import Status
from chalicelib.cases.model.guardianship import Guardianship
from chalicelib.catalogue.api.before_submit_answers import before_submit_answers
from chalicelib.catalogue.api.item_answers import item_answer
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.checklists import checklist
from chalicelib.catalogue.store.applicable import load_applicable
from chalicelib.foundation import problems
from chalicelib.intake.acts.receive_walk_in import WalkIn, receive_walk_in
from chalicelib.intake.acts.submit import submit
from proofs.kit import joint
from proofs.kit.applications import CITIZEN, LIN, paper
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall

PROOF = Guardianship(proof="政务数据共享", seen=True)
RECORDED = {"guardian_consent_recorded", "sensitive_notice_shown"}


@pytest.fixture
def birth(hall: Hall) -> Hall:
    publish_schemes(hall.platform, joint.NEWBORN)
    joint.on(hall, date(2026, 6, 18))
    return hall


def item(hall: Hall) -> ServiceItem:
    platform = hall.platform
    return load_applicable(
        platform.table, platform.settings.division, joint.NEWBORN, wall=platform.wall(), at=platform.now()
    )


def faults(refused: pytest.ExceptionInfo[problems.Invalid]) -> dict[str, str]:
    return {error.pointer: error.code for error in refused.value.errors}


def ready(hall: Hall, **answers: Any) -> str:
    """A draft with every paper."""
    case_id = joint.drafted(hall, joint.NEWBORN, {**joint.OF_A_CHILD, **answers})
    hall.people.hand_in(case_id, *hall.required_lines(case_id), stored=False, seen=False)
    return case_id


def accepted(hall: Hall) -> str:
    request = joint.requested(hall, joint.NEWBORN)
    hall.people.accept(request, hall.caller(CLERK, request), PROOF)
    hall.carry_out_everything()
    return request


def walk_in(hall: Hall, noticed: list[str], **answers: Any) -> WalkIn:
    form = joint.request_form(hall, joint.NEWBORN, {**joint.OF_A_CHILD, **answers})
    wanted = [line.no for line in checklist(item(hall), form["answers"]) if line.required]
    shown = {**LIN, "relation": "applicant", "seen": True, "guardianship": {"proof": "户口簿", "seen": True}}
    papers = [paper(no) for no in wanted]
    body = {"item": joint.NEWBORN, "form": form, "presented_by": shown, "papers": papers, "noticed": noticed}
    return WalkIn.model_validate(body)


def test_nothing_is_submitted_without_the_consent_or_before_the_text_was_confirmed(birth: Hall):
    hall, request = birth, ready(birth, guardian_consent=False)
    told, caller = joint.noticed(hall, request), lambda: hall.caller(CITIZEN, request)
    with pytest.raises(problems.Invalid) as refused:
        hall.people.submit(request, caller(), told)
    assert faults(refused) == {"/form/answers/guardian_consent": "consent_missing"}
    with pytest.raises(problems.Invalid) as refused:
        hall.people.submit(request, caller())
    assert faults(refused) == {"/form/answers/guardian_consent": "consent_missing", "/noticed": "notice_unconfirmed"}
    hall.people.save_form(request, caller(), joint.request_form(hall, joint.NEWBORN))
    with pytest.raises(problems.Invalid) as refused:
        hall.people.submit(request, caller())
    assert faults(refused) == {"/noticed": "notice_unconfirmed"}
    with pytest.raises(problems.Invalid) as refused:
        hall.people.submit(request, caller(), ["0" * 64])
    assert faults(refused) == {"/noticed": "notice_unconfirmed", "/noticed/0": "notice_unknown"}
    assert hall.case(request).status is Status.DRAFT
    hall.people.submit(request, caller(), told)
    assert hall.case(request).status is Status.SUBMITTED


def test_what_was_agreed_and_shown_is_in_the_event_and_on_the_receipt(birth: Hall):
    hall, request = birth, joint.requested(birth, joint.NEWBORN)
    event = hall.events(request)[-1]
    assert (event.type, event.role) == ("submitted", Role.APPLICANT)
    (text,) = [one.text for one in before_submit_answers(item(hall)) if one.kind == "notice"]
    assert event.data["guardian_consent_recorded"] == {"agreed": True, "at": event.at.isoformat()}
    (digest,) = joint.noticed(hall, request)
    assert event.data["sensitive_notice_shown"] == {"text": digest, "at": event.at.isoformat()}
    (receipt,) = [row["data"] for row in hall.rows(request, "DOCUMENT#")]
    assert text is not None
    assert text in receipt
    assert "监护人同意处理新生儿个人信息（《个人信息保护法》第三十一条第一款）" in receipt


def test_the_window_asks_for_the_same(birth: Hall):
    hall = birth
    with pytest.raises(problems.Invalid) as refused:
        receive_walk_in(hall.platform, hall.caller(CLERK), walk_in(hall, [], guardian_consent=False))
    assert faults(refused) == {"/form/answers/guardian_consent": "consent_missing", "/noticed": "notice_unconfirmed"}
    told = [one.digest or "" for one in before_submit_answers(item(hall)) if one.kind == "notice"]
    made = receive_walk_in(hall.platform, hall.caller(CLERK), walk_in(hall, told))
    (event,) = hall.events(made.facts["id"])
    assert event.data.keys() >= RECORDED
    assert (event.role, event.data["presented_by"]) == (Role.COUNTER_CLERK, "applicant")


def test_the_guide_says_what_is_agreed_to_and_told_before(birth: Hall):
    told = item_answer(item(birth), demonstration=True).before_submit
    assert [(one.kind, one.question, bool(one.text), bool(one.digest)) for one in told] == [
        ("consent", "guardian_consent", False, False),
        ("notice", None, True, True),
    ]
    assert told[1].basis == "《个人信息保护法》第二十八条、第三十条"


def test_other_items_take_no_confirmed_text(hall: Hall):
    case_id = hall.draft()
    hall.people.hand_in(case_id, *hall.required_lines(case_id), stored=False, seen=False)
    with pytest.raises(problems.Invalid) as refused:
        submit(hall.platform, hall.caller("company", case_id), case_id, noticed=["0" * 64])
    assert faults(refused) == {"/noticed/0": "notice_unknown"}


@pytest.mark.requirement("R77")
def test_w10_it_is_played_to_its_end_with_no_term_of_licences(birth: Hall):
    hall, request = birth, accepted(birth)
    case = hall.case(request)
    assert {kind: clock.due for kind, clock in case.clocks.items() if kind != "acceptance"} == {
        "promised": date(2026, 6, 26)
    }
    assert joint.states(hall, request) == {
        "YM-S14": "open",
        **dict.fromkeys(("YM-S13", "YM-S08", "YM-S07"), "waiting"),
    }
    joint.decide(hall, request, "YM-S14")
    assert joint.of_member(hall, request, "YM-S13").due("promised") == date(2026, 6, 22)
    joint.decide(hall, request, "YM-S13")
    assert joint.states(hall, request)["YM-S08"] == joint.states(hall, request)["YM-S07"] == "open"
    joint.decide(hall, request, "YM-S08")
    joint.decide(hall, request, "YM-S07")
    assert set(joint.states(hall, request).values()) == {"granted"}
    assert hall.case(request).status is Status.CLOSED
    documents = [words(row["data"]) for row in hall.rows(request, "DOCUMENT#")]
    assert len(documents) == 3
    for said in documents:
        assert not [
            one
            for one in ("45", "四十五", "行政许可法42", "四十二条", "延长十五日", "法定期限", "法定联办")
            if one in said
        ]


def words(document: str) -> str:
    """What a document says, without the numbers of the case."""
    data = json.loads(document)
    named = [one for one in data["facts"] if one["label"] not in ("办件编号", "查询码", "窗口电话")]
    rows = data["table"]["rows"] if data["table"] else []
    return json.dumps([named, data["paragraphs"], rows, data["basis"]], ensure_ascii=False)


@pytest.mark.requirement("R80")
def test_w10_silence_accepts_nothing(birth: Hall):
    hall, request = birth, joint.requested(birth, joint.NEWBORN)
    hall.wait_in_silence(request)
    case = hall.case(request)
    assert (case.status, case.accepted_at, case.deemed) == (Status.SUBMITTED, None, False)


@pytest.mark.requirement("R80")
def test_w10_without_a_registration_there_is_neither_insurance_nor_card(birth: Hall):
    hall, request = birth, accepted(birth)
    joint.decide(hall, request, "YM-S14")
    joint.decide(hall, request, "YM-S13", "refuse")
    assert joint.states(hall, request) == {
        "YM-S14": "granted",
        "YM-S13": "refused",
        "YM-S08": "cut",
        "YM-S07": "cut",
    }
    assert hall.case(request).status is Status.CLOSED
