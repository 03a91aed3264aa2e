"""A development OIDC issuer: keys live in memory, tokens are for the personas of the local stack. It never ships."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, cast

from joserfc import jwt
from joserfc.jwk import RSAKey

from local.personas import PERSONAS, Persona

ALGORITHM = "RS256"  # what most issuers use, and the quickest to verify
TTL_SECONDS = 3600
LONGEST_TTL_SECONDS = 7 * 86400

Answer = tuple[int, dict[str, Any]]


class UnknownPersona(LookupError):
    """There is no persona of that id."""


class Issuer:
    """Signs tokens of `people` for `audience` as `url`. `wall` tells real time; legal time may be ahead of it."""

    def __init__(
        self, url: str, audience: str, wall: Callable[[], datetime], people: Mapping[str, Persona] = PERSONAS
    ) -> None:
        self.url = url
        self.people = people
        self.audience = audience
        self._wall = wall
        self._keys: list[RSAKey] = []
        self.rotate()

    def rotate(self) -> None:
        """Signs with a new key from now on; the ones before stay published, so open tokens stay valid."""
        key = RSAKey.generate_key(2048, parameters={"use": "sig", "alg": ALGORITHM})
        key.ensure_kid()
        self._keys.append(key)

    def jwks(self) -> dict[str, Any]:
        return {"keys": [key.as_dict(private=False) for key in self._keys]}

    def configuration(self) -> dict[str, Any]:
        """The discovery document (OpenID Connect Discovery 1.0), as far as there is something to discover."""
        return {
            "issuer": self.url,
            "jwks_uri": f"{self.url}/jwks.json",
            "token_endpoint": f"{self.url.removesuffix('/issuer')}/token",
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "subject_types_supported": ["public"],
            "response_types_supported": ["token"],
        }

    def mint(self, persona_id: str, ttl: int = TTL_SECONDS, **overrides: Any) -> str:
        """A token of `persona_id` for `ttl` seconds. An override replaces a claim, None removes it. UnknownPersona."""
        now = int(self._wall().timestamp())
        claims: dict[str, Any] = {"iss": self.url, "aud": self.audience, "iat": now, "nbf": now, "exp": now + ttl}
        claims |= self._persona(persona_id).actor.model_dump(mode="json", exclude_none=True) | overrides
        kept = {name: value for name, value in claims.items() if value is not None}
        signer = self._keys[-1]
        return jwt.encode({"alg": ALGORITHM, "kid": signer.kid}, kept, signer, [ALGORITHM])

    def handle(self, method: str, path: str, body: bytes = b"") -> Answer:
        """Answers the issuer's own addresses, all under /local; mistakes get a status, a code and a Chinese title."""
        routes: dict[str, tuple[str, Callable[[], Answer]]] = {
            "/local/issuer/jwks.json": ("GET", lambda: (200, self.jwks())),
            "/local/issuer/.well-known/openid-configuration": ("GET", lambda: (200, self.configuration())),
            "/local/personas": ("GET", lambda: (200, {"personas": [one.card() for one in self.people.values()]})),
            "/local/token": ("POST", lambda: self._token(body)),
        }
        if path not in routes:
            return _mistake(404, "not_found", "没有这个地址")
        allowed, answer = routes[path]
        if method != allowed:
            return _mistake(405, "method_not_allowed", f"此地址只支持 {allowed}")
        return answer()

    def _token(self, body: bytes) -> Answer:
        try:
            asked = json.loads(body)
        except ValueError:
            asked = None
        if not isinstance(asked, dict):
            return _mistake(400, "malformed_request", '请求内容应为 JSON，例如 {"persona": "company"}')
        return self._token_for(cast(dict[str, object], asked))

    def _token_for(self, asked: dict[str, object]) -> Answer:
        persona, ttl = asked.get("persona"), asked.get("ttl", TTL_SECONDS)
        if not isinstance(ttl, int) or isinstance(ttl, bool) or not 0 < ttl <= LONGEST_TTL_SECONDS:
            return _mistake(422, "ttl_invalid", f"ttl 应为 1 至 {LONGEST_TTL_SECONDS} 的整数(秒)")
        try:
            token = self.mint(str(persona), ttl)
        except UnknownPersona:
            return _mistake(422, "persona_unknown", f"没有这个演示身份，可用：{'、'.join(self.people)}")
        return 200, {"access_token": token, "token_type": "Bearer", "expires_in": ttl, "persona": persona}

    def _persona(self, persona_id: str) -> Persona:
        try:
            return self.people[persona_id]
        except KeyError:
            raise UnknownPersona(persona_id) from None


def _mistake(status: int, code: str, title: str) -> Answer:
    return status, {"type": "about:blank", "status": status, "code": code, "title": title}
