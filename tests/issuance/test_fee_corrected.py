"""A correction of the result that moves the days moves the fee that is counted by them, and never in silence."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.cases.model.fee_order import Told, order_no
from chalicelib.catalogue.model.validity import Stated
from chalicelib.documents.store import vault
from chalicelib.durable.audit import broken_at
from chalicelib.foundation.problems import Conflict, Invalid
from chalicelib.issuance.acts.annul_fee import annul_fee
from chalicelib.issuance.acts.compare import certificate_shown, face_of
from chalicelib.issuance.acts.order_fee import Quantities, order_fee
from chalicelib.issuance.acts.record_payment import record_refund
from chalicelib.issuance.acts.refund_fee import refund_fee
from chalicelib.issuance.acts.see_payable import see_payable
from chalicelib.issuance.api.fee_answers import fee_answer
from proofs.kit.fees import pay
from proofs.kit.hall import Hall
from tests.issuance.test_fee_by_term import APPLIED, grant, order, to_decide

pytestmark = [pytest.mark.usefixtures("quick_documents"), pytest.mark.requirement("R70")]
# 85 square metres at half a yuan for each day that is granted from the 20th on.
DAY = 4_250


def charged(hall: Hall, *, paid: bool = True) -> str:
    """Granted for eleven days, and so charged. Where it is due before the issue, it is paid before the comparison."""
    case_id = to_decide(hall, before_issue=paid)
    assert order(hall, case_id) == APPLIED
    if paid:
        pay(hall.platform, case_id, "SIM1", APPLIED)
    grant(hall, case_id, "2026-12-30")
    hall.carry_out_everything()
    hall.issue_documents()
    return case_id


def correct(hall: Hall, case_id: str, until: str, **face: Any) -> dict[str, Any]:
    hall.compare(case_id, face=hall.face(case_id) | {"valid_until": "2026年12月31日"})
    caller = hall.caller(hall.people.decider(case_id), case_id)
    told = {"validity": Stated.model_validate({"until": until}), **({"face": face} if face else {})}
    receipt = hall.people.correct_result(case_id, caller, **told)
    hall.carry_out_everything()
    hall.issue_documents()
    return dict(receipt.facts)


def warned(facts: dict[str, Any]) -> list[str]:
    return [one["code"] for one in facts.get("warnings", [])]


def fee(hall: Hall, case_id: str) -> Any:
    return hall.case(case_id).fee


def refund(hall: Hall, case_id: str) -> dict[str, Any]:
    caller = hall.caller(hall.people.decider(case_id), case_id)
    return dict(refund_fee(hall.platform, caller, case_id, "SIM1", "result_corrected").facts)


@pytest.mark.law("15.17")
def test_what_was_paid_for_days_that_are_not_granted_is_owed_back_with_its_law_and_the_rest_counts(hall: Hall):
    case_id = charged(hall)
    facts = correct(hall, case_id, "2026-12-21")
    assert warned(facts) == ["fee_reduced"]
    for said in ("467.50元", "85.00元", "《"):
        assert said in facts["warnings"][0]["message"]
    less = fee(hall, case_id)
    assert (less.fen, less.told_fen, less.state, less.blocks_issue) == (2 * DAY, APPLIED, "paid", False)
    assert [(one.state, one.why, one.goes_back, one.counted_fen) for one in less.payments] == [
        ("to_refund", "result_corrected", 9 * DAY, 2 * DAY)
    ]
    assert hall.task(case_id, "refund").state == "open"
    event = next(event for event in hall.events(case_id) if event.type == "result_corrected")
    assert event.data["fee_reduced"] == {
        "order": order_no(case_id),
        "before": APPLIED,
        "after": 2 * DAY,
        "basis": less.basis,
    }
    assert face_of(certificate_shown(hall.platform, hall.case(case_id)))["fee"].startswith("85")
    assert refund(hall, case_id)["fen"] == 9 * DAY
    paper = next(row for row in vault.whole_documents(hall.platform, case_id) if row.kind == "fee_refund")
    assert ("382.50元" in paper.data, less.basis in paper.data) == (True, True)
    record_refund(hall.platform, order_no(case_id), Told("SIM1", 9 * DAY, hall.platform.now()), "R1")
    answer = fee_answer(hall.case(case_id))
    assert (answer.state, answer.payments[0].state, answer.payments[0].back_fen) == ("paid", "refunded", 9 * DAY)
    assert (hall.task(case_id, "refund").state, broken_at(hall.events(case_id))) == ("answered", None)


def test_more_days_than_were_charged_are_told_with_both_sums_and_charged_to_nobody(hall: Hall):
    case_id = charged(hall)
    facts = correct(hall, case_id, "2027-01-02")
    assert warned(facts) == ["fee_differs"]
    for said in ("467.50元", "595.00元", "《", "不补收"):
        assert said in facts["warnings"][0]["message"]
    same = fee(hall, case_id)
    assert (same.fen, same.told_fen, same.state, same.owed_back) == (APPLIED, None, "paid", ())
    assert hall.case(case_id).open_task("refund") is None


def test_who_has_not_paid_yet_gets_the_notice_anew_and_pays_the_lesser_sum(hall: Hall):
    case_id = charged(hall, paid=False)
    first = fee(hall, case_id).document
    facts = correct(hall, case_id, "2026-12-21")
    less = fee(hall, case_id)
    assert (warned(facts), less.fen, less.state) == (["fee_reduced"], 2 * DAY, "unpaid")
    notice = vault.load_whole(hall.platform, case_id, less.document)
    assert notice is not None
    assert less.document != first
    assert (notice.kind, "85.00元" in notice.data, order_no(case_id) in notice.data) == ("fee_notice", True, True)
    event = next(event for event in hall.events(case_id) if event.type == "result_corrected")
    assert [*event.data["document_digests"]] == [less.document]
    assert see_payable(hall.platform, less.no, APPLIED) == "amount_differs"
    pay(hall.platform, case_id, "SIM1", 2 * DAY)
    assert (fee(hall, case_id).state, fee(hall, case_id).owed_back) == ("paid", ())


def test_a_second_correction_returns_what_is_left_and_never_twice(hall: Hall):
    case_id = charged(hall)
    correct(hall, case_id, "2026-12-24")
    correct(hall, case_id, "2026-12-21")  # nobody has ordered the first one back yet
    assert [(one.goes_back, one.counted_fen) for one in fee(hall, case_id).payments] == [(9 * DAY, 2 * DAY)]
    refund(hall, case_id)
    assert warned(correct(hall, case_id, "2026-12-20")) == ["fee_differs"]  # that is on its way
    caller = hall.caller(hall.people.decider(case_id), case_id)
    with pytest.raises(Conflict) as early:
        annul_fee(hall.platform, caller, case_id, "wrong_quantity")
    assert early.value.code == "refund_under_way"
    record_refund(hall.platform, order_no(case_id), Told("SIM1", 9 * DAY, hall.platform.now()), "R1")
    annul_fee(hall.platform, hall.caller(hall.people.decider(case_id), case_id), case_id, "wrong_quantity")
    (rest,) = fee(hall, case_id).payments
    assert (rest.state, rest.why, rest.goes_back, rest.returned_fen) == (
        "to_refund",
        "order_annulled",
        2 * DAY,
        9 * DAY,
    )
    record_refund(hall.platform, order_no(case_id), Told("SIM1", 9 * DAY, hall.platform.now()), "R1")
    assert fee(hall, case_id).payments == (rest,)  # the provider has told the first one again


def test_what_was_measured_is_not_counted_anew_but_told(hall: Hall):
    case_id = to_decide(hall)
    grant(hall, case_id, "2026-12-30")
    hall.carry_out_everything()
    hall.issue_documents()
    caller = hall.caller(hall.people.decider(case_id), case_id)
    order_fee(hall.platform, caller, case_id, Quantities({"城市道路占用费": Decimal(900)}, "measured"))
    pay(hall.platform, case_id, "SIM1", fee(hall, case_id).fen)
    before = fee(hall, case_id)
    facts = correct(hall, case_id, "2026-12-21")
    assert (warned(facts), fee(hall, case_id)) == (["fee_differs"], before)
    assert "按核实的数量" in facts["warnings"][0]["message"]


def test_the_face_says_no_other_fee_than_that_of_the_corrected_days(hall: Hall):
    case_id = charged(hall)
    with pytest.raises(Invalid) as refused:
        correct(hall, case_id, "2026-12-21", fee=APPLIED / 100)
    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/face/fee", "fee_differs")]
