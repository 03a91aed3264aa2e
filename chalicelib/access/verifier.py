"""Makes an actor of an Authorization header: checks the JWT's signature, issuer, audience, times and claims."""

import base64
import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, cast

from joserfc import jws
from joserfc.errors import JoseError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chalicelib.access.actor import LOWEST_LEVEL, Actor, Identity, Role
from chalicelib.access.jwks import JwksSource, VerificationKey
from chalicelib.foundation.problems import Unauthenticated

ALGORITHMS = ("RS256", "ES256", "EdDSA")
LEEWAY_SECONDS = 60
TOKEN_CHARACTERS = 8192

_BEARER = re.compile(r"bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*)", re.IGNORECASE | re.ASCII)


class Verifier:
    """Checks the bearer tokens of one issuer for one audience. `wall` is real time, because legal time can be moved.

    `level` is how well the issuer has checked applicants of whom a token does not say it.
    """

    def __init__(
        self,
        issuer: str,
        audience: str,
        keys: JwksSource,
        wall: Callable[[], datetime],
        *,
        level: int = LOWEST_LEVEL,
    ) -> None:
        self._level = level
        self._issuer = issuer
        self._audience = audience
        self._keys = keys
        self._wall = wall

    def verify(self, authorization: str | None) -> Actor:
        """The actor of an Authorization header.

        Raises Unauthenticated (401: token_missing, token_malformed, token_expired or token_invalid), and Unavailable
        (503) while no key of the issuer is known. No message quotes the token, because it holds personal data.
        """
        token = _bearer_token(authorization)
        claims = _claims(_signed_payload(token, self._key(_protected_header(token))))
        self._check_origin(claims)
        self._check_times(claims)
        return _actor(claims, self._level)

    def _key(self, header: dict[str, object]) -> VerificationKey:
        algorithm, kid = header.get("alg"), header.get("kid")
        if algorithm not in ALGORITHMS:
            raise _invalid("algorithm not accepted")
        if not isinstance(kid, str) or not kid:
            raise _invalid("kid required")
        if "crit" in header or "b64" in header:
            raise _invalid("critical header not understood")
        key = self._keys.find(kid)
        if key is None or key.algorithm != algorithm:
            raise _invalid("key not known")
        return key

    def _check_origin(self, claims: "Claims") -> None:
        audiences = [claims.aud] if isinstance(claims.aud, str) else claims.aud
        if claims.iss != self._issuer:
            raise _invalid("issuer not accepted")
        if self._audience not in audiences:
            raise _invalid("audience not accepted")

    def _check_times(self, claims: "Claims") -> None:
        now = self._wall().timestamp()
        if now >= claims.exp + LEEWAY_SECONDS:
            raise Unauthenticated(
                code="token_expired", title="登录已过期，请重新登录", headers=_challenge("invalid_token", "expired")
            )
        if max(claims.iat, claims.nbf) > now + LEEWAY_SECONDS:
            raise _invalid("not valid yet")


Seconds = Annotated[float, Field(ge=0, le=1e11, allow_inf_nan=False)]


class Claims(BaseModel, defer_build=True):
    """The claims that we read, of strict types. An issuer may add others, which are ignored."""

    model_config = ConfigDict(strict=True, extra="ignore", hide_input_in_errors=True)

    iss: str
    aud: str | list[str]
    exp: Seconds
    iat: Seconds
    nbf: Seconds = 0
    sub: str
    role: Role
    name: str
    region: str
    department: str | None = None
    windows: list[str] = []
    identity: Identity | None = None
    operator: Identity | None = None
    level: int | None = None


class _CheckedHeader(jws.JWSRegistry):
    """Accepts the algorithms of our own list without a warning: joserfc warns of each EdDSA token (RFC 9864)."""

    def check_header(self, header: dict[str, Any]) -> None:
        """Check nothing, because `Verifier` has checked every member that it uses."""

    def get_alg(self, name: str) -> Any:
        return self.algorithms[name]


_REGISTRY = _CheckedHeader(algorithms=ALGORITHMS)


def _bearer_token(authorization: str | None) -> str:
    if not authorization or not authorization.strip():
        raise Unauthenticated(code="token_missing", title="请先登录", headers=_challenge())
    match = _BEARER.fullmatch(authorization.strip())
    if match is None or len(authorization) > TOKEN_CHARACTERS:
        raise _malformed()
    return match[1]


def _protected_header(token: str) -> dict[str, object]:
    segment = token.partition(".")[0]
    try:
        header = json.loads(base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))
    except (ValueError, RecursionError):
        raise _malformed() from None
    if not isinstance(header, dict):
        raise _malformed()
    return cast(dict[str, object], header)


def _signed_payload(token: str, key: VerificationKey) -> bytes:
    try:
        return jws.deserialize_compact(token, key.key, registry=_REGISTRY).payload
    except (JoseError, ValueError):
        raise _invalid("signature does not verify") from None


def _claims(payload: bytes) -> Claims:
    try:
        return Claims.model_validate_json(payload)
    except ValidationError:
        raise _invalid("claims missing or ill-typed") from None


def _actor(claims: Claims, level: int) -> Actor:
    try:
        return Actor(
            sub=claims.sub,
            role=claims.role,
            name=claims.name,
            region=claims.region,
            department=claims.department,
            windows=tuple(claims.windows),
            identity=claims.identity,
            operator=claims.operator,
            level=level if claims.level is None else claims.level,
        )
    except ValidationError:
        raise _invalid("claims do not suit the role") from None


def _invalid(reason: str) -> Unauthenticated:
    headers = _challenge("invalid_token", reason)
    return Unauthenticated(code="token_invalid", title="登录凭证无效，请重新登录", headers=headers)


def _malformed() -> Unauthenticated:
    headers = _challenge("invalid_request", "not a bearer JWT")
    return Unauthenticated(code="token_malformed", title="登录凭证格式不正确，请重新登录", headers=headers)


def _challenge(error: str | None = None, description: str = "") -> dict[str, str]:
    """The WWW-Authenticate header of RFC 6750, which has no error code when no token was sent."""
    words = f', error="{error}", error_description="{description}"' if error else ""
    return {"WWW-Authenticate": f'Bearer realm="yimen"{words}'}
