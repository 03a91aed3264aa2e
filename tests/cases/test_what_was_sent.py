"""A refused correction points at what was sent, or at what has to be added; never at a field that nobody touched."""

import json
from datetime import date
from typing import Any

import pytest

from chalicelib.cases.model.form_changes import changed_form, sent_at
from chalicelib.catalogue.model import ItemDocument
from chalicelib.foundation.problems import Invalid
from chalicelib.issuance.acts.correct_result import correct_result
from local.catalogues import CITY_DIVISION, catalogue_of
from proofs.kit.cases_so_far import mismatched
from proofs.kit.cast import CHIEF
from proofs.kit.hall import Hall

NAME, USCC = "/applicant/name", "/applicant/uscc"
OTHER = {NAME: "阳江另一餐饮有限公司", USCC: "91441702MA5YM0012M"}
CARD: Any = next(one for one in catalogue_of(CITY_DIVISION)["items"] if one["id"] == "YM-S07")
ADULT = {"name": "林示例", "id_type": "居民身份证", "id_number": "44170219900307801X", "phone": "13800138000"}


def refused(item_form: dict[str, Any], fields: dict[str, Any]) -> list[tuple[str, str]]:
    item = ItemDocument.model_validate_json(json.dumps(CARD))
    with pytest.raises(Invalid) as wrong:
        changed_form(item, item_form, fields, date(2026, 11, 26))
    return [(error.pointer, error.code) for error in wrong.value.errors]


def test_a_field_that_becomes_wrong_by_another_is_told_of_the_change_as_a_whole():
    """The age was not sent: the new number contradicts the day of birth that stands in the form."""
    answers = {"holder_is_applicant": True, "card_bank": "ccb", "age": 36}
    form = {"applicant": {"kind": "自然人", **ADULT, "birth_date": "1990-03-07"}, "answers": answers}
    found = refused(form, {"/applicant/id_number": "441702199506120021"})
    assert found
    assert {pointer for pointer, _ in found} == {"/fields"}


def test_a_field_that_has_to_be_added_is_pointed_at():
    answers = {"holder_is_applicant": True, "card_bank": "ccb", "age": 36}
    form = {"applicant": {"kind": "自然人", **ADULT}, "answers": answers}
    child = {"/applicant/id_number": "441702202001010016"}
    for pointer, code in refused(form, child):
        assert pointer in {sent_at(field) for field in child} or code.endswith("missing") or pointer == "/fields"


@pytest.mark.parametrize("sent", [[NAME], [USCC], [NAME, USCC]])
def test_a_corrected_result_names_only_what_was_sent(hall: Hall, sent: list[str]):
    case_id = mismatched(hall)
    fields = {pointer: OTHER[pointer] for pointer in sent}
    with pytest.raises(Invalid) as wrong:
        correct_result(hall.platform, hall.caller(CHIEF, case_id), case_id, "照面信息有误", fields)
    assert [error.pointer for error in wrong.value.errors] == [sent_at(pointer) for pointer in sent]
