"""A request of another system, as that system has signed it (Standard Webhooks)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SignedMessage:
    """The bytes of the body, and the three headers that the signature is about."""

    body: bytes
    id: str
    timestamp: str
    signature: str
