"""The key cache: fresh for ten minutes, follows a rotation, survives an issuer that is down; what a key must be."""

import io
import json
import threading

import pytest
import urllib3
from joserfc.jwk import ECKey, OctKey

from chalicelib.access.jwks import JwksSource, SourceDown, over_http, usable_keys
from chalicelib.foundation.problems import Unavailable


def test_keys_are_fetched_and_imported_once(source, issuer, ticker):
    first = source.find("es")
    ticker.seconds += 599
    assert source.find("es") is first
    assert issuer.asked == 1


def test_keys_are_fetched_again_after_ten_minutes(source, issuer, ticker):
    source.find("es")
    del issuer.keys["rs"]
    ticker.seconds += 600
    assert source.find("es") is not None
    assert issuer.asked == 2
    assert source.find("rs") is None


def test_a_rotated_key_is_found_at_once(source, issuer, ticker, signing_keys):
    source.find("es")
    ticker.seconds += 30
    issuer.keys["new"] = signing_keys["es"]
    assert source.find("new") is not None
    assert issuer.asked == 2


def test_unknown_kids_ask_the_issuer_at_most_every_thirty_seconds(source, issuer, ticker):
    source.find("es")
    for seconds, asked in [(29, 1), (1, 2), (0, 2), (29, 2), (1, 3)]:
        ticker.seconds += seconds
        assert source.find("unknown") is None
        assert issuer.asked == asked


def test_old_keys_serve_while_the_issuer_is_down(source, issuer, ticker, caplog):
    source.find("es")
    issuer.down = True
    for _ in range(3):
        ticker.seconds += 600
        assert source.find("es") is not None
    assert issuer.asked == 4
    assert "jwks_unavailable: down; known keys: 3" in caplog.text


def test_old_keys_end_when_the_issuer_is_down_for_six_hours(source, issuer, ticker):
    source.find("es")
    issuer.down = True
    ticker.seconds += 6 * 3600 - 1
    assert source.find("es") is not None
    ticker.seconds += 1
    with pytest.raises(Unavailable) as caught:
        source.find("es")
    assert caught.value.code == "identity_unavailable"
    issuer.down = False
    ticker.seconds += 5
    assert source.find("es") is not None


def test_an_empty_key_document_revokes_every_key_at_once(source, issuer, ticker):
    source.find("es")
    issuer.keys.clear()
    ticker.seconds += 600
    assert source.find("es") is None
    assert source.find("rs") is None


def test_an_issuer_without_keys_is_asked_at_most_every_thirty_seconds(source, issuer, ticker):
    issuer.keys.clear()
    for seconds, asked in [(0, 1), (29, 1), (1, 2)]:
        ticker.seconds += seconds
        assert source.find("es") is None
        assert issuer.asked == asked


def test_without_any_key_the_answer_is_503_and_the_issuer_is_asked_every_five_seconds(source, issuer, ticker):
    issuer.down = True
    for seconds, asked in [(0, 1), (4, 1), (1, 2)]:
        ticker.seconds += seconds
        with pytest.raises(Unavailable) as caught:
            source.find("es")
        assert issuer.asked == asked
    assert caught.value.code == "identity_unavailable"
    assert caught.value.headers == {"Retry-After": "5"}
    issuer.down = False
    ticker.seconds += 5
    assert source.find("es") is not None


def test_other_threads_go_on_with_the_known_keys_while_one_fetches(issuer, ticker):
    fetching, release = threading.Event(), threading.Event()

    def slow() -> object:
        if issuer.asked:
            fetching.set()
            assert release.wait(10)
        return issuer()

    source = JwksSource(slow, ticker)
    known = source.find("es")
    ticker.seconds += 600
    thread = threading.Thread(target=source.find, args=("es",))
    thread.start()
    assert fetching.wait(10)
    assert source.find("es") is known
    release.set()
    thread.join(10)
    assert issuer.asked == 2


EC = ECKey.generate_key("P-256").as_dict(private=True) | {"kid": "good"}


@pytest.mark.parametrize(
    "jwk",
    [
        None,
        "text",
        {},
        {"kty": ["EC"], "kid": "bad"},
        OctKey.generate_key(256).as_dict(private=True) | {"kid": "bad"},
        {**EC, "kid": None},
        {**EC, "kid": ""},
        {**EC, "kid": "bad", "use": "enc"},
        {**EC, "kid": "bad", "alg": "ES384"},
        {**EC, "kid": "bad", "x": EC["y"]},
        {**EC, "kid": "bad", "x": 5},
        {**EC, "kid": "bad", "x": "!"},
        {"kty": "EC", "crv": "P-256", "kid": "bad"},
        ECKey.generate_key("P-384").as_dict(private=False) | {"kid": "bad"},
        {"kty": "RSA", "kid": "bad", "e": "AQAB", "n": "w" * 171},
        {"kty": "OKP", "kid": "bad", "crv": "X25519", "x": "A" * 43},
    ],
)
def test_a_key_that_cannot_verify_is_passed_over(jwk):
    assert list(usable_keys({"keys": [jwk, EC]})) == ["good"]


def test_a_private_part_published_by_mistake_is_not_loaded():
    assert not usable_keys({"keys": [EC]})["good"].key.is_private


@pytest.mark.parametrize("document", [None, [], {}, {"keys": {}}])
def test_a_document_that_is_no_key_document_counts_as_down(document):
    with pytest.raises(SourceDown):
        usable_keys(document)


@pytest.mark.parametrize("document", [{"keys": []}, {"keys": [{}]}])
def test_a_key_document_may_have_no_usable_key(document):
    assert usable_keys(document) == {}


class CannedPool(urllib3.PoolManager):
    """Answers every request with one response, or raises; remembers what was asked."""

    def __init__(self, status: int = 200, body: bytes = b"{}", error: Exception | None = None) -> None:
        super().__init__()
        self.status, self.body, self.error = status, body, error
        self.asked: tuple = ()

    def request(self, method, url, *_, **how):
        self.asked = (method, url, how["redirect"])
        if self.error:
            raise self.error
        return urllib3.HTTPResponse(io.BytesIO(self.body), status=self.status, preload_content=False)


def test_the_document_is_fetched_over_http_without_following_redirects():
    pool = CannedPool(body=json.dumps({"keys": [EC]}).encode())
    assert over_http("https://issuer.example/jwks.json", pool)() == {"keys": [EC]}
    assert pool.asked == ("GET", "https://issuer.example/jwks.json", False)


@pytest.mark.parametrize(
    "pool",
    [
        CannedPool(status=500),
        CannedPool(status=302),
        CannedPool(body=b"<html>"),
        CannedPool(body=b"\xff"),
        CannedPool(body=b" " * 300_000 + b"{}"),
        CannedPool(error=urllib3.exceptions.ConnectTimeoutError()),
        CannedPool(error=urllib3.exceptions.ProtocolError("reset")),
    ],
)
def test_any_other_answer_counts_as_down(pool):
    with pytest.raises(SourceDown):
        over_http("https://issuer.example/jwks.json", pool)()
