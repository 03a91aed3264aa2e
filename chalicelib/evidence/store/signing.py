"""What this deployment signs with: keys of KMS whose private half nobody has, not even this code."""

from functools import lru_cache
from typing import Any, Literal

from chalicelib.evidence.model.records import PublicKey
from chalicelib.evidence.model.signatures import as_pem, fingerprint
from chalicelib.foundation import names
from chalicelib.foundation.platform import Platform

Use = Literal["exports", "heads"]
ALGORITHM = "ECDSA_SHA_256"


def sign(platform: Platform, use: Use, message: bytes) -> bytes:
    """The signature of a message of at most 4,096 bytes, DER."""
    answer: Any = platform.kms.sign(
        KeyId=names.signing_key_alias(platform.settings.stage, use),
        Message=message,
        MessageType="RAW",
        SigningAlgorithm=ALGORITHM,
    )
    return answer["Signature"]


def forget() -> None:
    """Ask for the keys again."""
    _key.cache_clear()


def public_key(platform: Platform, use: Use) -> PublicKey:
    """The key with which the signatures of today are checked. A process asks for it once."""
    pem = _key(platform.kms, names.signing_key_alias(platform.settings.stage, use))
    return PublicKey(use=use, fingerprint=fingerprint(pem), pem=pem)


@lru_cache(maxsize=4)
def _key(client: Any, alias: str) -> str:
    return as_pem(client.get_public_key(KeyId=alias)["PublicKey"])
