"""A parent applies for the card of a child: the child is the holder, on the certificate, its PDF and the paper."""

from typing import Any

import pytest

from local.demo.application import CARD_ANSWERS
from tests.e2e.files import text_of
from tests.e2e.hall import ISSUER, Hall
from tests.e2e.people import CARD, LIN

CHILD = {"name": "林小例", "id_number": "441702202609180021"}
ABOUT: dict[str, Any] = {
    "holder_is_applicant": False,
    "child_name": CHILD["name"],
    "child_id_number": CHILD["id_number"],
    "child_birth_date": "2026-09-18",
    "guardian_relation": "father",
}


@pytest.mark.requirement("R38")
def test_a_child_is_the_holder_of_the_card(hall: Hall) -> None:
    form = {"applicant": {"kind": "自然人", **LIN}, "answers": {**CARD_ANSWERS, **ABOUT}}
    case_id = hall.draft(CARD, "citizen-lin", form)
    hall.hand_in(case_id, "01", "03", who="citizen-lin")
    hall.do("citizen-lin", "POST", f"/applications/{case_id}/submit")
    refused = hall.ask(
        "clerk-social", "POST", f"/cases/{case_id}/accept", {}, etag=hall.etag("clerk-social", f"/cases/{case_id}")
    )
    assert [error["code"] for error in refused.json()["errors"]] == ["guardianship_unproven"]
    proof = {"guardianship": {"proof": "出生医学证明", "seen": True}}
    hall.do("clerk-social", "POST", f"/cases/{case_id}/accept", proof)
    hall.task(case_id, "decide")
    hall.decide(case_id, "si")
    hall.compared(case_id)
    shown = hall.client.get(ISSUER, f"/cases/{case_id}/certificate?purpose=issue").json()
    face = {line["key"]: line["value"] for line in shown["face"]}
    assert (shown["holder"], face["holder"], face["holder_id"]) == (CHILD["name"], CHILD["name"], CHILD["id_number"])
    masked = {
        line["key"]: line["value"] for line in hall.client.get(ISSUER, f"/cases/{case_id}/certificate").json()["face"]
    }
    assert (masked["holder"], masked["holder_id"]) == ("***", "4417**************")  # of a child nothing but the start
    hall.delivered(case_id, CARD)
    link = hall.client.get("citizen-lin", f"/applications/{case_id}/documents/certificate").json()
    text = text_of(hall.http.get(link["url"]).content)
    assert CHILD["name"] in text
    assert CHILD["id_number"] in text
    assert LIN["name"] not in text
    exported = hall.client.get("citizen-lin", "/me/export?limit=5").json()
    (own,) = [case for case in exported["cases"] if case["application"]["id"] == case_id]
    assert "certificate" in [document["kind"] for document in own["documents"]]
