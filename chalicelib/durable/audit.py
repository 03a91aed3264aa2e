"""The event chain of a case. Events are only appended, and each holds the hash of the one before it.

So anybody who has the events can check, without this system, that none was changed, removed or inserted.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, WithJsonSchema

from chalicelib.access.actor import Role
from chalicelib.foundation import keys

GENESIS = "0" * 64
# Acts of the platform itself have the role machine.
EventRole = Annotated[
    Role | Literal["machine"], WithJsonSchema({"type": "string", "enum": [*(role.value for role in Role), "machine"]})
]


class Event(BaseModel, defer_build=True):
    """One thing that happened to the case.

    `data` holds references and digests and never personal data. `actor` is the subject of a token, which names nobody.
    `policy` is the rule that allowed the act. `letter` is the letter of authority, when the act needs one.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    case_id: str
    seq: int
    type: str
    at: AwareDatetime
    actor: str
    role: EventRole
    department: str | None = None
    policy: str | None = None
    letter: str | None = None
    data: dict[str, Any]
    previous: str
    hash: str = ""

    def sealed(self) -> "Event":
        """The event with its own hash."""
        return self.model_copy(update={"hash": digest(self.model_dump(mode="json", exclude={"hash"}))})


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON: sorted keys, no spaces, UTF-8."""
    return hashlib.sha256(
        json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    ).hexdigest()


def entry_of_day(division: str, event: Event) -> dict[str, str]:
    """The attributes that put the row of an event into the index of days, from which the head of its day is made.

    The day is that of the act's legal time, +08:00.
    """
    return {
        "days_pk": keys.day_of_heads(event.at.date().isoformat(), shard_of_day(event.case_id)),
        "days_sk": keys.event_of_day(division, event.case_id, event.seq, event.hash),
    }


def printed_on(division: str, case_id: str, text: str, sha256: str, day: date) -> dict[str, str]:
    """The same for the row of a document, once it was printed: `sha256` is that of its PDF."""
    return {
        "days_pk": keys.day_of_heads(day.isoformat(), shard_of_day(case_id)),
        "days_sk": keys.printing_of_day(division, case_id, text, sha256),
    }


def shard_of_day(case_id: str) -> int:
    """Cases are spread, so that the writes of one day do not all go to one partition of the index."""
    return hashlib.sha256(case_id.encode()).digest()[0] % keys.DAY_SHARDS


def truncated_at(events: Sequence[Event], seq: int, last: str) -> int | None:
    """The number of the first event that is wrong or missing; None when the chain is whole up to event `seq`.

    `last` is the hash that event `seq` must have. The chain may be longer: it may have grown since `seq` was read.
    """
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
