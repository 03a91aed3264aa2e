"""Who asks for an act, and what the act answers. Pure, because models and rules import it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from chalicelib.access.actor import Actor, Role
from chalicelib.foundation import problems

ENTITY_TAG = re.compile(r'(W/)?("[^"]*")')
Channel = Literal["web", "mobile", "kiosk", "counter"]


def nobody_asks() -> None:
    """The post of this caller needs no asking, or was asked before."""


@dataclass(frozen=True)
class Caller:
    """Who asks for an act, and when (legal time, +08:00).

    `key` is the `Idempotency-Key`, `digest` that of the request, `former_digest` that with the index key before, while
    a rotation of it goes on. `if_match` the `If-Match` header: the version that the
    caller has seen, or a list of versions. A machine has none of them. `on_behalf_of` is the id of the authorisation
    under which an agent acts for somebody else. `in_post` raises where the caller has left the post; what writes down
    that somebody has read asks it first.
    """

    actor: Actor
    at: datetime
    key: str | None = None
    digest: str = ""
    former_digest: str = ""
    if_match: str | None = None
    channel: Channel = "web"
    on_behalf_of: str | None = None
    in_post: Callable[[], None] = field(default=nobody_asks, compare=False)

    def has_sent(self, digest: str) -> bool:
        """Whether a record with this digest is of the same request."""
        return digest in (self.digest, self.former_digest or self.digest)

    def expect(self, etag: str) -> None:
        """Raise unless the caller has seen this version: 428 without `If-Match`, 412 with other versions only.

        Versions are compared strongly (RFC 9110, 13.1.1): a weak one (`W/`) never matches. `*` matches any version:
        who sends it says that only the existence counts.
        """
        if self.if_match is None:
            raise problems.PreconditionRequired
        if self.if_match != "*" and etag not in _strong_tags(self.if_match):
            raise problems.Stale(headers={"ETag": etag})


def _strong_tags(header: str) -> list[str]:
    return [tag for weak, tag in ENTITY_TAG.findall(header) if not weak]


@dataclass(frozen=True)
class Receipt:
    """What an act answers. `facts` holds nothing personal; the answer is rendered from it each time it is asked for.

    `repeated`: an earlier request with the same key was answered with it, so time has passed since.
    """

    facts: dict[str, Any] = field(default_factory=dict[str, Any])
    etag: str | None = None
    repeated: bool = field(default=False, compare=False)


# Not validated: that would build the validators of actors in every function that starts.
MACHINE = Actor.model_construct(sub="machine", role=Role.ADMINISTRATOR, name="一门平台", region="000000")
