"""上报件: the organ above has made the result, and it alone finds a falsehood and ends it (行政许可法8, 69, 70, 78)."""

from typing import Any

import pytest

from chalicelib.durable.caller import Receipt
from chalicelib.foundation.problems import Conflict, Forbidden, NotFound
from proofs.kit.adverse_acts import FALSE, INTENDED, TO_REVOKE, TO_WITHDRAW, WAIVED
from proofs.kit.applications import AGENCY
from proofs.kit.cases_so_far import SUPERIOR, granted_above, reported, result_withdrawn
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from tests.issuance.test_result_ends import state, text_of

pytestmark = pytest.mark.usefixtures("quick_documents")
CHIEF = "chief-tour"
ORGAN = "广东省文化和旅游厅"
FALSEHOOD = {"ground": "false_materials", "heard": WAIVED}


def above(hall: Hall, name: str, case_id: str, **said: Any) -> Receipt:
    return getattr(hall.people, name)(case_id, hall.caller(SUPERIOR, case_id), **said)


@pytest.mark.law("7.1")
def test_the_organ_that_has_granted_it_revokes_it_in_its_own_name(hall: Hall):
    case_id = granted_above(hall)
    above(hall, "forewarn", case_id, **TO_REVOKE | {"ground": "unqualified"})
    above(hall, "revoke_result", case_id, ground="unqualified")
    assert state(hall, case_id) == "revoked"
    for kind in ("forewarning", "revocation_decision"):
        assert ORGAN in text_of(hall, case_id, kind)
    above(hall, "cancel_result", case_id)
    assert state(hall, case_id) == "cancelled"
    above(hall, "restore_result", case_id, organ="中华人民共和国文化和旅游部")
    assert hall.case(case_id).result_ends == ()
    assert ORGAN in text_of(hall, case_id, "restoration_notice")


@pytest.mark.law("7.1")
def test_it_withdraws_it_and_records_a_penalty(hall: Hall):
    for case_id, name, told in (
        (granted_above(hall), "withdraw_result", TO_WITHDRAW),
        (granted_above(hall), "record_result_end", None),
    ):
        if told:
            above(hall, "forewarn", case_id, **told)
        above(hall, name, case_id)
        assert state(hall, case_id) == ("withdrawn" if told else "revoked_as_penalty")


@pytest.mark.law("7.1")
def test_the_department_here_ends_nothing_that_was_granted_above(hall: Hall):
    case_id = granted_above(hall)
    for name, said in (
        ("revoke_result", {}),
        ("withdraw_result", {}),
        ("cancel_result", {}),
        ("record_result_end", {}),
        ("restore_result", {}),
        ("lift_bar", {}),
    ):
        with pytest.raises(Forbidden) as refused:
            getattr(hall.people, name)(case_id, hall.caller(CHIEF, case_id), **said)
        assert refused.value.more["condition"]["code"] == "decided_above"
    with pytest.raises(Conflict) as untold:
        hall.people.forewarn(case_id, hall.caller(CHIEF, case_id), **TO_WITHDRAW)
    assert untold.value.code == "told_above"
    assert state(hall, case_id) == "pending"


def test_of_a_case_that_was_not_reported_to_it_the_organ_above_hears_nothing(hall: Hall):
    case_id = result_withdrawn(hall)
    for name in ("forewarn", "restore_result"):
        with pytest.raises(NotFound):
            above(hall, name, case_id)


@pytest.mark.law("1.10")
def test_a_falsehood_is_found_by_the_organ_that_decides(hall: Hall):
    case_id = reported(hall)
    with pytest.raises(Conflict) as below:
        hall.people.forewarn(case_id, hall.caller(CHIEF, case_id), **INTENDED)
    assert below.value.code == "told_above"
    above(hall, "forewarn", case_id, **INTENDED)
    receipt = hall.people.refuse_false_above(case_id, hall.caller(SUPERIOR, case_id))
    assert receipt.facts["falsehood"] == FALSE["ground"]
    told = text_of(hall, case_id, "refusal_decision")
    for words in (ORGAN, "房屋租赁合同系伪造", "第七十八条，给予你单位警告"):
        assert words in told
    above(hall, "lift_bar", case_id)
    found = hall.case(case_id).falsehood
    assert found
    assert found.lifted
    assert ORGAN in text_of(hall, case_id, "bar_lifted_notice")


def test_what_was_told_before_the_acceptance_is_answered_again(hall: Hall):
    """Seed 4253 of the soak: the same request once more, after the case had become the organ's above."""
    case_id = hall.submitted(AGENCY.item)
    caller = hall.caller(CHIEF, case_id)
    told = hall.people.forewarn(case_id, caller, **INTENDED)
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    assert hall.people.forewarn(case_id, caller, **INTENDED) == told
