"""The event chain of a case: append-only, each event with the hash of the one before, verifiable offline."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict

GENESIS = "0" * 64


class Event(BaseModel):
    """One thing that happened. `data` holds references and digests, never personal data.

    `actor` is an opaque subject with a role. `policy` is the rule that allowed the act, `letter` the letter of
    authority it was done under, where one is asked for.
    """

    model_config = ConfigDict(frozen=True)

    case_id: str
    seq: int
    type: str
    at: AwareDatetime
    actor: str
    role: str
    department: str | None = None
    policy: str | None = None
    letter: str | None = None
    data: dict[str, Any]
    previous: str
    hash: str = ""

    def sealed(self) -> "Event":
        return self.model_copy(update={"hash": digest(self.model_dump(mode="json", exclude={"hash"}))})


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON: sorted keys, no spaces, UTF-8."""
    return hashlib.sha256(
        json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    ).hexdigest()


def truncated_at(events: Sequence[Event], seq: int, last: str) -> int | None:
    """As `broken_at`, and the chain must reach event `seq` with the hash `last`; it may have grown since."""
    known = events[:seq]
    broken = broken_at(events)
    if broken is None and (len(known) < seq or (known and known[-1].hash != last)):
        return len(known)
    return broken


def broken_at(events: Iterable[Event]) -> int | None:
    """The number of the first event that does not follow from the one before; None when the chain is whole."""
    previous, expected = GENESIS, 1
    for event in events:
        if event.seq != expected or event.previous != previous or event.sealed().hash != event.hash:
            return expected
        previous, expected = event.hash, expected + 1
    return None
