"""The issuer's public keys. They are fetched with short timeouts, and kept while the issuer cannot be reached."""

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, cast

import urllib3
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey

from chalicelib.foundation.problems import Unavailable

FRESH_SECONDS = 600
# How long the keys of an issuer that cannot be reached are used. A key that was withdrawn meanwhile ends then at last.
KEPT_SECONDS = 6 * 3600
PAUSE_SECONDS = 30
PAUSE_WITHOUT_KEYS_SECONDS = 5
DOCUMENT_BYTES = 256 * 1024
RSA_2048_CHARACTERS = 342

log = logging.getLogger(__name__)

Fetch = Callable[[], object]
Jwk = Mapping[str, object]


class SourceDown(Exception):
    """The issuer's key document could not be fetched, or is none."""


class VerificationKey(NamedTuple):
    """A public key and the one algorithm it is for. The token does not choose the algorithm (RFC 8725, 3.1)."""

    algorithm: str
    key: Key


class JwksSource:
    """Keys by `kid`. `fetch` returns the parsed JWKS document or raises SourceDown. `clock` is monotonic, in seconds.

    Keys are used for ten minutes, then fetched again. An unknown `kid` also makes it fetch, at most every 30 seconds.
    Only one thread fetches; meanwhile the other threads use the keys that are known. A document that was fetched is
    the truth, also when it is empty: keys that are not in it are withdrawn. While the issuer cannot be reached the
    known keys are used for six hours.
    """

    def __init__(self, fetch: Fetch, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        # None until a document was fetched.
        self._keys: dict[str, VerificationKey] | None = None
        self._fetched = float("-inf")
        self._tried = float("-inf")
        self._fetching = threading.Lock()

    def find(self, kid: str) -> VerificationKey | None:
        """The key named `kid`; None when the issuer has no such key. Raises Unavailable (503) while no key is known."""
        if kid not in (self._keys or {}) or self._age() >= FRESH_SECONDS:
            self._refresh()
        keys = self._keys
        if keys is None or self._age() >= KEPT_SECONDS:
            raise Unavailable(
                code="identity_unavailable",
                title="身份认证服务暂时不可用，请稍后重试",
                seconds=PAUSE_WITHOUT_KEYS_SECONDS,
            )
        return keys.get(kid)

    def _refresh(self) -> None:
        if not self._fetching.acquire(blocking=not self._keys):
            return
        try:
            # Another thread may have fetched while this one waited for the lock.
            if self._may_try():
                self._load()
        finally:
            self._fetching.release()

    def _may_try(self) -> bool:
        usable = self._keys is not None and self._age() < KEPT_SECONDS
        pause = PAUSE_SECONDS if usable else PAUSE_WITHOUT_KEYS_SECONDS
        return self._clock() - self._tried >= pause

    def _load(self) -> None:
        try:
            self._keys = usable_keys(self._fetch())
            self._fetched = self._clock()
        except SourceDown as reason:
            log.warning("jwks_unavailable: %s; known keys: %d", reason, len(self._keys or ()))
        finally:
            self._tried = self._clock()

    def _age(self) -> float:
        return self._clock() - self._fetched


def over_http(url: str, pool: urllib3.PoolManager | None = None) -> Fetch:
    """A function that fetches the key document: 2 s to connect, 3 s to read, no redirects or retries, max. 256 KiB."""
    http = pool or urllib3.PoolManager(timeout=urllib3.Timeout(connect=2, read=3), retries=False)

    def fetch() -> object:
        try:
            response = http.request("GET", url, redirect=False, preload_content=False)
            try:
                body = response.read(DOCUMENT_BYTES + 1)
            finally:
                response.release_conn()
        except urllib3.exceptions.HTTPError as reason:
            raise SourceDown(type(reason).__name__) from reason
        if response.status != 200:
            raise SourceDown(f"status {response.status}")
        if len(body) > DOCUMENT_BYTES:
            raise SourceDown("document too large")
        try:
            return json.loads(body)
        except ValueError as reason:
            raise SourceDown("document is not JSON") from reason

    return fetch


def usable_keys(document: object) -> dict[str, VerificationKey]:
    """The signature keys of a JWKS document by `kid`. Keys of unknown kinds are ignored (RFC 7517, 5)."""
    members = _mapping(document).get("keys")
    if not isinstance(members, list):
        raise SourceDown("document is not a JWKS")
    keys: dict[str, VerificationKey] = {}
    for member in cast(list[object], members):
        jwk = _mapping(member)
        kid, key = jwk.get("kid"), _import(jwk)
        if isinstance(kid, str) and kid and key is not None:
            keys[kid] = key
    return keys


def _mapping(value: object) -> Jwk:
    return cast(Jwk, value) if isinstance(value, dict) else {}


class _Kind(NamedTuple):
    algorithm: str
    curve: str | None
    members: tuple[str, ...]
    importer: Callable[[Any], Key]


_KINDS: Mapping[object, _Kind] = {
    "RSA": _Kind("RS256", None, ("kty", "n", "e"), RSAKey.import_key),
    "EC": _Kind("ES256", "P-256", ("kty", "crv", "x", "y"), ECKey.import_key),
    "OKP": _Kind("EdDSA", "Ed25519", ("kty", "crv", "x"), OKPKey.import_key),
}


def _import(jwk: Jwk) -> VerificationKey | None:
    kty = jwk.get("kty")
    kind = _KINDS.get(kty) if isinstance(kty, str) else None
    if kind is None or jwk.get("use", "sig") != "sig" or jwk.get("alg", kind.algorithm) != kind.algorithm:
        return None
    if jwk.get("crv") != kind.curve or (kty == "RSA" and len(str(jwk.get("n"))) < RSA_2048_CHARACTERS):
        return None
    try:
        # Public members only: when an issuer publishes a private key by mistake, it is not loaded.
        return VerificationKey(kind.algorithm, kind.importer({name: jwk[name] for name in kind.members}))
    except (JoseError, ValueError, KeyError):
        return None
