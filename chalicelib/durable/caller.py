"""Who asks for an act and what the act answers. Pure: models and rules import it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from chalicelib.access.actor import Actor
from chalicelib.foundation import problems

Channel = Literal["web", "mobile", "kiosk", "counter"]


@dataclass(frozen=True)
class Caller:
    """Who asks, when (legal time, +08:00), with which `Idempotency-Key` and `If-Match`; machines have neither."""

    actor: Actor
    at: datetime
    key: str | None = None
    digest: str = ""
    if_match: str | None = None
    channel: Channel = "web"

    def expect(self, etag: str) -> None:
        """Refuse unless the caller has seen this version: 428 without If-Match, 412 with another one."""
        if self.if_match is None:
            raise problems.PreconditionRequired
        if self.if_match != etag:
            raise problems.Stale(headers={"ETag": etag})


@dataclass(frozen=True)
class Receipt:
    """The facts of an act done, none of them personal: what its answer is rendered from, now and at every replay."""

    facts: dict[str, Any] = field(default_factory=dict[str, Any])
    etag: str | None = None


MACHINE = Actor.model_validate({"sub": "machine", "role": "administrator", "name": "一门平台", "region": "000000"})
