"""KMS in memory: data keys under keys that follow from their names, so that any world opens what another has sealed,
and pairs of keys that sign.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chalicelib.foundation import names
from proofs.kit.client import Client
from proofs.kit.refusals import refusal
from proofs.kit.requests import made_of

DATA_KEY = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-4000-8000-000000000001"
# As long as AWS's ciphertext of a data key of 32 bytes.
CIPHERTEXT_BYTES = 184
NONCE_BYTES = 12
WRAPPED_BYTES = NONCE_BYTES + 32 + 16
SIGNING_KEYS = tuple(names.signing_key_alias("local", use) for use in names.SIGNING_KEYS)
SIGNS = "ECDSA_SHA_256"
# The longest message that KMS signs itself.
MOST_SIGNED_BYTES = 4096


class MemoryKms(Client):
    """`gone` are keys that were disabled, or scheduled for deletion."""

    def __init__(self, *keys: str) -> None:
        super().__init__()
        self.keys = keys or (DATA_KEY,)
        self.gone: set[str] = set()

    @made_of("kms")
    def generate_data_key(
        self,
        *,
        KeyId: str,  # noqa: N803
        NumberOfBytes: int,  # noqa: N803
        EncryptionContext: Mapping[str, str] | None = None,  # noqa: N803
    ) -> dict[str, Any]:
        def play() -> dict[str, Any]:
            self._usable(KeyId, "GenerateDataKey")
            plain, nonce = os.urandom(NumberOfBytes), os.urandom(NONCE_BYTES)
            wrapped = nonce + _cipher(KeyId).encrypt(nonce, plain, _written(EncryptionContext))
            return {"KeyId": KeyId, "Plaintext": plain, "CiphertextBlob": wrapped.ljust(CIPHERTEXT_BYTES, b"\0")}

        return self.called("GenerateDataKey", play)

    @made_of("kms")
    def decrypt(
        self,
        *,
        CiphertextBlob: bytes,  # noqa: N803
        KeyId: str,  # noqa: N803
        EncryptionContext: Mapping[str, str] | None = None,  # noqa: N803
    ) -> dict[str, Any]:
        """Of data keys of 32 bytes."""

        def play() -> dict[str, Any]:
            self._usable(KeyId, "Decrypt")
            nonce, wrapped = CiphertextBlob[:NONCE_BYTES], CiphertextBlob[NONCE_BYTES:WRAPPED_BYTES]
            whole = CiphertextBlob == CiphertextBlob[:WRAPPED_BYTES].ljust(CIPHERTEXT_BYTES, b"\0")
            try:
                wrapped = wrapped if whole else b""
                plain = _cipher(KeyId).decrypt(nonce, wrapped, _written(EncryptionContext))
            except (InvalidTag, ValueError):
                raise refusal("InvalidCiphertextException", "Decrypt") from None
            return {"KeyId": KeyId, "Plaintext": plain}

        return self.called("Decrypt", play)

    @made_of("kms")
    def sign(
        self,
        *,
        KeyId: str,  # noqa: N803
        Message: bytes,  # noqa: N803
        MessageType: str,  # noqa: N803
        SigningAlgorithm: str,  # noqa: N803
    ) -> dict[str, Any]:
        """Of whole messages: what else KMS signs is a digest."""

        def play() -> dict[str, Any]:
            self._signs(KeyId, "Sign")
            if SigningAlgorithm != SIGNS:
                raise refusal("InvalidKeyUsageException", "Sign")
            if MessageType != "RAW" or len(Message) > MOST_SIGNED_BYTES:
                raise refusal("ValidationException", "Sign")
            signature = _pair(KeyId).sign(Message, ec.ECDSA(SHA256()))
            return {"KeyId": KeyId, "Signature": signature, "SigningAlgorithm": SigningAlgorithm}

        return self.called("Sign", play)

    @made_of("kms")
    def get_public_key(self, *, KeyId: str) -> dict[str, Any]:  # noqa: N803
        def play() -> dict[str, Any]:
            self._signs(KeyId, "GetPublicKey")
            public = _pair(KeyId).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            return {"KeyId": KeyId, "PublicKey": public, "SigningAlgorithms": [SIGNS], "KeyUsage": "SIGN_VERIFY"}

        return self.called("GetPublicKey", play)

    def _signs(self, key: str, operation: str) -> None:
        if key in self.keys:
            raise refusal("InvalidKeyUsageException", operation)
        if key not in SIGNING_KEYS:
            raise refusal("NotFoundException", operation)
        if key in self.gone:
            raise refusal("DisabledException", operation)

    def _usable(self, key: str, operation: str) -> None:
        if key not in self.keys:
            raise refusal("NotFoundException", operation)
        if key in self.gone:
            raise refusal("DisabledException", operation)


def _pair(key: str) -> ec.EllipticCurvePrivateKey:
    """The same pair in every world."""
    return ec.derive_private_key(int.from_bytes(hashlib.sha256(key.encode()).digest()[:31]) + 1, ec.SECP256R1())


def _cipher(key: str) -> AESGCM:
    return AESGCM(hashlib.sha256(key.encode()).digest())


def _written(context: Mapping[str, str] | None) -> bytes:
    return json.dumps(dict(context or {}), sort_keys=True).encode()
