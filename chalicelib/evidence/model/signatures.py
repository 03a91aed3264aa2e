"""Checking signatures: ECDSA over P-256 with SHA-256, as KMS makes them, with public keys in PEM."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
    load_pem_public_key,
)

# What is signed begins with the format, so that no signature of one thing fits another.
EXPORT = "yimen-export/1"


def signed_by_export(manifest: bytes) -> bytes:
    """What the signature of an export signs: its format, a line feed, and the SHA-256 (hex) of the manifest."""
    return f"{EXPORT}\n{hashlib.sha256(manifest).hexdigest()}".encode()


class NoKey(ValueError):
    """This is no public key on the curve P-256."""


def fits(pem: str, signature: bytes, signed: bytes) -> bool:
    """Whether the key has signed these bytes. Raises NoKey."""
    try:
        _key(pem.encode()).verify(signature, signed, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def fingerprint(pem: str) -> str:
    """SHA-256 (hex) of the key's DER: what is published and compared. Raises NoKey."""
    return hashlib.sha256(_key(pem.encode()).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def as_pem(der: bytes) -> str:
    """The key as KMS gives it, in PEM."""
    key = load_der_public_key(der)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def _key(pem: bytes) -> ec.EllipticCurvePublicKey:
    try:
        key = load_pem_public_key(pem)
    except ValueError:
        raise NoKey from None
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise NoKey
    return key
