"""A certificate's data, its digest and its verification text."""

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import ValidationError

from chalicelib.documents.model.digest import canonical_digest
from chalicelib.documents.model.notice import Seal
from chalicelib.issuance.model.certificate import CertificateData, verification_text
from tests.documents.model.examples import a_certificate


def test_the_digest_can_be_recomputed_from_stored_fields():
    certificate = a_certificate()
    again = CertificateData.model_validate_json(certificate.model_dump_json())
    assert canonical_digest(again) == canonical_digest(certificate)
    assert canonical_digest(Seal(id="1", organ="局")) == (
        # printf '{"id":"1","name":"行政审批专用章","organ":"局"}' | sha256sum
        "f2099501ddc13f36eecf78f292e49d86824b78a17d7301e219ac11acaaa2cf4c"
    )


@pytest.mark.parametrize("change", [{"holder": "别人"}, {"valid_until": None}, {"number": "X"}, {"sample": False}])
def test_the_digest_follows_every_field(change: dict[str, object]):
    assert canonical_digest(a_certificate(**change)) != canonical_digest(a_certificate())


def test_verification_names_identifier_digest_and_day_but_no_person():
    certificate = a_certificate()
    claim = {"id": certificate.identifier, "sha": canonical_digest(certificate), "issued": "2026-11-23"}
    assert json.loads(verification_text(certificate)) == claim
    address = urlsplit(verification_text(certificate, verify_at="https://hall.example/verify"))
    assert (address.scheme, address.netloc, address.path) == ("https", "hall.example", "/verify")
    assert {name: values[0] for name, values in parse_qs(address.query).items()} == claim


@pytest.mark.parametrize(("until", "text"), [(date(2031, 11, 22), "2026年11月23日至2031年11月22日"), (None, None)])
def test_validity_as_people_read_it(until: date | None, text: str | None):
    assert a_certificate(valid_until=until).printable()["validity_text"] == text


def test_a_certificate_needs_an_identifier_and_an_order_of_days():
    with pytest.raises(ValidationError, match="identifier"):
        a_certificate(identifier="JY1")
    with pytest.raises(ValidationError, match="expire"):
        a_certificate(valid_until=date(2026, 11, 22))
