"""The result prints the fee that was ordered, and no other (行政许可法58, 59; R38, R70)."""

import json
from typing import Any

import pytest

from chalicelib.catalogue import store
from chalicelib.catalogue.model.record import ResultField
from chalicelib.catalogue.model.settling import SETTLED_AFTER
from chalicelib.foundation.problems import Invalid
from chalicelib.review.acts.decide import decide
from local.simple_register import power_letter
from proofs.kit.cast import CHIEF
from proofs.kit.catalogue import item_document, publish
from proofs.kit.fees import DEPARTMENT, FEN, ITEM, fee_of
from proofs.kit.hall import Hall
from proofs.kit.register import change_letters

LINE = {"key": "fee", "title": "审查费", "type": "money", "from": "decision"}


def reviewed(hall: Hall, *, ordered: bool, **fee: Any) -> str:
    """A case whose result has a line for the fee."""
    hall.draft()  # from here on nothing is remembered of cases that were played under the first version
    store.forget()
    lines = (*item_document(ITEM).result_fields, ResultField.model_validate_json(json.dumps(LINE)))
    publish(hall.platform, ITEM, version=2, fee=fee_of(**fee), result_fields=lines)
    hall.clock.pass_time(SETTLED_AFTER)
    letter = power_letter(hall.platform.settings.division, DEPARTMENT, [ITEM], powers=[1, 2, 3, 4, 5, 6])
    change_letters(hall.platform, DEPARTMENT, power_letters=(letter,))
    hall.wall.pass_time(SETTLED_AFTER)
    case_id = hall.reviewed()
    if ordered:
        hall.people.order_fee(case_id, hall.caller(CHIEF, case_id))
        hall.carry_out_everything()
    return case_id


def grant(hall: Hall, case_id: str, face: dict[str, Any]) -> Any:
    decide(hall.platform, hall.caller(CHIEF, case_id), case_id, "grant", [], face=face)
    return (hall.case(case_id).face or {})["fee"]


@pytest.mark.requirement("R38", "R70")
@pytest.mark.parametrize("ordered", [True, False])
def test_the_result_says_no_other_fee_than_the_order_or_the_standard(hall: Hall, *, ordered: bool):
    case_id = reviewed(hall, ordered=ordered)
    with pytest.raises(Invalid) as refused:
        grant(hall, case_id, {"fee": 1})
    (error,) = refused.value.errors
    assert (error.pointer, error.code, f"{FEN // 100}元" in error.message) == ("/face/fee", "fee_differs", True)
    assert grant(hall, case_id, {"fee": FEN // 100} if ordered else {}) == FEN // 100


@pytest.mark.requirement("R38", "R70")
def test_a_result_for_which_nothing_may_be_charged_says_so(hall: Hall):
    case_id = reviewed(hall, ordered=False, charge="conditional", condition="agent==true")
    with pytest.raises(Invalid):
        grant(hall, case_id, {"fee": 300})
    assert grant(hall, case_id, {}) == 0


@pytest.mark.requirement("R38")
def test_where_the_platform_cannot_say_what_is_charged_the_officer_does(hall: Hall):
    case_id = reviewed(hall, ordered=False, basis="本市收费惯例")
    assert grant(hall, case_id, {"fee": 12.5}) == 12.5
