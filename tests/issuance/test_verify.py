"""证照核验: what the QR code says is true only of what was issued, and nothing else is told."""

from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.documents.model.digest import canonical_digest
from chalicelib.documents.store import vault
from chalicelib.issuance.api.public import Claim, Verification, verify_certificate
from chalicelib.issuance.model.certificate import CertificateData
from proofs.kit.hall import Hall

pytestmark = pytest.mark.usefixtures("quick_documents")


def verified(hall: Hall, claim: dict[str, Any]) -> Verification:
    call: Any = SimpleNamespace(platform=hall.platform, query=Claim.model_validate(claim))
    return verify_certificate(call).body  # pyright: ignore[reportReturnType]


@pytest.fixture
def claim(hall: Hall) -> dict[str, Any]:
    case_id = hall.decided()
    hall.carry_out_everything()
    row = vault.load(hall.platform, case_id, vault.CERTIFICATE)
    assert row is not None
    certificate = CertificateData.model_validate_json(row.data)
    return {"id": certificate.identifier, "sha": canonical_digest(certificate), "issued": str(certificate.issued)}


def test_what_was_issued_is_authentic(hall: Hall, claim: dict[str, Any]):
    answer = verified(hall, claim)
    assert (answer.authentic, answer.state, str(answer.valid_until)) == (True, "valid", "2031-11-23")
    assert "阳江示例餐饮" not in answer.model_dump_json()


@pytest.mark.parametrize("change", [{"id": "1.2.156"}, {"sha": "0" * 64}, {"issued": "2026-11-25"}])
def test_of_anything_else_nothing_is_told(hall: Hall, claim: dict[str, Any], change: dict[str, str]):
    assert verified(hall, claim | change) == Verification(authentic=False)


@pytest.mark.parametrize(("days", "state"), [(5 * 365 + 0, "valid"), (5 * 365 + 1, "expired")])
def test_the_last_day_is_still_valid(hall: Hall, claim: dict[str, Any], days: int, state: str):
    hall.clock.pass_time(days=days)
    assert verified(hall, claim).state == state
