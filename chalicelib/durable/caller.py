"""Who asks for an act, and what the act answers. Pure, because models and rules import it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from chalicelib.access.actor import Actor
from chalicelib.foundation import problems

Channel = Literal["web", "mobile", "kiosk", "counter"]


@dataclass(frozen=True)
class Caller:
    """Who asks for an act, and when (legal time, +08:00).

    `key` is the `Idempotency-Key`, `digest` that of the request, `if_match` the version the caller has seen. A machine
    has none of them.
    """

    actor: Actor
    at: datetime
    key: str | None = None
    digest: str = ""
    if_match: str | None = None
    channel: Channel = "web"

    def expect(self, etag: str) -> None:
        """Raise unless the caller has seen this version: 428 without `If-Match`, 412 with another version."""
        if self.if_match is None:
            raise problems.PreconditionRequired
        if self.if_match != etag:
            raise problems.Stale(headers={"ETag": etag})


@dataclass(frozen=True)
class Receipt:
    """What an act answers. `facts` holds nothing personal; the answer is rendered from it each time it is asked for.

    `repeated`: an earlier request with the same key was answered with it, so time has passed since.
    """

    facts: dict[str, Any] = field(default_factory=dict[str, Any])
    etag: str | None = None
    repeated: bool = field(default=False, compare=False)


MACHINE = Actor.model_validate({"sub": "machine", "role": "administrator", "name": "一门平台", "region": "000000"})
