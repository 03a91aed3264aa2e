"""docs/identity.md, row by row: the verifier refuses what the row forbids, and `yimen token check` names the row."""

import base64
import io
import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from chalicelib.access.actor import COMPANY_ID, Role
from chalicelib.access.jwks import JwksSource
from chalicelib.access.verifier import Verifier
from chalicelib.foundation.identity_documents import OF_CLAIM
from chalicelib.foundation.problems import Unauthenticated, Unavailable
from chalicelib.http.cors import EXPOSED
from chalicelib.http.openapi_problems import HEADERS as ANSWERED
from cli import tokens
from cli.tokens import Expected, wrongs
from tests.access.conftest import AUDIENCE, ISSUER, NOW

PAGE = (Path(__file__).parents[2] / "docs" / "identity.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| `([a-z_.]+)` \|.* \| 401 `(token_[a-z]+)` \|$", PAGE, re.MULTILINE))
ABSENT = object()
SECONDS = int(NOW.timestamp())
LIN: dict[str, Any] = {"kind": "person", "id_type": "resident_id", "number": "44170219900307801X", "name": "林示例"}
PASSPORT = {"kind": "person", "id_type": "passport", "number": "E12345678", "name": "JOHN DOE", "country": "USA"}
APPLICANT = {"role": "applicant", "department": ABSENT, "identity": LIN}
COMPANY: dict[str, Any] = {
    "role": "applicant",
    "department": ABSENT,
    "identity": {"kind": "company", "id_type": "uscc", "number": "91441702MA5YM00074", "name": "阳江示例餐饮有限公司"},
}
# Row -> (role's claims to begin with, what is changed), each of which must be refused.
BAD: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = {
    "iss": [({}, {"iss": f"{ISSUER}/"}), ({}, {"iss": ABSENT}), ({}, {"iss": 1})],
    "aud": [({}, {"aud": "other"}), ({}, {"aud": []}), ({}, {"aud": ABSENT}), ({}, {"aud": ["other", 1]})],
    "exp": [({}, {"exp": SECONDS - 60})],
    "iat": [({}, {"iat": SECONDS + 61}), ({}, {"iat": ABSENT}), ({}, {"iat": str(SECONDS)})],
    "nbf": [({}, {"nbf": SECONDS + 61}), ({}, {"nbf": "1"})],
    "sub": [({}, {"sub": ""}), ({}, {"sub": "s" * 129}), ({}, {"sub": ABSENT})],
    "role": [({}, {"role": "admin"}), ({}, {"role": ABSENT})],
    "name": [({}, {"name": " "}), ({}, {"name": "名" * 101}), ({}, {"name": ABSENT})],
    "region": [({}, {"region": "44170"}), ({}, {"region": "4417021"}), ({}, {"region": ABSENT})],
    "department": [
        *(
            ({}, {"role": role, "department": ABSENT})
            for role in ("officer", "chief_representative", "department_system")
        ),
        (APPLICANT, {"department": "food"}),
        ({}, {"department": "Food"}),
    ],
    "windows": [
        ({}, {"windows": "社会民生"}),
        ({}, {"windows": [""]}),
        ({}, {"windows": ["窗" * 21]}),
        ({}, {"windows": ["窗"] * 11}),
    ],
    "identity": [(APPLICANT, {"identity": ABSENT}), ({}, {"identity": LIN}), (APPLICANT, {"identity": "林示例"})],
    "identity.kind": [
        (APPLICANT, {"identity": {**LIN, "kind": "organ"}}),
        (APPLICANT, {"identity": {**LIN, "kind": "company"}}),
        (APPLICANT, {"identity": {**LIN, "id_type": "uscc", "number": "91441702MA5YM00074"}}),
    ],
    "identity.id_type": [(APPLICANT, {"identity": {**LIN, "id_type": "driving_licence"}})],
    "identity.number": [
        (APPLICANT, {"identity": {**LIN, "number": "441702199003078011"}}),
        (APPLICANT, {"identity": {name: value for name, value in LIN.items() if name != "number"}}),
    ],
    "identity.name": [(APPLICANT, {"identity": {**LIN, "name": ""}})],
    "identity.country": [
        (APPLICANT, {"identity": {name: value for name, value in PASSPORT.items() if name != "country"}}),
        (APPLICANT, {"identity": {**LIN, "country": "USA"}}),
    ],
    "operator": [
        (APPLICANT, {"operator": LIN}),
        (COMPANY, {"operator": "林示例"}),
        (COMPANY, {"operator": {**LIN, "post": "会计"}}),
        ({}, {"operator": LIN}),
    ],
    "operator.kind": [(COMPANY, {"operator": COMPANY["identity"]}), (COMPANY, {"operator": {**LIN, "kind": "organ"}})],
    "operator.number": [(COMPANY, {"operator": {**LIN, "number": "441702199003078011"}})],
    "operator.name": [(COMPANY, {"operator": {**LIN, "name": ""}})],
    "level": [(APPLICANT, {"level": 1}), (APPLICANT, {"level": 6}), (APPLICANT, {"level": "4"})],
}
HEADERS: dict[str, list[dict[str, Any]]] = {
    "alg": [{"alg": "HS256", "kid": "es"}, {"alg": "none", "kid": "es"}, {"alg": "RS256", "kid": "es"}],
    "kid": [{"alg": "ES256", "kid": "other"}, {"alg": "ES256"}, {"alg": "ES256", "kid": ""}],
    "crit": [{"alg": "ES256", "kid": "es", "crit": ["b64"]}, {"alg": "ES256", "kid": "es", "b64": True}],
}
CASES = [(row, before, change) for row, several in BAD.items() for before, change in several]
EXPECTED = Expected(ISSUER, AUDIENCE, NOW.timestamp())


@pytest.fixture
def token(claims, sign, signing_keys):
    def make(*changes: dict[str, Any]) -> str:
        chosen = claims
        for change in changes:
            chosen = chosen | change
        kept = {name: value for name, value in chosen.items() if value is not ABSENT}
        return sign(json.dumps(kept).encode(), signing_keys["es"], "ES256", kid="es").split(" ", 1)[-1]

    return make


def with_header(token: str, header: dict[str, Any]) -> str:
    first = base64.urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()
    return f"{first}.{token.split('.', 1)[1]}"


def found(token: str, source: JwksSource) -> list[tokens.Wrong]:
    return wrongs(token, EXPECTED, source, lambda: NOW)


def test_every_row_of_the_page_is_tried_and_no_other():
    assert ROWS.keys() == BAD.keys() | HEADERS.keys()


def test_the_page_tells_what_the_gateway_makes_of_the_header():
    remapped, _ = ANSWERED["WWWAuthenticate"]
    assert f"`{remapped}`" in PAGE
    assert remapped not in {name.lower() for name in EXPOSED}


def test_the_page_names_every_role_and_every_document():
    for word in (*Role, *OF_CLAIM, COMPANY_ID):
        assert f"`{word}`" in PAGE


@pytest.mark.parametrize(("row", "before", "change"), CASES, ids=[f"{row}-{n}" for n, (row, _, _) in enumerate(CASES)])
def test_a_claim_that_breaks_its_row_is_refused_and_named(verifier: Verifier, source, token, row, before, change):
    bad = token(before, change)
    with pytest.raises(Unauthenticated) as refused:
        verifier.verify(f"Bearer {bad}")
    assert refused.value.code == ROWS[row]
    named = found(bad, source)
    assert any(
        wrong.part == row or wrong.part.startswith(f"{row}.") or row.startswith(f"{wrong.part}.") for wrong in named
    )
    assert all(re.search(r"[\u4e00-\u9fff]", wrong.message) for wrong in named)


@pytest.mark.parametrize(("row", "header"), [(row, header) for row, several in HEADERS.items() for header in several])
def test_a_header_that_breaks_its_row_is_refused_and_named(verifier: Verifier, source, token, row, header):
    bad = with_header(token(), header)
    with pytest.raises(Unauthenticated) as refused:
        verifier.verify(f"Bearer {bad}")
    assert refused.value.code == ROWS[row]
    assert row in {"crit" if wrong.part == "b64" else wrong.part for wrong in found(bad, source)}


@pytest.mark.parametrize(
    "changes",
    [
        (),
        (APPLICANT,),
        (APPLICANT, {"identity": PASSPORT}),
        (APPLICANT, {"level": 4}),
        (COMPANY, {"operator": LIN, "level": 3}),
        ({"aud": ["other", AUDIENCE]},),
        ({"exp": SECONDS - 59, "iat": SECONDS + 60, "nbf": SECONDS + 60},),
        ({"region": "441702001000", "more": {"of": "the issuer's"}},),
        ({"role": "counter_clerk", "department": ABSENT},),
    ],
)
def test_what_keeps_to_the_page_is_accepted_and_nothing_is_named(verifier: Verifier, source, token, changes):
    good = token(*changes)
    assert verifier.verify(f"Bearer {good}").name
    assert found(good, source) == []


def test_the_example_of_the_page_is_accepted(verifier: Verifier, token):
    example = json.loads(re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0])
    own = {"iss": ISSUER, "iat": SECONDS, "exp": SECONDS + 60, "department": ABSENT}
    assert verifier.verify(f"Bearer {token(example, own)}").role is Role.APPLICANT


def test_a_signature_of_another_key_is_named_and_keys_that_cannot_be_fetched_are(issuer, ticker, source, token):
    good = token()
    forged = good[:-6] + ("AAAAAA" if not good.endswith("AAAAAA") else "BBBBBB")
    assert [wrong.part for wrong in found(forged, source)] == ["签名"]
    issuer.down = True
    assert [wrong.code for wrong in found(good, JwksSource(issuer, ticker))] == ["identity_unavailable"]
    with pytest.raises(Unavailable) as down:
        Verifier(ISSUER, AUDIENCE, JwksSource(issuer, ticker), lambda: NOW).verify(f"Bearer {good}")
    assert down.value.code == "identity_unavailable"


@pytest.mark.parametrize("text", ["", "a.b", "!!!.e30.x", "W10.e30.x", "a" * 9000 + ".b.c"])
def test_what_is_no_token_is_said_to_be_none(source, text):
    assert [wrong.code for wrong in found(text, source)] == ["token_malformed"]


class Here:
    """As much of a platform as the command uses."""

    settings = SimpleNamespace(issuer=ISSUER, audience=AUDIENCE, jwks_url="https://issuer.example/jwks.json")

    @staticmethod
    def wall():
        return NOW


def test_the_command_shows_nothing_of_the_token(source, token, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tokens, "over_http", lambda _url: None)
    monkeypatch.setattr(tokens, "JwksSource", lambda _fetch: source)
    secret = {**LIN, "number": "441702199003078011", "name": "林秘密"}
    bad = token(APPLICANT, {"identity": secret, "sub": "s-secret"})
    written = io.StringIO()
    assert tokens.run(Here(), Console(file=written, width=200), io.StringIO(f"Bearer {bad}\n")) == 1  # type: ignore[arg-type]
    said = written.getvalue()
    assert "identity.number" in said
    assert not any(part in said for part in ("441702199003078011", "林秘密", "s-secret", *bad.split(".")))
    written = io.StringIO()
    assert tokens.run(Here(), Console(file=written, width=200), io.StringIO(token())) == 0  # type: ignore[arg-type]
    assert "可以接受" in written.getvalue()
