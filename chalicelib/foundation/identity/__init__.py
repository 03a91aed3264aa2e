"""Who is asking. Light to import: the cryptography is in `identity.verifier` and `identity.jwks`."""

from chalicelib.foundation.identity.actor import Actor, Identity, Role, applicant_key, blind_index

__all__ = ["Actor", "Identity", "Role", "applicant_key", "blind_index"]
