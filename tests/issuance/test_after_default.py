"""A default of the commitment is seen before the result is handed over; the decision stands until it is revoked."""

import pytest
from pydantic import ValidationError

from chalicelib.cases.api.pledge_answers import pledge_answer
from chalicelib.cases.model import Status
from chalicelib.cases.model.pledge import HandedOver
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Conflict, Invalid
from chalicelib.issuance.acts.deliver import Recipient, deliver
from chalicelib.issuance.model.after_default import AfterDefault
from proofs.kit import pledges
from proofs.kit.applications import VENUE
from proofs.kit.cast import ISSUER
from proofs.kit.hall import Hall

REPLIED = AfterDefault(ground="department_replied", reference="消函〔2026〕1号")


def compared(hall: Hall, case_id: str) -> str:
    hall.carry_out_everything()
    hall.issue_documents()
    hall.compare(case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    return case_id


def handed(hall: Hall, case_id: str, default: AfterDefault | None) -> None:
    recipient = Recipient.model_validate(VENUE.recipient)
    deliver(hall.platform, hall.caller(ISSUER, case_id), case_id, recipient, default)


@pytest.mark.parametrize("repaired", [False, True])
def test_nothing_is_handed_over_before_the_default_was_seen(hall: Hall, *, repaired: bool):
    case_id = pledges.broken(hall)
    if repaired:
        hall.people.repair_credit(case_id, hall.caller(pledges.CHIEF, case_id))
    compared(hall, case_id)
    before = hall.everything()
    with pytest.raises(Conflict) as refused:
        handed(hall, case_id, None)
    assert refused.value.code == "default_recorded"
    assert "after_default" in (refused.value.detail or "")
    assert hall.everything() == before

    handed(hall, case_id, REPLIED)
    shown = pledge_answer(hall.case(case_id))
    assert shown
    assert shown.handed_over == HandedOver(ground="department_replied", reference="消函〔2026〕1号")
    event = hall.events(case_id)[-1]
    assert event.type == "delivered"
    assert event.data["after_default"] == {"ground": "department_replied", "reference": "消函〔2026〕1号"}
    assert hall.case(case_id).status is Status.DELIVERED
    record = hall.rows(case_id, f"{keys.DOCUMENT}{event.data['document']}")[0]["data"]
    assert "仍然送达的依据：部门已书面答复（消函〔2026〕1号）。" in record


def test_where_no_default_is_recorded_nothing_is_confirmed(hall: Hall):
    case_id = compared(hall, pledges.granted(hall))
    with pytest.raises(Invalid) as refused:
        handed(hall, case_id, AfterDefault(ground="not_revoked"))
    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/after_default", "no_default_recorded")]
    handed(hall, case_id, None)
    shown, event = pledge_answer(hall.case(case_id)), hall.events(case_id)[-1]
    assert shown
    assert shown.handed_over is None
    assert "after_default" not in event.data


@pytest.mark.parametrize(
    "said", [{"ground": "department_replied"}, {"ground": "not_revoked", "reference": "消函〔2026〕1号"}, {}]
)
def test_only_an_answer_of_the_department_has_a_reference_and_needs_it(said: dict[str, str]):
    with pytest.raises(ValidationError):
        AfterDefault.model_validate(said)
