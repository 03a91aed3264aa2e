"""What people without an account do at the window in person: identity seen, signature recorded."""

from typing import Any

import pytest

from chalicelib.cases.model import Status
from chalicelib.documents.model.notice import NoticeData
from chalicelib.foundation.problems import Invalid, NotFound
from chalicelib.intake.acts.receive_walk_in import WalkIn, receive_walk_in
from chalicelib.intake.acts.withdraw import withdraw
from chalicelib.intake.model.signing import Signing
from proofs.kit.applications import PERMIT, RECOGNITION
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall

PASSPORT = {"name": "John Example", "id_type": "护照", "id_number": "E12345678"}
FOREIGNER = {"applicant": {"kind": "自然人", **PASSPORT, "phone": "13800138000"}, "answers": RECOGNITION.answers}


def walked_in(hall: Hall, **changes: Any) -> str:
    """A foreigner with a passport, who can have no account, applies at the window."""
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


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"id_number": "E87654321"}, "/presented_by/id_number", "identity_mismatch"),
        ({"name": "Jane Example"}, "/presented_by/name", "identity_mismatch"),
        ({"relation": "agent"}, "/presented_by/letter_seen", "letter_missing"),
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
    hall.people.withdraw_at_window(case_id, hall.caller(CLERK, case_id), relation="agent", letter_seen=True)
    notice = notice_of(hall, case_id, "termination_notice")
    assert notice.paragraphs[1].startswith("原因：申请人委托代理人到窗口书面撤回申请")
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
