"""证照核验: what the QR code says is true only of what was issued, and nothing else is told."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from chalice.app import Chalice
from chalice.test import Client, HTTPResponse

from chalicelib.documents.model.digest import canonical_digest
from chalicelib.documents.store import vault
from chalicelib.documents.store.vault import CERTIFICATE
from chalicelib.foundation import platform as platforms
from chalicelib.http.routes import Answer, Call
from chalicelib.issuance.api import public
from chalicelib.issuance.api.public import Claim, verify_certificate
from chalicelib.issuance.api.verification import Verification, page
from chalicelib.issuance.model.certificate import CertificateData
from chalicelib.issuance.store import register
from proofs.kit.cast import CHIEF
from proofs.kit.hall import Hall

pytestmark = pytest.mark.usefixtures("quick_documents")


def verified(hall: Hall, claim: dict[str, Any]) -> Verification:
    answer = answered(hall, claim, "*/*")
    assert isinstance(answer.body, Verification)
    return answer.body


def answered(hall: Hall, claim: dict[str, Any], accept: str) -> Answer:
    asked = Claim.model_validate(claim)
    return verify_certificate(Call(hall.platform, None, asked, "/v1/certificates/verify", "", "r-1", accept))


def claim_of(hall: Hall, case_id: str) -> dict[str, Any]:
    row = vault.load_whole(hall.platform, case_id, vault.CERTIFICATE)
    assert row is not None
    certificate = CertificateData.model_validate_json(row.data)
    return {"id": certificate.identifier, "sha": canonical_digest(certificate), "issued": str(certificate.issued)}


@pytest.fixture
def claim(hall: Hall) -> dict[str, Any]:
    return claim_of(hall, hall.closed())


def comparing(hall: Hall) -> str:
    case_id = hall.decided()
    hall.carry_out_everything()
    return case_id


@pytest.mark.requirement("R38")
def test_before_the_comparison_the_public_knows_nothing(hall: Hall):
    case_id = comparing(hall)
    assert verified(hall, claim_of(hall, case_id)) == Verification(authentic=False)
    hall.compare(case_id, face=hall.face(case_id) | {"holder": "别的公司"})
    assert verified(hall, claim_of(hall, case_id)) == Verification(authentic=False)


@pytest.mark.requirement("R38", "R40")
def test_of_a_superseded_one_the_public_is_told_that_it_is_valid_for_nobody(hall: Hall):
    case_id = comparing(hall)
    wrong = claim_of(hall, case_id)
    hall.compare(case_id, face=hall.face(case_id) | {"holder": "别的公司"})
    hall.people.correct_result(case_id, hall.caller(CHIEF, case_id), reason="证照内容有误")
    hall.carry_out_everything()
    assert (verified(hall, wrong).authentic, verified(hall, wrong).state) == (True, "superseded")
    assert "自始无效" in str(answered(hall, wrong, "text/html").body)
    assert verified(hall, claim_of(hall, case_id)) == Verification(authentic=False)
    hall.compare(case_id)
    hall.issue_documents()
    hall.deliver(case_id)
    assert [verified(hall, claim).state for claim in (wrong, claim_of(hall, case_id))] == ["superseded", "valid"]


@pytest.mark.requirement("R40")
def test_it_is_valid_only_from_its_delivery(hall: Hall):
    case_id = hall.ready_to_collect()
    before = verified(hall, claim_of(hall, case_id))
    assert (before.authentic, before.state) == (True, "pending")
    hall.clock.pass_time(days=1)
    hall.deliver(case_id)
    assert verified(hall, claim_of(hall, case_id)).state == "valid"


def test_before_the_first_day_of_its_term_it_is_not_valid():
    entry = register.Registered(
        title="证",
        number="1",
        organ="某局",
        issued=date(2026, 11, 24),
        valid_from=date(2026, 12, 1),
        digest="0",
        compared_on=date(2026, 11, 24),
        delivered_on=date(2026, 11, 24),
    )
    assert [entry.state(date(2026, *day)) for day in ((11, 30), (12, 1))] == ["pending", "valid"]


def test_what_was_issued_is_authentic(hall: Hall, claim: dict[str, Any]):
    answer = verified(hall, claim)
    assert (answer.authentic, answer.state, str(answer.valid_until)) == (True, "valid", "2031-11-23")
    assert "阳江示例餐饮" not in answer.model_dump_json()


def test_whoever_takes_the_digest_of_the_file_is_not_told_of_a_forgery(hall: Hall):
    """Both are called a SHA-256, and only one stands in the QR code."""
    case_id = hall.closed()
    claim = claim_of(hall, case_id)
    assert verified(hall, claim).matched == "content"
    hall.issue_documents()
    made = vault.load(hall.platform, case_id, CERTIFICATE)
    assert made
    answer = verified(hall, claim | {"sha": made.sha256})
    assert (answer.authentic, answer.matched, answer.state) == (True, "file", "valid")
    assert case_id not in answer.model_dump_json()
    another = vault.load(hall.platform, hall.closed(), CERTIFICATE)
    assert another
    assert verified(hall, claim | {"sha": another.sha256}) == Verification(authentic=False)
    assert verified(hall, claim | {"sha": made.sha256, "issued": "2026-11-25"}) == Verification(authentic=False)


@pytest.mark.parametrize("change", [{"id": "1.2.156"}, {"sha": "0" * 64}, {"issued": "2026-11-25"}])
def test_of_anything_else_nothing_is_told(hall: Hall, claim: dict[str, Any], change: dict[str, str]):
    assert verified(hall, claim | change) == Verification(authentic=False)


@pytest.mark.parametrize(("days", "state"), [(5 * 365 + 0, "valid"), (5 * 365 + 1, "expired")])
def test_the_last_day_is_still_valid(hall: Hall, claim: dict[str, Any], days: int, state: str):
    hall.clock.pass_time(days=days)
    assert verified(hall, claim).state == state


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


def test_a_browser_opens_a_page(hall: Hall, claim: dict[str, Any]):
    answer = answered(hall, claim, BROWSER)
    assert answer.content_type.startswith("text/html")
    assert answer.headers["Vary"] == "Accept"
    assert "script" not in answer.headers["Content-Security-Policy"]
    read = str(answer.body)
    for words in ("确由本平台签发", "有效", "2031年11月23日", "演示样本", verified(hall, claim).number or "-"):
        assert words in read
    assert "阳江示例餐饮" not in read
    assert "<script" not in read


def test_a_page_says_what_is_not_valid_yet_and_prints_no_end_that_there_is_not(hall: Hall):
    case_id = hall.ready_to_collect()
    waiting = str(answered(hall, claim_of(hall, case_id), BROWSER).body)
    assert "尚未生效" in waiting
    assert "确由本平台签发" not in waiting
    shown = page(Verification(authentic=True, title="证", state="valid", validity="三个月内开工"), sample=True)
    assert "三个月内开工" in shown
    assert "有效期至" not in shown
    assert "长期" not in shown


def test_a_browser_is_told_plainly_what_we_have_not_issued(hall: Hall, claim: dict[str, Any]):
    page = str(answered(hall, claim | {"id": "<script>alert(1)</script>"}, BROWSER).body)
    assert "未能核实" in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        (BROWSER, True),
        ("text/html", True),
        ("text/*", True),
        ("application/json, text/html;q=0.9", False),
        ("application/json", False),
        ("*/*", False),
        ("", False),
        ("text/html;q=0", False),
        ("text/html;q=nonsense, */*", False),
    ],
)
def test_json_unless_html_is_wanted_more(accept: str, page: bool):
    assert Call(None, None, None, "", "", "", accept).wants_page is page  # type: ignore[arg-type]


def opened(hall: Hall, query: dict[str, str], accept: str = BROWSER) -> HTTPResponse:
    """The address behind the code, as the server gets it."""
    app = Chalice("codes")
    public.api.register(app, {"url_prefix": "/v1"})
    platforms.use(hall.platform)
    try:
        with Client(app) as client:
            return client.http.get(f"/v1/certificates/verify?{urlencode(query)}", headers={"Accept": accept})
    finally:
        platforms.use(None)


@pytest.mark.parametrize("appended", [{"from": "singlemessage", "isappinstalled": "0"}, {"utm_source": "x"}])
def test_what_an_app_appends_to_the_address_changes_nothing(
    hall: Hall, claim: dict[str, Any], appended: dict[str, str]
):
    assert "确由本平台签发" in opened(hall, claim | appended).body.decode()
    assert opened(hall, claim | appended, "application/json").json_body["authentic"] is True


@pytest.mark.parametrize("cut", [{"issued": "2026-"}, {"sha": "ab"}, {"id": "1" * 121}, {"sha": None}])
def test_a_browser_gets_a_page_for_a_broken_address_too(hall: Hall, claim: dict[str, Any], cut: dict[str, Any]):
    query = {name: value for name, value in (claim | cut).items() if value is not None}
    answer = opened(hall, query)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "二维码不完整" in answer.body.decode()
    assert answer.headers["Vary"] == "Accept"
    refused = opened(hall, query, "application/json")
    assert (refused.status_code, refused.json_body["code"]) == (422, "invalid_query")
