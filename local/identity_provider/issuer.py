"""An OIDC issuer for development: signs tokens of the personas and publishes its keys, which exist in memory only."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from local.identity_provider.personas import PERSONAS, Persona, claims_of

ALGORITHM = "RS256"  # what most issuers use, and the quickest to verify
TTL_SECONDS = 3600


class UnknownPersona(LookupError):
    """There is no persona of that id."""


class Issuer:
    """Signs tokens of `people` for `audience` in the name of `url`.

    `wall` tells real time: tokens made with legal time, once that has been moved forward, would not be valid yet.
    """

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
        """Sign with a new key from now on. Older keys stay published, so that their tokens stay valid."""
        key = RSAKey.generate_key(2048, parameters={"use": "sig", "alg": ALGORITHM})
        key.ensure_kid()
        self._keys.append(key)

    def jwks(self) -> dict[str, Any]:
        """The public keys, as a JSON Web Key Set."""
        return {"keys": [key.as_dict(private=False) for key in self._keys]}

    def configuration(self) -> dict[str, Any]:
        """The discovery document of OpenID Connect Discovery 1.0, with the members that apply here."""
        return {
            "issuer": self.url,
            "jwks_uri": f"{self.url}/jwks.json",
            "token_endpoint": f"{self.url.removesuffix('/issuer')}/token",
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "subject_types_supported": ["public"],
            "response_types_supported": ["token"],
        }

    def mint(self, persona_id: str, ttl: int = TTL_SECONDS, **overrides: Any) -> str:
        """A token of the persona, valid for `ttl` seconds. An override replaces a claim; None removes it.

        Raises UnknownPersona.
        """
        now = int(self._wall().timestamp())
        claims: dict[str, Any] = {"iss": self.url, "aud": self.audience, "iat": now, "nbf": now, "exp": now + ttl}
        claims |= claims_of(self._persona(persona_id).actor) | overrides
        kept = {name: value for name, value in claims.items() if value not in (None, [])}
        signer = self._keys[-1]
        return jwt.encode({"alg": ALGORITHM, "kid": signer.kid}, kept, signer, [ALGORITHM])

    def holder(self, authorization: str | None) -> str | None:
        """The persona whose token, signed here, is in this header. It may have expired. None for anything else."""
        kind, _, token = (authorization or "").partition(" ")
        if kind.lower() != "bearer":
            return None
        try:
            subject = str(jwt.decode(token, KeySet(list(self._keys)), [ALGORITHM]).claims.get("sub"))
        except (JoseError, ValueError):
            return None
        return next((name for name, persona in self.people.items() if persona.actor.sub == subject), None)

    def _persona(self, persona_id: str) -> Persona:
        try:
            return self.people[persona_id]
        except KeyError:
            raise UnknownPersona(persona_id) from None
