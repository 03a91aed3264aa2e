"""A fee that is counted by days is that of the days that are granted, not of those applied for (城市道路管理条例37)."""

from typing import Any

import pytest

from chalicelib.catalogue.model.settling import SETTLED_AFTER
from chalicelib.foundation.problems import Invalid
from chalicelib.issuance.acts.annul_fee import annul_fee
from chalicelib.issuance.acts.order_fee import order_fee
from local.simple_register import power_letter
from proofs.kit.applications import application_of
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import item_document, publish
from proofs.kit.hall import Hall
from proofs.kit.register import change_letters
from tests.cases.test_every_item import publish_unless_there
from tests.issuance.test_term import decide_it

ROAD = "YM-I18"
# 85 square metres for eleven days at half a yuan; for two days.
APPLIED, GRANTED = 46_750, 8_500


def to_decide(hall: Hall, *, before_issue: bool = True) -> str:
    wanted = application_of(ROAD)
    publish_unless_there(hall, ROAD)
    if not before_issue:
        publish(hall.platform, ROAD, version=2, fee=item_document(ROAD).fee.model_copy(update={"due": None}))
        hall.clock.pass_time(SETTLED_AFTER)
        hall.wall.pass_time(SETTLED_AFTER)
    letter = power_letter(hall.platform.settings.division, wanted.department, [ROAD], powers=[1, 2, 3, 4, 5, 6])
    change_letters(hall.platform, wanted.department, power_letters=(letter,))
    answers = {key: value for key, value in wanted.answers.items() if key != "road_age_years"}
    answers |= {"occupy_kind": "occupy", "period": ["2026-12-20", "2026-12-30"]}
    case_id = hall.draft(ROAD, filled={**wanted.form, "answers": answers})
    hall.hand_in(case_id, *hall.required_lines(case_id))
    hall.people.submit(case_id, hall.caller(wanted.who, case_id))
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    hall.carry_out_everything()
    hall.answer(case_id, by=f"officer-{wanted.department}")
    hall.carry_out_everything()
    return case_id


def grant(hall: Hall, case_id: str, until: str) -> None:
    decide_it(hall, case_id, {"valid_from": "2026-12-20"}, until=until)


def order(hall: Hall, case_id: str) -> int:
    order_fee(hall.platform, hall.caller(hall.people.decider(case_id), case_id), case_id)
    fee = hall.case(case_id).fee
    assert fee is not None
    return fee.fen


@pytest.mark.requirement("R70")
@pytest.mark.parametrize("until", ["2026-12-21", "2036-12-21"])
def test_nothing_is_granted_for_other_days_than_those_that_were_charged(hall: Hall, until: str):
    case_id = to_decide(hall)
    assert order(hall, case_id) == APPLIED
    with pytest.raises(Invalid) as refused:
        grant(hall, case_id, until)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/validity", "fee_term_differs")]
    assert "467.50元" in refused.value.errors[0].message
    grant(hall, case_id, "2026-12-30")


@pytest.mark.requirement("R70")
def test_what_was_charged_for_other_days_is_annulled_and_ordered_by_the_days_granted(hall: Hall):
    case_id = to_decide(hall)
    assert order(hall, case_id) == APPLIED
    annul_fee(hall.platform, hall.caller(hall.people.decider(case_id), case_id), case_id, "wrong_quantity")
    face: dict[str, Any] = {"valid_from": "2026-12-20", "fee": GRANTED / 100}
    decide_it(hall, case_id, face, until="2026-12-21")
    hall.carry_out_everything()
    assert order(hall, case_id) == GRANTED


@pytest.mark.requirement("R70")
def test_what_is_ordered_after_the_grant_is_counted_and_printed_by_the_days_granted(hall: Hall):
    case_id = to_decide(hall)
    grant(hall, case_id, "2026-12-21")
    hall.carry_out_everything()
    assert ((hall.case(case_id).face or {})["fee"], order(hall, case_id)) == (GRANTED // 100, GRANTED)
