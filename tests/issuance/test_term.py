"""One term of what is granted: decision, certificate, register, verification and event say the same days."""

from datetime import date
from typing import Any

import pytest

from chalicelib.catalogue.model.validity import Stated
from chalicelib.documents.model.digest import canonical_digest
from chalicelib.documents.store import vault
from chalicelib.foundation.problems import Conflict, Invalid
from chalicelib.http.routes import Call
from chalicelib.issuance.acts.compare import certificate_shown
from chalicelib.issuance.api.public import Claim, verify_certificate
from chalicelib.issuance.api.verification import Verification
from chalicelib.issuance.store import register
from chalicelib.review.acts.decide import decide
from proofs.kit.hall import Hall
from tests.cases.test_every_item import brought_to_the_desk

pytestmark = [pytest.mark.usefixtures("quick_documents"), pytest.mark.requirement("R38", "R47")]
LATER = {"valid_from": "2026-12-10"}
TERM = "2026年12月10日至2026年12月20日"


def granted(hall: Hall, code: str, face: dict[str, Any], **validity: Any) -> str:
    case_id = brought_to_the_desk(hall, code)
    decide_it(hall, case_id, face, **validity)
    hall.carry_out_everything()
    hall.issue_documents()
    return case_id


def decide_it(hall: Hall, case_id: str, face: dict[str, Any], **validity: Any) -> dict[str, Any]:
    who = hall.people.decider(case_id)
    stated = hall.people.stated_face(case_id) | face
    term = Stated.model_validate(validity) if validity else None
    return dict(decide(hall.platform, hall.caller(who, case_id), case_id, "grant", [], term, face=stated).facts)


def text_of(hall: Hall, case_id: str, kind: str) -> str:
    return next(row.data for row in vault.whole_documents(hall.platform, case_id) if row.kind == kind)


def verified(hall: Hall, case_id: str) -> Verification:
    made = certificate_shown(hall.platform, hall.case(case_id))
    claim = Claim.model_validate({"id": made.identifier, "sha": canonical_digest(made), "issued": str(made.issued)})
    found = verify_certificate(Call(hall.platform, None, claim, "/v1/certificates/verify", "", "r-1", "*/*")).body
    assert isinstance(found, Verification)
    return found


@pytest.mark.parametrize("code", ["YM-I14", "YM-I17", "YM-I18", "YM-I21", "YM-P10"])
def test_every_paper_begins_on_the_day_that_the_face_states(hall: Hall, code: str):
    case_id = granted(hall, code, LATER, until="2026-12-20")
    made = certificate_shown(hall.platform, hall.case(case_id))
    assert made.validity_text == TERM
    assert f'"value":"{TERM}"' in text_of(hall, case_id, "grant_decision")
    assert (hall.face(case_id)["valid_from"], hall.face(case_id)["valid_until"]) == tuple(TERM.split("至"))
    entry = register.find(hall.platform.table, made.identifier)
    assert entry is not None
    assert (entry.valid_from, entry.valid_until) == (date(2026, 12, 10), date(2026, 12, 20))
    event = next(event for event in hall.events(case_id) if event.type == "decided")
    assert (event.data["valid_from"], event.data["valid_until"]) == ("2026-12-10", "2026-12-20")
    if code == "YM-I18":  # its fee is due before the licence can be read
        with pytest.raises(Conflict):
            hall.compare(case_id)
        return
    hall.compare(case_id)
    found = verified(hall, case_id)
    assert (found.state, found.valid_from, found.valid_until) == ("pending", entry.valid_from, entry.valid_until)


def test_a_length_runs_from_the_first_day_of_the_term(hall: Hall):
    case_id = granted(hall, "YM-I17", LATER, months=1)
    assert certificate_shown(hall.platform, hall.case(case_id)).valid_until == date(2027, 1, 9)


@pytest.mark.parametrize(
    ("face", "until"),
    [({"valid_from": "2026-12-21"}, "2026-12-20"), ({"valid_from": "2026-11-23"}, "2026-12-20")],
)
def test_a_term_that_ends_before_it_begins_or_begins_before_the_decision_is_refused(
    hall: Hall, face: dict[str, Any], until: str
):
    case_id = brought_to_the_desk(hall, "YM-I17")
    before = hall.everything()
    with pytest.raises(Invalid) as refused:
        decide_it(hall, case_id, face, until=until)
    assert {error.pointer for error in refused.value.errors} == {"/face/valid_from"}
    assert hall.everything() == before


def test_a_first_day_that_was_stated_wrongly_is_put_right_in_the_decision_too(hall: Hall):
    case_id = granted(hall, "YM-I17", LATER, until="2026-12-20")
    hall.compare(case_id, face=hall.face(case_id) | {"valid_from": "2026年12月12日"})
    who = hall.people.decider(case_id)
    for wrong in ({"valid_from": "2026-12-21"}, {"valid_from": "2026-11-23"}):
        with pytest.raises(Invalid) as refused:
            hall.people.correct_result(case_id, hall.caller(who, case_id), face=wrong)
        assert [error.pointer for error in refused.value.errors] == ["/face/valid_from"]
    early = Stated.model_validate({"until": "2026-12-09"})
    with pytest.raises(Invalid):
        hall.people.correct_result(case_id, hall.caller(who, case_id), validity=early)
    hall.people.correct_result(case_id, hall.caller(who, case_id), face={"valid_from": "2026-12-12"})
    hall.carry_out_everything()
    hall.issue_documents()
    assert certificate_shown(hall.platform, hall.case(case_id)).validity_text == "2026年12月12日至2026年12月20日"
    correction = text_of(hall, case_id, "decision_correction")
    assert f"“{TERM}”更正为“2026年12月12日至2026年12月20日”" in correction
    event = next(event for event in hall.events(case_id) if event.type == "result_corrected")
    assert (event.data["valid_from"], event.data["valid_until"]) == ("2026-12-12", "2026-12-20")
