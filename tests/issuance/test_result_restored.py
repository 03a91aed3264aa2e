"""恢复行政许可效力: the decision that had ended a licence was annulled (行政复议法64, 行政诉讼法70, 行政许可法60)."""

from datetime import date
from typing import Any

import pytest

from chalicelib.cases.model.restoring import restoring_faults
from chalicelib.cases.model.result_end import ResultEnd
from chalicelib.cases.model.term import term_of
from chalicelib.documents.api.document_answers import document_list
from chalicelib.documents.model.kinds import ENDINGS
from chalicelib.documents.model.notice import chinese_date
from chalicelib.documents.store import vault
from chalicelib.foundation.problems import Conflict, Invalid
from proofs.kit.adverse_acts import TO_REVOKE, TO_WITHDRAW
from proofs.kit.cases_so_far import renewed, result_withdrawn
from proofs.kit.cast import CHIEF
from proofs.kit.hall import Hall
from tests.issuance.test_result_ends import act, handed_over_once_given_back, revoked, state, text_of

pytestmark = pytest.mark.usefixtures("quick_documents")
TODAY = date(2026, 11, 24)


def withdrawn_at_the_window(hall: Hall) -> str:
    """Before it was handed over."""
    case_id = hall.ready_to_collect()
    act(hall, "forewarn", case_id, **TO_WITHDRAW)
    act(hall, "withdraw_result", case_id)
    return case_id


@pytest.mark.law("7.1")
@pytest.mark.parametrize("cancelled", [False, True])
@pytest.mark.parametrize("how", ["revoked", "withdrawn", "revoked_as_penalty"])
def test_what_a_decision_had_ended_is_valid_again_once_that_is_annulled(hall: Hall, how: str, cancelled: bool):
    if how == "revoked":
        case_id = revoked(hall, "procedure")
    elif how == "withdrawn":
        case_id = result_withdrawn(hall)
    else:
        case_id = hall.closed()
        act(hall, "record_result_end", case_id)
    if cancelled:
        act(hall, "cancel_result", case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    receipt = act(hall, "restore_result", case_id)
    assert receipt.facts["annulled"] == how
    assert state(hall, case_id) == "valid"
    case = hall.case(case_id)
    assert (case.result_ends, case.forewarned, case.facts_told) == ((), None, None)
    told = text_of(hall, case_id, "restoration_notice")
    for words in ("恢复效力，有效期限不变", "阳江市人民政府于2026年11月24日以行政复议决定", "阳府复决〔2026〕12号"):
        assert words in told
    assert ("而办理的注销同时失效" in told) is cancelled
    for words in ("第六十九条", "第七十条第四项", "第八条"):  # what had ended it is no basis of giving it back
        assert words not in told
    listed = document_list(case, vault.documents(hall.platform, case_id)).documents
    ended = {one.kind: one.ended for one in listed if one.ended}
    assert set(ended) == {one.kind for one in listed if one.kind in ENDINGS}
    for one in listed:
        assert one.ended is None or (one.ended.state, one.ended.reference) == (None, "阳府复决〔2026〕12号")
        assert (
            one.number is None or one.kind not in ("revocation_decision", "withdrawal_decision") or one.number in told
        )
    event = hall.events(case_id)[-1]
    assert (event.type, event.data["annulled"], event.data["decided_on"]) == ("result_restored", how, str(TODAY))
    assert "证据不足" not in event.model_dump_json()


@pytest.mark.law("7.1")
def test_a_cancellation_that_was_annulled_gives_the_licence_back(hall: Hall):
    case_id = hall.closed()
    act(hall, "cancel_result", case_id)
    act(hall, "restore_result", case_id, by="court", organ="阳江市江城区人民法院")
    assert state(hall, case_id) == "valid"
    assert "《中华人民共和国行政诉讼法》第七十条" in text_of(hall, case_id, "restoration_notice")
    act(hall, "cancel_result", case_id)
    assert state(hall, case_id) == "cancelled"


@pytest.mark.law("7.1")
def test_another_end_needs_another_notice(hall: Hall):
    case_id = result_withdrawn(hall)
    act(hall, "restore_result", case_id)
    with pytest.raises(Invalid) as untold:
        act(hall, "withdraw_result", case_id)
    assert [one.code for one in untold.value.errors] == ["not_forewarned"]
    act(hall, "forewarn", case_id, **TO_WITHDRAW)
    act(hall, "withdraw_result", case_id)
    assert state(hall, case_id) == "withdrawn"


def test_only_the_decision_that_has_ended_it_is_annulled_and_not_before_it_was_taken(hall: Hall):
    case_id = hall.closed()
    with pytest.raises(Conflict) as nothing:
        act(hall, "restore_result", case_id)
    assert nothing.value.code == "nothing_to_restore"
    act(hall, "forewarn", case_id, **TO_WITHDRAW)
    act(hall, "withdraw_result", case_id)
    act(hall, "cancel_result", case_id)
    for said, pointer, code in (
        ({"annulled": "cancelled"}, "/annulled", "annulled_other"),
        ({"decided_on": "2026-11-23"}, "/decided_on", "annulled_day"),
        ({"decided_on": "2026-11-25"}, "/decided_on", "annulled_day"),
    ):
        with pytest.raises(Invalid) as wrong:
            act(hall, "restore_result", case_id, **said)
        assert [(one.pointer, one.code) for one in wrong.value.errors] == [(pointer, code)]
    assert state(hall, case_id) == "cancelled"


def test_the_day_of_a_penalty_is_not_that_of_its_record(hall: Hall):
    """A penalty of last year may have been annulled before anybody recorded it here."""
    ended: dict[str, Any] = {"state": "revoked_as_penalty", "ground": "revoked_as_penalty", "words": "", "article": ""}
    end = ResultEnd(at=hall.clock.at, reference="阳市监罚〔2026〕3号", **ended)
    assert restoring_faults(end, "revoked_as_penalty", date(2026, 11, 3), TODAY, date(2026, 11, 2)) == []
    (early,) = restoring_faults(end, "revoked_as_penalty", date(2026, 11, 1), TODAY, date(2026, 11, 2))
    assert early.code == "annulled_day"


@pytest.mark.law("7.1")
def test_a_revocation_for_fraud_is_annulled_with_its_finding(hall: Hall):
    case_id = revoked(hall)
    with pytest.raises(Conflict) as finding:
        act(hall, "restore_result", case_id)
    assert finding.value.code == "finding_to_lift"
    act(hall, "lift_bar", case_id)
    act(hall, "forewarn", case_id, **TO_REVOKE | {"ground": "unqualified"})
    act(hall, "revoke_result", case_id, ground="unqualified")
    act(hall, "restore_result", case_id)
    assert state(hall, case_id) == "valid"


def test_a_successor_is_not_taken_back_by_it(hall: Hall):
    """What a newer certificate has replaced is not valid beside it."""
    for how in ("changed", "renewed"):
        end = ResultEnd(state=how, at=hall.clock.at, ground=how, words="", article="")
        (other,) = restoring_faults(end, "cancelled", TODAY, TODAY, TODAY)
        assert other.code == "annulled_other"


@pytest.mark.law("7.1")
@pytest.mark.parametrize("delivered", [False, True])
def test_a_certificate_that_was_kept_back_is_handed_over_or_counts_from_that_day(hall: Hall, delivered: bool):
    case_id = withdrawn_at_the_window(hall)
    handed_over_once_given_back(hall, case_id, "restore_result", "撤回行政许可决定书", delivered=delivered)


@pytest.mark.law("7.1")
def test_the_organ_above_revokes_what_its_subordinate_has_granted(hall: Hall):
    """行政许可法69(1): that decision is taken elsewhere, and recorded here with its ground and its bar."""
    case_id = hall.closed()
    said = {"state": "revoked", "reference": "粤市监撤〔2026〕1号", "decided_on": str(TODAY)}
    act(hall, "record_result_end", case_id, **said, ground="beyond_power")
    (end,) = hall.case(case_id).result_ends
    assert (end.state, end.article, end.reference) == ("revoked", "第六十九条第一款第二项", said["reference"])
    assert hall.case(case_id).falsehood is None
    act(hall, "restore_result", case_id)
    act(hall, "record_result_end", case_id, **said, ground="deception")
    assert state(hall, case_id) == "revoked"
    found = hall.case(case_id).falsehood
    assert found
    assert (found.barred_until, found.reference, found.document) == (date(2029, 11, 24), said["reference"], None)
    hall.people.lift_bar(case_id, hall.caller(CHIEF, case_id))
    assert state(hall, case_id) == "valid"


@pytest.mark.law("7.1")
def test_what_silence_had_renewed_is_given_back_for_its_new_term(hall: Hall):
    """The notice tells the last day that verification tells, and not that of the term before."""
    again = hall.case(renewed(hall))
    assert again.renews is not None
    old, until = again.renews.case, term_of(again).until
    assert until is not None
    act(hall, "forewarn", old, **TO_WITHDRAW)
    act(hall, "withdraw_result", old)
    act(hall, "restore_result", old)
    assert state(hall, old) == "valid"
    assert f"有效期限不变，至{chinese_date(until)}（含当日）" in text_of(hall, old, "restoration_notice")
