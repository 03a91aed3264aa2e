"""An issuer made by hand: keys of each kind, their JWKS, tokens over any claims, a verifier with a fixed time."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey
from joserfc.util import urlsafe_b64encode

from chalicelib.access.jwks import JwksSource, SourceDown
from chalicelib.access.verifier import Verifier

ISSUER, AUDIENCE = "https://issuer.example", "yimen"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone(timedelta(hours=8)))


class FakeIssuer:
    """Publishes `keys` as a JWKS document; counts how often it was asked; can be down."""

    def __init__(self, keys: dict[str, Key]) -> None:
        self.keys = dict(keys)
        self.asked = 0
        self.down = False

    def __call__(self) -> object:
        self.asked += 1
        if self.down:
            raise SourceDown("down")
        return {"keys": [key.as_dict(private=False) | {"kid": kid} for kid, key in self.keys.items()]}


class Ticker:
    """A monotonic clock moved by hand, in seconds."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(scope="session")
def signing_keys() -> dict[str, Key]:
    return {
        "rs": RSAKey.generate_key(2048),
        "es": ECKey.generate_key("P-256"),
        "ed": OKPKey.generate_key("Ed25519"),
    }


@pytest.fixture
def issuer(signing_keys) -> FakeIssuer:
    return FakeIssuer(signing_keys)


@pytest.fixture
def ticker() -> Ticker:
    return Ticker()


@pytest.fixture
def source(issuer, ticker) -> JwksSource:
    return JwksSource(issuer, ticker)


@pytest.fixture
def verifier(source) -> Verifier:
    return Verifier(ISSUER, AUDIENCE, source, lambda: NOW)


@pytest.fixture
def claims() -> dict[str, Any]:
    now = int(NOW.timestamp())
    return {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "iat": now,
        "nbf": now,
        "exp": now + 3600,
        "sub": "u-1",
        "role": "officer",
        "name": "审查员",
        "region": "441700",
        "department": "food",
    }


@pytest.fixture
def sign() -> Callable[..., str]:
    return signed


def signed(payload: bytes, key: Key, algorithm: str, **header: Any) -> str:
    """An Authorization header over `payload`. Signed by hand, since joserfc rightly refuses to make the odd ones."""
    signing_input = b".".join(map(urlsafe_b64encode, [json.dumps({"alg": algorithm} | header).encode(), payload]))
    signature = jws.JWSRegistry.algorithms[algorithm].sign(signing_input, key)
    return f"Bearer {(signing_input + b'.' + urlsafe_b64encode(signature)).decode()}"
