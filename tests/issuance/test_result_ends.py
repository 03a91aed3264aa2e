"""撤销、撤回、注销、吊销、变更、延续 (行政许可法8, 49, 50, 69, 70): what ends a result, and who hears of it."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.cases.api.adverse_answers import adverse
from chalicelib.cases.model.result_end import cancel_fault
from chalicelib.cases.store.due_days import end_of
from chalicelib.durable.caller import Receipt
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Conflict, Invalid
from chalicelib.issuance.acts.revoke_result import Revocation
from chalicelib.issuance.acts.withdraw_result import LicenceWithdrawal
from chalicelib.issuance.api.verification import page
from proofs.kit.adverse_acts import PENALTY, REVOKED, TO_REVOKE, TO_WITHDRAW, WITHDRAWN
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CHIEF, CLERK
from proofs.kit.hall import Hall
from tests.issuance.test_verify import claim_of, verified

pytestmark = pytest.mark.usefixtures("quick_documents")
# The decision is of Tuesday the 24th of November 2026.
TODAY, BARRED = date(2026, 11, 24), date(2029, 11, 24)


def text_of(hall: Hall, case_id: str, kind: str) -> str:
    (row,) = [row for row in hall.rows(case_id, keys.DOCUMENT) if row["kind"] == kind]
    return row["data"]


def state(hall: Hall, case_id: str) -> str | None:
    return verified(hall, claim_of(hall, case_id)).state


def act(hall: Hall, name: str, case_id: str, **said: Any) -> Receipt:
    return getattr(hall.people, name)(case_id, hall.caller(CHIEF, case_id), **said)


def handed_over_once_given_back(hall: Hall, case_id: str, by: str, ended_by: str, *, delivered: bool) -> None:
    """The certificate of a result that was ended at the window is valid once the act `by` gives it back, and whoever
    had not come yet is handed the certificate, and no decision that ended it.
    """
    hall.carry_out_everything()
    hall.issue_documents()
    if delivered:
        hall.deliver(case_id)
        hall.carry_out_everything()
    act(hall, by, case_id)
    hall.issue_documents()
    if not delivered:
        assert state(hall, case_id) == "pending"
        hall.deliver(case_id)
        served = text_of(hall, case_id, "service_record")
        assert "食品经营许可证" in served
        assert ended_by not in served
    assert state(hall, case_id) == "valid"


def revoked(hall: Hall, ground: str = "deception") -> str:
    case_id = hall.closed()
    act(hall, "forewarn", case_id, **TO_REVOKE | {"ground": ground})
    act(hall, "revoke_result", case_id, ground=ground)
    return case_id


@pytest.mark.law("7.1")
def test_a_revoked_licence_is_no_longer_valid_from_that_moment_on(hall: Hall):
    case_id = hall.closed()
    claim = claim_of(hall, case_id)
    act(hall, "forewarn", case_id)
    assert verified(hall, claim).state == "valid"  # told, and not decided
    act(hall, "revoke_result", case_id)
    found = verified(hall, claim)
    assert found.ended
    assert (found.authentic, found.state, found.ended.on, found.ended.article) == (
        True,
        "revoked",
        TODAY,
        "第六十九条第二款",
    )
    shown = page(found, sample=False)
    assert "现已失效" in shown
    assert "已撤销" in shown
    assert "第六十九条第二款" in shown
    (end,) = hall.case(case_id).result_ends
    assert (end.state, end.ground, bool(end.document)) == ("revoked", "deception", True)
    told = text_of(hall, case_id, "revocation_decision")
    for words in ("伪造", "询问笔录", "书面放弃陈述、申辩和听证", "不受保护", "申请行政复议", "失效"):
        assert words in told


@pytest.mark.law("7.1", "1.10")
def test_what_was_got_by_fraud_bars_its_holder_for_three_years(hall: Hall):
    case_id = revoked(hall)
    found = hall.case(case_id).falsehood
    assert found
    assert (found.barred_until, found.ground) == (BARRED, "deception")
    assert "2029年11月24日（含当日）" in text_of(hall, case_id, "revocation_decision")
    again = hall.draft()
    hall.hand_in(again, *hall.required_lines(again))
    with pytest.raises(Conflict) as barred:
        hall.people.submit(again, hall.caller(COMPANY, again))
    assert barred.value.code == "application_barred"


@pytest.mark.law("7.1")
def test_a_revocation_rests_on_the_facts_that_were_told(hall: Hall):
    for body in (REVOKED, WITHDRAWN):
        model = Revocation if body is REVOKED else LicenceWithdrawal
        with pytest.raises(ValidationError):
            model.model_validate(body | {"facts": "从未告知的事实", "evidence": ["从未告知的证据"]})
    case_id = hall.closed()
    act(hall, "forewarn", case_id, **TO_REVOKE | {"facts": "用地性质不符", "evidence": ["规划部门的复函"]})
    act(hall, "revoke_result", case_id)
    told = text_of(hall, case_id, "revocation_decision")
    assert "经查：用地性质不符。" in told
    assert "规划部门的复函" in told
    warned, revoked = (one for one in hall.events(case_id) if one.type in ("forewarned", "result_revoked"))
    assert warned.data["found_digest"] == revoked.data["found_digest"]


@pytest.mark.law("7.1")
@pytest.mark.parametrize(
    ("told", "words", "barred"),
    [
        (TO_REVOKE, ("利益不受保护", "自决定作出之日起三年内，你单位不得再次申请"), True),
        (TO_REVOKE | {"ground": "beyond_power"}, ("依法给予赔偿",), False),
        (TO_WITHDRAW, ("依法给予补偿",), False),
    ],
)
def test_the_notice_tells_what_the_decision_would_bring(
    hall: Hall, told: dict[str, Any], words: tuple[str, ...], barred: bool
):
    case_id = hall.closed()
    act(hall, "forewarn", case_id, **told)
    says = text_of(hall, case_id, "forewarning")
    for one in (*words, "自决定作出之日起失效"):
        assert one in says
    assert ("不得再次申请" in says) is barred


def test_another_decision_is_not_announced_while_the_first_may_be_answered(hall: Hall):
    case_id = hall.closed()
    act(hall, "forewarn", case_id, **TO_WITHDRAW)
    with pytest.raises(Conflict) as other:
        act(hall, "forewarn", case_id, **TO_REVOKE)
    assert other.value.code == "other_forewarned"
    warned = hall.case(case_id).forewarned
    assert warned
    hall.clock.move_to(end_of(warned.until))
    hall.clock.pass_time(minutes=1)
    act(hall, "forewarn", case_id, **TO_REVOKE)
    act(hall, "revoke_result", case_id)
    assert state(hall, case_id) == "revoked"


def test_what_was_told_of_the_application_does_not_keep_back_a_notice_of_the_result(hall: Hall):
    case_id = hall.reviewed()
    act(hall, "forewarn", case_id)
    hall.decide(case_id)
    hall.carry_out_everything()
    hall.compare(case_id)
    hall.carry_out_everything()
    act(hall, "forewarn", case_id)
    warned = hall.case(case_id).forewarned
    assert warned
    assert warned.against == "revocation"


@pytest.mark.law("7.1", "1.10")
@pytest.mark.parametrize("cancelled", [False, True])
def test_an_annulled_revocation_gives_the_licence_back(hall: Hall, cancelled: bool):
    case_id = revoked(hall)
    if cancelled:
        act(hall, "cancel_result", case_id)
    hall.people.lift_bar(case_id, hall.caller(CHIEF, case_id))
    assert state(hall, case_id) == "valid"
    case = hall.case(case_id)
    assert (case.result_ends, case.forewarned, case.falsehood and case.falsehood.barred_until) == ((), None, None)
    told = text_of(hall, case_id, "restoration_notice")
    for words in ("恢复行政许可效力通知书", "恢复效力，有效期限不变", "申请限制同时失效", "行政复议法》第六十四条"):
        assert words in told
    assert ("因该撤销而办理的注销同时失效" in told) is cancelled
    for words in ("警告", "第七十九条", "第六十九条"):
        assert words not in told
    event = next(one for one in hall.events(case_id) if one.type == "bar_lifted")
    assert event.data["restored"] is True
    with pytest.raises(Invalid) as untold:
        act(hall, "revoke_result", case_id)
    assert [one.code for one in untold.value.errors] == ["not_forewarned"]
    act(hall, "forewarn", case_id)
    act(hall, "revoke_result", case_id)
    assert state(hall, case_id) == "revoked"
    assert hall.case(case_id).falsehood


@pytest.mark.law("7.1")
@pytest.mark.parametrize("delivered", [False, True])
def test_a_certificate_that_was_kept_back_is_valid_once_its_revocation_is_annulled(hall: Hall, delivered: bool):
    case_id = hall.ready_to_collect()
    act(hall, "forewarn", case_id)
    act(hall, "revoke_result", case_id)
    handed_over_once_given_back(hall, case_id, "lift_bar", "撤销行政许可决定书", delivered=delivered)


@pytest.mark.law("7.1")
def test_what_the_organ_did_wrong_is_made_good_and_bars_nobody(hall: Hall):
    case_id = revoked(hall, "beyond_power")
    assert hall.case(case_id).falsehood is None
    assert "依法给予赔偿" in text_of(hall, case_id, "revocation_decision")


@pytest.mark.law("7.1")
def test_nothing_is_revoked_unheard_or_where_the_public_would_suffer_greatly(hall: Hall):
    case_id = hall.closed()
    with pytest.raises(Invalid) as unheard:
        act(hall, "revoke_result", case_id)
    assert [one.code for one in unheard.value.errors] == ["not_forewarned"]
    act(hall, "forewarn", case_id)
    with pytest.raises(Invalid) as harm:
        act(hall, "revoke_result", case_id, public_harm=True)
    assert [(one.pointer, one.code) for one in harm.value.errors] == [("/public_harm", "revocation_harms_public")]
    assert state(hall, case_id) == "valid"


def test_who_has_stated_the_case_is_answered(hall: Hall):
    case_id = hall.closed()
    act(hall, "forewarn", case_id)
    heard = {"response": "heard", "reference": "卷宗第3页"}
    with pytest.raises(Invalid) as unanswered:
        act(hall, "revoke_result", case_id, heard=heard)
    assert [one.code for one in unanswered.value.errors] == ["heard_answer"]
    early = heard | {"answer": "不予采纳", "hearing_held_on": str(TODAY)}
    with pytest.raises(Invalid) as before:
        act(hall, "revoke_result", case_id, heard=early)
    assert [one.code for one in before.value.errors] == ["heard_hearing"]
    act(hall, "revoke_result", case_id, heard=heard | {"answer": "未提出新的证据，不予采纳"})
    assert "未提出新的证据，不予采纳" in text_of(hall, case_id, "revocation_decision")
    assert "新的证据" not in "".join(event.model_dump_json() for event in hall.events(case_id))


@pytest.mark.law("7.1")
def test_a_licence_is_withdrawn_for_the_public_and_the_holder_compensated(hall: Hall):
    case_id = hall.closed()
    act(hall, "forewarn", case_id, **TO_WITHDRAW)
    act(hall, "withdraw_result", case_id)
    assert state(hall, case_id) == "withdrawn"
    told = text_of(hall, case_id, "withdrawal_decision")
    assert "依法给予补偿" in told
    assert "第八条第二款" in told
    assert hall.case(case_id).falsehood is None


@pytest.mark.law("7.1")
def test_it_is_cancelled_on_the_holders_request_and_not_while_its_term_runs(hall: Hall):
    case_id = hall.closed()
    with pytest.raises(Invalid) as running:
        act(hall, "cancel_result", case_id, ground="expired")
    assert [one.code for one in running.value.errors] == ["not_expired"]
    act(hall, "cancel_result", case_id)
    assert state(hall, case_id) == "cancelled"
    assert "被许可人申请注销" in text_of(hall, case_id, "cancellation_decision")
    with pytest.raises(Conflict) as twice:
        act(hall, "cancel_result", case_id, ground="other")
    assert twice.value.code == "result_ended"


@pytest.mark.law("7.1")
def test_a_company_does_not_die_and_a_person_is_not_dissolved(hall: Hall):
    case_id = hall.closed()
    with pytest.raises(Invalid) as died:
        act(hall, "cancel_result", case_id, ground="died")
    (error,) = died.value.errors
    assert (error.pointer, error.code) == ("/ground", "cancel_holder")
    assert "不适用公民死亡" in error.message
    act(hall, "cancel_result", case_id, ground="dissolved")
    assert "法人或者其他组织依法终止" in text_of(hall, case_id, "cancellation_decision")
    assert cancel_fault("died", "自然人", None, None, TODAY) is None
    person = cancel_fault("dissolved", "自然人", None, None, TODAY)
    assert person
    assert (person.pointer, person.code) == ("/ground", "cancel_holder")


@pytest.mark.law("7.1")
def test_a_term_that_is_over_is_told_by_the_day_alone_and_cancelled_afterwards(hall: Hall):
    case_id = hall.closed()
    before, until = len(hall.events(case_id)), verified(hall, claim_of(hall, case_id)).valid_until
    assert until
    hall.clock.move_to(end_of(until))
    hall.clock.pass_time(minutes=1)
    assert (state(hall, case_id), len(hall.events(case_id))) == ("expired", before)
    act(hall, "cancel_result", case_id, ground="expired")
    assert state(hall, case_id) == "cancelled"


@pytest.mark.law("7.1")
def test_what_was_revoked_is_still_to_be_cancelled_on_that_ground_alone(hall: Hall):
    case_id = revoked(hall)
    with pytest.raises(Invalid) as other:
        act(hall, "cancel_result", case_id, ground="requested")
    assert [one.code for one in other.value.errors] == ["cancel_ground"]
    act(hall, "cancel_result", case_id)
    assert [end.state for end in hall.case(case_id).result_ends] == ["revoked", "cancelled"]
    assert [one["label"] for one in adverse(hall.case(case_id))["result_ends"]] == ["已撤销", "已注销"]


@pytest.mark.law("7.1")
def test_a_penalty_is_told_from_outside_with_its_paper(hall: Hall):
    case_id = hall.closed()
    with pytest.raises(Invalid) as early:
        act(hall, "record_result_end", case_id, **PENALTY | {"decided_on": "2026-01-01"})
    assert [one.code for one in early.value.errors] == ["end_day"]
    act(hall, "record_result_end", case_id)
    assert state(hall, case_id) == "revoked_as_penalty"
    assert hall.case(case_id).result_ends[-1].reference == PENALTY["reference"]


@pytest.mark.law("7.1")
@pytest.mark.parametrize("how", ["changed", "renewed"])
def test_a_changed_or_renewed_certificate_gives_way_to_the_new_one(hall: Hall, how: str):
    case_id = hall.closed()
    again = hall.draft()
    hall.hand_in(again, *hall.required_lines(again))
    said = {"state": how, "decided_on": str(TODAY), "successor": again}
    with pytest.raises(Invalid) as undecided:
        act(hall, "record_result_end", case_id, **said)
    assert [one.code for one in undecided.value.errors] == ["successor_unfit"]
    hall.people.submit(again, hall.caller(COMPANY, again))
    hall.people.accept(again, hall.caller(CLERK, again))
    hall.carry_out_everything()
    hall.answer(again)
    hall.carry_out_everything()
    hall.decide(again)
    hall.carry_out_everything()
    hall.compare(again)
    hall.carry_out_everything()
    act(hall, "record_result_end", case_id, **said)
    assert state(hall, case_id) == how
    assert hall.case(case_id).result_ends[-1].reference == hall.case(again).number
    with pytest.raises(Invalid) as circle:  # the older one, which has ended, takes the place of none
        act(hall, "record_result_end", again, **said | {"successor": case_id})
    assert [one.code for one in circle.value.errors] == ["successor_unfit"]


@pytest.mark.law("7.1")
def test_a_certificate_that_was_revoked_at_the_window_is_not_handed_over(hall: Hall):
    case_id = hall.ready_to_collect()
    act(hall, "forewarn", case_id)
    act(hall, "revoke_result", case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    hall.deliver(case_id)
    served = text_of(hall, case_id, "service_record")
    assert "撤销行政许可决定书" in served
    assert "食品经营许可证" not in served
    assert state(hall, case_id) == "revoked"


def test_a_refusal_has_nothing_to_end(hall: Hall):
    case_id = hall.closed("refuse")
    with pytest.raises(Conflict) as nothing:
        act(hall, "cancel_result", case_id)
    assert nothing.value.code == "nothing_granted"
    with pytest.raises(Conflict) as told:
        act(hall, "forewarn", case_id)
    assert told.value.code == "nothing_granted"
