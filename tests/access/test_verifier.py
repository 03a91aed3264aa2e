"""What a bearer token must be to name an actor, and how each token that is not is refused."""

import base64
import hashlib
import hmac
import json
import logging

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc.jwk import ECKey

from chalicelib.access.actor import Actor, Identity, Role
from chalicelib.foundation.problems import Problem, Unauthenticated

COMPANY = {"kind": "company", "id_type": "uscc", "number": "91441702MA5YM00074", "name": "阳江示例餐饮有限公司"}
APPLICANT = {"role": "applicant", "department": None, "identity": COMPANY}
ABSENT = object()


@pytest.fixture
def bearer(claims, sign, signing_keys):
    """A token of the ES256 key over the usual claims, some of them changed or left out."""

    def make(**changes) -> str:
        chosen = {name: value for name, value in (claims | changes).items() if value is not ABSENT}
        return sign(json.dumps(chosen).encode(), signing_keys["es"], "ES256", kid="es")

    return make


def segment(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def refusal(verifier, header: str | None) -> Unauthenticated:
    with pytest.raises(Unauthenticated) as caught:
        verifier.verify(header)
    return caught.value


@pytest.mark.parametrize(("algorithm", "kid"), [("RS256", "rs"), ("ES256", "es"), ("EdDSA", "ed")])
def test_each_accepted_algorithm_names_the_actor(verifier, claims, sign, signing_keys, algorithm, kid):
    header = sign(json.dumps(claims).encode(), signing_keys[kid], algorithm, kid=kid)
    assert verifier.verify(header) == Actor(
        sub="u-1", role=Role.OFFICER, name="审查员", region="441700", department="food"
    )


def test_an_applicant_comes_with_a_certified_identity(verifier, bearer):
    actor = verifier.verify(bearer(**APPLICANT))
    assert actor.identity == Identity(
        kind="company", id_type="uscc", number="91441702MA5YM00074", name="阳江示例餐饮有限公司"
    )


@pytest.mark.parametrize("header", [None, "", "   "])
def test_no_token_is_a_challenge_without_an_error(verifier, header):
    problem = refusal(verifier, header)
    assert (problem.code, problem.title) == ("token_missing", "请先登录")
    assert problem.headers == {"WWW-Authenticate": 'Bearer realm="yimen"'}


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Basic dTpw",
        "Bearer a.b",
        "Bearer a.b.c.d",
        "Bearer a.b.c extra",
        "Bearer é.b.c",
        "Bearer W10.e30.x",
        "Bearer !!!.e30.x",
        "Bearer AAAAA.e30.x",
        "Bearer " + "a" * 9000 + ".b.c",
    ],
)
def test_what_is_no_bearer_jwt_is_malformed(verifier, header):
    problem = refusal(verifier, header)
    assert problem.code == "token_malformed"
    assert 'error="invalid_request"' in problem.headers["WWW-Authenticate"]


def test_the_scheme_is_read_in_any_case(verifier, bearer):
    assert verifier.verify(bearer().replace("Bearer", "bEARER  ")).sub == "u-1"


def test_alg_none_is_refused(verifier, claims):
    for signature in ("", "AAAA"):
        token = f"{segment({'alg': 'none', 'kid': 'es'})}.{segment(claims)}.{signature}"
        assert refusal(verifier, f"Bearer {token}").code == "token_invalid"


def test_hs256_keyed_with_the_public_key_is_refused(verifier, claims, signing_keys):
    signing_input = f"{segment({'alg': 'HS256', 'kid': 'rs'})}.{segment(claims)}"
    for secret in (signing_keys["rs"].as_pem(private=False), signing_keys["rs"].as_der(private=False)):
        mac = base64.urlsafe_b64encode(hmac.digest(secret, signing_input.encode(), hashlib.sha256)).rstrip(b"=")
        assert refusal(verifier, f"Bearer {signing_input}.{mac.decode()}").code == "token_invalid"


@pytest.mark.parametrize("header", [{}, {"kid": ""}, {"kid": "other"}, {"kid": "rs"}])
def test_a_token_without_its_key_is_refused(verifier, claims, sign, signing_keys, header):
    problem = refusal(verifier, sign(json.dumps(claims).encode(), signing_keys["es"], "ES256", **header))
    assert problem.code == "token_invalid"
    described = "key not known" if header.get("kid") else "kid required"
    assert f'error="invalid_token", error_description="{described}"' in problem.headers["WWW-Authenticate"]


@pytest.mark.parametrize("member", [{"kid": 5}, {"alg": 5}, {"alg": "ES384"}, {"crit": ["exp"]}, {"b64": True}])
def test_a_signed_header_we_do_not_understand_is_refused(verifier, claims, sign, signing_keys, member):
    token = sign(json.dumps(claims).encode(), signing_keys["es"], "ES256", **{"kid": "es"} | member)
    assert refusal(verifier, token).code == "token_invalid"


def test_a_good_token_that_is_too_long_is_refused(verifier, bearer):
    assert verifier.verify(bearer(more="x" * 5000)).sub == "u-1"
    assert refusal(verifier, bearer(more="x" * 9000)).code == "token_malformed"


def test_headers_that_are_not_critical_are_passed_over(verifier, claims, sign, signing_keys):
    token = sign(json.dumps(claims).encode(), signing_keys["es"], "ES256", kid="es", typ="at+jwt", vendor="x")
    assert verifier.verify(token).sub == "u-1"


def test_another_key_under_the_same_kid_is_refused(verifier, claims, sign):
    token = sign(json.dumps(claims).encode(), ECKey.generate_key("P-256"), "ES256", kid="es")
    assert refusal(verifier, token).code == "token_invalid"


def test_a_changed_payload_is_refused(verifier, bearer, claims):
    head, _, signature = bearer().split(".")
    assert (
        refusal(verifier, f"{head}.{segment(claims | {'role': 'administrator'})}.{signature}").code == "token_invalid"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://issuer.example/"},
        {"aud": "other"},
        {"aud": []},
        {"aud": ["other", "Yimen"]},
    ],
)
def test_a_token_of_another_issuer_or_for_another_audience_is_refused(verifier, bearer, changes):
    assert refusal(verifier, bearer(**changes)).code == "token_invalid"


def test_one_of_several_audiences_is_enough(verifier, bearer):
    assert verifier.verify(bearer(aud=["other", "yimen"])).sub == "u-1"


@pytest.mark.parametrize(
    ("claim", "offset", "code"),
    [
        ("exp", -59, None),
        ("exp", -60, "token_expired"),
        ("exp", -86400, "token_expired"),
        ("nbf", 60, None),
        ("nbf", 61, "token_invalid"),
        ("iat", 60, None),
        ("iat", 61, "token_invalid"),
    ],
)
def test_times_have_sixty_seconds_of_leeway(verifier, bearer, claims, claim, offset, code):
    header = bearer(**{claim: claims["iat"] + offset})
    if code is None:
        assert verifier.verify(header).sub == "u-1"
    else:
        assert refusal(verifier, header).code == code


def test_an_expired_token_says_so(verifier, bearer):
    problem = refusal(verifier, bearer(exp=1))
    assert problem.title == "登录已过期，请重新登录"
    assert 'error="invalid_token", error_description="expired"' in problem.headers["WWW-Authenticate"]


@pytest.mark.parametrize("claim", ["iss", "aud", "exp", "iat", "sub", "role", "name", "region", "department"])
def test_a_missing_claim_is_refused(verifier, bearer, claim):
    assert refusal(verifier, bearer(**{claim: ABSENT})).code == "token_invalid"


def test_nbf_may_be_left_out(verifier, bearer):
    assert verifier.verify(bearer(nbf=ABSENT)).sub == "u-1"


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": "4102444800"},
        {"exp": True},
        {"exp": 1e300},
        {"iat": -1},
        {"sub": 7},
        {"sub": ""},
        {"sub": "x" * 129},
        {"role": "king"},
        {"name": ["x"]},
        {"name": " "},
        {"region": "4417"},
        {"region": "４４１７００"},
        {"department": "Food!"},
        {"identity": COMPANY},
        APPLICANT | {"identity": None},
        APPLICANT | {"department": "food"},
        APPLICANT | {"identity": COMPANY | {"kind": "person"}},
        APPLICANT | {"identity": COMPANY | {"number": "91441702MA5YM0007"}},
        APPLICANT | {"identity": COMPANY | {"extra": 1}},
        APPLICANT | {"identity": "91441702MA5YM00074"},
    ],
)
def test_an_ill_typed_claim_is_refused(verifier, bearer, changes):
    assert refusal(verifier, bearer(**changes)).code == "token_invalid"


@pytest.mark.parametrize("payload", [b"", b"null", b"[]", b"{", b"\xff", b"[" * 5000])
def test_a_signed_payload_that_is_no_claims_object_is_refused(verifier, sign, signing_keys, payload):
    token = sign(payload, signing_keys["es"], "ES256", kid="es")
    assert refusal(verifier, token).code in {"token_invalid", "token_malformed"}


def test_personal_data_of_a_token_is_nowhere_but_in_the_actor(verifier, bearer, caplog):
    caplog.set_level(logging.DEBUG)
    actor = verifier.verify(bearer(**APPLICANT))
    problem = refusal(verifier, bearer(**APPLICANT, region=COMPANY["number"]))
    said = f"{actor!r} {actor} {problem!r} {problem.body('r')} {problem.headers} {caplog.text}"
    assert COMPANY["number"] not in said
    assert COMPANY["name"] not in said
    assert problem.__cause__ is None
    assert problem.__suppress_context__


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.one_of(st.text(), st.text().map("Bearer {}".format), st.from_regex(r"\ABearer [\w.-]{0,80}\Z")))
def test_garbage_raises_nothing_but_a_problem(verifier, header):
    with pytest.raises(Problem):
        verifier.verify(header)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
members = ["alg", "kid", "crit", "b64", "typ", "cty", "jku", "jwk", "x5c", "x5u", "zip"]
headers = st.dictionaries(st.sampled_from(members), json_values | st.sampled_from(["ES256", "RS256", "es", "rs"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(json_values | headers | headers.map(lambda given: {"alg": "ES256", "kid": "es"} | given), json_values)
def test_any_json_as_header_and_payload_raises_nothing_but_a_problem(verifier, header, payload):
    with pytest.raises(Problem):
        verifier.verify(f"Bearer {segment(header)}.{segment(payload)}.AAAA")


names = ["iss", "aud", "exp", "nbf", "iat", "sub", "role", "name", "region", "department", "identity"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(st.sampled_from(names), json_values))
def test_any_signed_claims_name_an_actor_or_raise_a_problem(verifier, bearer, changes):
    try:
        actor = verifier.verify(bearer(**changes))
    except Unauthenticated as refused:
        outcome = refused.code
    else:
        outcome = actor.role
    assert outcome in {"token_invalid", "token_expired", Role.OFFICER}
