"""A grant says how long it is valid where the item leaves it to the decision, and the certificate prints just that."""

from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.catalogue import store
from chalicelib.catalogue.model.validity import Stated, Validity
from chalicelib.documents.store import vault
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Invalid
from chalicelib.foundation.validation import field_errors
from chalicelib.http.years import outside_years
from chalicelib.issuance.model.certificate import CertificateData
from chalicelib.review.acts.decide import decide
from chalicelib.review.api.department import Decision
from proofs.kit.cast import CHIEF
from proofs.kit.catalogue import item_document, publish
from proofs.kit.hall import Hall

STARTS_WITHIN = (
    "自领取施工许可证之日起三个月内开工；因故不能按期开工的，可以申请延期，延期以两次为限，每次不超过三个月；"
    "既不开工又不申请延期或者超过延期时限的，施工许可证自行废止"
)

pytestmark = pytest.mark.usefixtures("quick_documents")


def reviewed(hall: Hall, like: str) -> str:
    """A case of YM-P01 whose validity is that of another item."""
    validity = item_document(like).validity
    assert validity is not None
    return reviewed_under(hall, validity)


def reviewed_under(hall: Hall, validity: Validity) -> str:
    hall.draft()  # from here on nothing is remembered of cases that were played under the first version
    store.forget()
    publish(hall.platform, "YM-P01", version=2, validity=validity)
    return hall.reviewed()


def grant(hall: Hall, case_id: str, **stated: Any) -> dict[str, Any]:
    caller = hall.caller(CHIEF, case_id)
    validity = Stated.model_validate(stated) if stated else None
    receipt = decide(hall.platform, caller, case_id, "grant", [], validity)
    hall.carry_out_everything()
    return dict(receipt.facts)


def certificate(hall: Hall, case_id: str) -> CertificateData:
    row = vault.load_whole(hall.platform, case_id, vault.CERTIFICATE)
    assert row is not None
    return CertificateData.model_validate_json(row.data)


def decision(hall: Hall, case_id: str) -> str:
    return next(row for row in vault.whole_documents(hall.platform, case_id) if row.kind == "grant_decision").data


def test_a_decided_term_is_asked_for_and_goes_onto_every_paper(hall: Hall):
    case_id = reviewed(hall, "YM-S09")
    before = hall.everything()
    with pytest.raises(Invalid) as refused:
        grant(hall, case_id)
    assert (refused.value.code, refused.value.errors[0].pointer) == ("validity_missing", "/validity")
    with pytest.raises(Invalid) as refused:
        grant(hall, case_id, until="2031-11-24")
    assert (refused.value.code, refused.value.errors[0].pointer) == ("validity_out_of_bounds", "/validity/until")
    assert hall.everything() == before

    assert grant(hall, case_id, until="2029-06-30")["valid_until"] == "2029-06-30"
    made = certificate(hall, case_id)
    assert made.validity_text == "2026年11月24日至2029年6月30日"
    assert "2026年11月24日至2029年6月30日" in decision(hall, case_id)
    assert hall.face(case_id)["valid_until"] == "2029年6月30日"
    kept = hall.platform.table.get(keys.certificate(made.identifier))
    assert kept is not None
    assert kept["valid_until"] == "2029-06-30"
    assert next(event for event in hall.events(case_id) if event.type == "decided").data["valid_until"] == "2029-06-30"


def test_a_far_day_is_no_way_to_write_a_term_without_end(hall: Hall):
    """The item has no longest term of its own."""
    case_id = reviewed(hall, "YM-P10")
    before = hall.everything()
    with pytest.raises(Invalid) as refused:
        grant(hall, case_id, until="2126-11-24")
    assert (refused.value.code, refused.value.errors[0].pointer) == ("validity_too_long", "/validity/until")
    assert hall.everything() == before
    assert grant(hall, case_id, until="2126-11-23")["valid_until"] == "2126-11-23"


def test_a_day_beyond_the_years_that_are_counted_is_refused_at_its_field():
    body = {"outcome": "grant", "validity": {"until": "9999-12-31"}}
    found = [(one.pointer, one.code) for one in outside_years(Decision.model_validate(body))]
    assert found == [("/validity/until", "day_out_of_range")]


def test_where_the_item_allows_it_the_term_is_left_open(hall: Hall):
    case_id = reviewed(hall, "YM-P08")
    assert "valid_until" not in grant(hall, case_id)
    assert certificate(hall, case_id).valid_until is None


def test_a_fixed_term_is_not_typed(hall: Hall):
    case_id = hall.reviewed()
    with pytest.raises(Invalid) as refused:
        grant(hall, case_id, years=3)
    assert (refused.value.code, refused.value.errors[0].pointer) == ("validity_fixed", "/validity/years")
    grant(hall, case_id)
    assert certificate(hall, case_id).validity_text == "2026年11月24日至2031年11月23日"
    assert hall.case(case_id).validity


@pytest.mark.parametrize(
    ("like", "printed"),
    [("YM-I11", STARTS_WITHIN), ("YM-R02", None)],
)
def test_without_a_last_day_the_words_are_compared_or_nothing(hall: Hall, like: str, printed: str | None):
    case_id = reviewed(hall, like)
    grant(hall, case_id)
    made = certificate(hall, case_id)
    assert (made.valid_until, made.validity_text) == (None, printed)
    assert "长期" not in decision(hall, case_id) + made.model_dump_json() + str(made.printable())
    assert hall.face(case_id)["valid_until"] == (printed or "")
    assert hall.compare(case_id).facts["matched"] is True


def test_what_the_form_answers_decides(hall: Hall):
    """The rule of a clinic, about an answer that this form asks."""
    kept = item_document("YM-P03").validity
    assert kept is not None
    rules = tuple(
        rule.model_copy(update={"when": when})
        for rule, when in zip(kept.rules, ("vending==true", "vending==false"), strict=True)
    )
    case_id = reviewed_under(hall, kept.model_copy(update={"rules": rules}))
    assert grant(hall, case_id)["valid_until"] == "2041-11-23"


def test_a_refusal_has_no_term(hall: Hall):
    with pytest.raises(ValidationError) as refused:
        Decision.model_validate_json('{"outcome": "refuse", "reasons": ["不符合条件"], "validity": {"years": 1}}')
    assert [(error.pointer, error.code) for error in field_errors(refused.value)] == [
        ("/validity", "validity_of_refusal")
    ]
    assert Decision.model_validate_json('{"outcome": "grant", "validity": {"until": "2027-01-01"}}').validity
