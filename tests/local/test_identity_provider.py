"""The development issuer and its personas: real tokens for the real verifier, clear words for mistakes."""

import json
import re
from datetime import datetime, timedelta, timezone

import pytest
from stdnum.cn import ric, uscc

from chalicelib.access.actor import OF_ORGAN_ABOVE, Role
from chalicelib.access.jwks import JwksSource
from chalicelib.access.policy import Permission, allows
from chalicelib.access.verifier import Verifier
from chalicelib.foundation.identity_documents import OF_CLAIM
from chalicelib.foundation.problems import Unauthenticated
from local.catalogues import CITY_DIVISION, catalogue_of
from local.console.legal_time import LegalTime
from local.console.routes import Console
from local.identity_provider.issuer import Issuer, UnknownPersona
from local.identity_provider.personas import LABEL, PERSONAS, personas

DEPARTMENTS = catalogue_of(CITY_DIVISION)["departments"]
URL = "http://127.0.0.1:8000/local/issuer"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture(scope="module")
def issuer() -> Issuer:
    return Issuer(URL, "yimen", lambda: NOW)


@pytest.fixture
def console(issuer) -> Console:
    return Console(issuer, {}, LegalTime())


@pytest.fixture
def verifier(issuer) -> Verifier:
    return trusting(issuer)


def trusting(issuer: Issuer) -> Verifier:
    return Verifier(URL, "yimen", JwksSource(issuer.jwks, lambda: 0.0), lambda: NOW)


@pytest.mark.parametrize("persona_id", [*PERSONAS][:30])
def test_every_persona_gets_a_token_that_names_exactly_that_actor(issuer, verifier, persona_id):
    assert verifier.verify(f"Bearer {issuer.mint(persona_id)}") == PERSONAS[persona_id].actor


def test_the_cast_is_complete():
    roles = [persona.actor.role for persona in PERSONAS.values()]
    assert {role: roles.count(role) for role in Role} == {
        Role.APPLICANT: 9,
        Role.COUNTER_CLERK: 4,
        Role.ISSUING_CLERK: 1,
        Role.OFFICER: 2 * len(DEPARTMENTS),
        Role.CHIEF_REPRESENTATIVE: len(DEPARTMENTS),
        Role.DEPARTMENT_SYSTEM: len(DEPARTMENTS) + 1,  # and that of a bank, which handles steps of joint requests
        Role.SUPERVISOR: 1,
        Role.ADMINISTRATOR: 1,
        Role.DEPARTMENT_LEADER: len(DEPARTMENTS),
        Role.ITEM_EDITOR: len(DEPARTMENTS),
        Role.GOVERNMENT_LEADER: 1,
        Role.CENTRE_MANAGER: 1,
        Role.AUDITOR: 1,
        Role.ITEM_APPROVER: 1,
        Role.LEGAL_REVIEWER: 1,
        Role.GUIDE: 1,
        Role.SUPERIOR_ORGAN: 3,
        Role.SUPERIOR_LEADER: 3,
    }
    assert len(DEPARTMENTS) == 40
    for department in DEPARTMENTS:
        for post in ("officer", "officer2", "chief", "leader", "editor", "system"):
            assert PERSONAS[f"{post}-{department}"].actor.department == department


def test_a_county_has_the_posts_of_its_own_departments():
    county = catalogue_of("441781")["departments"]
    found = [persona.actor for persona in personas("441781").values() if persona.actor.department]
    posts = [actor for actor in found if actor.role not in OF_ORGAN_ABOVE]
    assert {actor.department for actor in posts} - {"bank"} == set(county) < set(DEPARTMENTS)
    assert {actor.region for actor in posts} == {"441781"}


@pytest.mark.parametrize("permission", Permission)
def test_somebody_of_the_cast_holds_each_permission(permission):
    assert any(allows(persona.actor.role, permission) for persona in PERSONAS.values())


def test_synthetic_numbers_pass_their_check_digits():
    identities = [persona.actor.identity for persona in PERSONAS.values() if persona.actor.identity]
    assert [identity.kind for identity in identities] == ["person"] * 8 + ["company"]
    assert {identity.id_type for identity in identities} == {"uscc", *OF_CLAIM}
    checks = {"resident_id": ric.validate, "residence_permit": ric.calc_check_digit, "uscc": uscc.validate}
    for identity in identities:
        if identity.id_type in checks:
            assert identity.number.endswith(checks[identity.id_type](identity.number))
        assert re.search("示例|EXAMPLE", identity.name)


def test_every_card_is_marked_synthetic(console):
    status, body = console.handle("GET", "/local/personas")
    assert status == 200
    assert [card["id"] for card in body["personas"]] == list(PERSONAS)
    assert {card["label"] for card in body["personas"]} == {LABEL}
    assert "SYNTHETIC" in LABEL
    assert json.loads(json.dumps(body)) == body


def test_the_key_document_holds_no_private_part(console):
    status, body = console.handle("GET", "/local/issuer/jwks.json")
    assert status == 200
    assert [set(key) for key in body["keys"]] == [{"kty", "n", "e", "kid", "use", "alg"}]


def test_discovery_points_to_the_keys_and_to_the_tokens(console):
    status, body = console.handle("GET", "/local/issuer/.well-known/openid-configuration")
    assert status == 200
    assert body["issuer"] == URL
    assert body["jwks_uri"] == f"{URL}/jwks.json"
    assert body["token_endpoint"] == "http://127.0.0.1:8000/local/token"


def test_a_token_is_asked_for_by_persona(console, verifier):
    status, body = console.handle("POST", "/local/token", b'{"persona": "company", "ttl": 60}')
    assert (status, body["token_type"], body["expires_in"], body["persona"]) == (200, "Bearer", 60, "company")
    assert verifier.verify(f"Bearer {body['access_token']}").sub == "persona:company"


def test_a_token_may_have_another_level_operator_and_account(console, verifier):
    operator = {"kind": "person", "id_type": "resident_id", "number": "44170219900307801X", "name": "林示例"}
    body = {"persona": "company", "level": 2, "operator": operator, "sub": "u-1"}
    status, answer = console.handle("POST", "/local/token", json.dumps(body).encode())
    assert status == 200
    actor = verifier.verify(f"Bearer {answer['access_token']}")
    assert (actor.level, actor.sub, actor.operator.name) == (2, "u-1", "林示例")


@pytest.mark.parametrize(
    ("body", "status", "code", "words"),
    [
        (b"", 400, "malformed_request", "persona"),
        (b"\xff", 400, "malformed_request", "persona"),
        (b"[]", 400, "malformed_request", "persona"),
        (b"{}", 422, "persona_unknown", "clerk-production"),
        (b'{"persona": ["company"]}', 422, "persona_unknown", "company"),
        (b'{"persona": "company", "ttl": 0}', 422, "ttl_invalid", "604800"),
        (b'{"persona": "company", "ttl": true}', 422, "ttl_invalid", "604800"),
        (b'{"persona": "company", "role": "auditor"}', 422, "field_unknown", "role"),
        (b'{"persona": "company", "level": 6}', 422, "claim_invalid", "level"),
        (b'{"persona": "company", "level": "4"}', 422, "claim_invalid", "level"),
        (b'{"persona": "company", "sub": 1}', 422, "claim_invalid", "sub"),
        (b'{"persona": "company", "operator": {"name": "x"}}', 422, "claim_invalid", "operator"),
        (b'{"persona": "auditor", "level": 4}', 422, "claim_invalid", "level"),
        (
            '{"persona": "citizen-lin", "operator": {"kind": "person", "id_type": "resident_id", "number": '
            '"44170219900307801X", "name": "林示例"}}'.encode(),
            422,
            "claim_invalid",
            "operator",
        ),
    ],
)
def test_a_wrong_wish_for_a_token_is_answered_clearly(console, body, status, code, words):
    answered, problem = console.handle("POST", "/local/token", body)
    assert (answered, problem["status"], problem["code"]) == (status, status, code)
    assert words in problem["title"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/local/token", 405, "method_not_allowed"),
        ("POST", "/local/personas", 405, "method_not_allowed"),
        ("GET", "/local/nothing", 404, "not_found"),
    ],
)
def test_a_wrong_address_or_method_is_answered_clearly(console, method, path, status, code):
    answered, problem = console.handle(method, path)
    assert (answered, problem["status"], problem["code"]) == (status, status, code)


def test_overrides_replace_and_remove_claims(issuer, verifier):
    assert verifier.verify(f"Bearer {issuer.mint('officer-food', department='si')}").department == "si"
    for broken in ({"aud": "other"}, {"role": None}, {"department": None}):
        with pytest.raises(Unauthenticated):
            verifier.verify(f"Bearer {issuer.mint('officer-food', **broken)}")


def test_a_token_expires(issuer, verifier):
    with pytest.raises(Unauthenticated) as caught:
        verifier.verify(f"Bearer {issuer.mint('company', ttl=-60)}")
    assert caught.value.code == "token_expired"


def test_after_a_rotation_old_and_new_tokens_are_good():
    issuer = Issuer(URL, "yimen", lambda: NOW)
    old = issuer.mint("company")
    issuer.rotate()
    new = issuer.mint("company")
    assert old.split(".")[0] != new.split(".")[0]
    verifier = trusting(issuer)
    for token in (old, new):
        assert verifier.verify(f"Bearer {token}").sub == "persona:company"


def test_two_issuers_do_not_trust_each_other(verifier):
    stranger = Issuer(URL, "yimen", lambda: NOW)
    with pytest.raises(Unauthenticated):
        verifier.verify(f"Bearer {stranger.mint('company')}")


def test_an_unknown_persona_cannot_be_minted(issuer):
    with pytest.raises(UnknownPersona):
        issuer.mint("nobody")
