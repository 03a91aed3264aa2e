"""The event chain of a case. Events are only appended, and each holds the hash of the one before it.

So anybody who has the events can check, without this system, that none was changed, removed or inserted.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal, cast

from pydantic import AwareDatetime, BaseModel, ConfigDict, WithJsonSchema, model_validator

from chalicelib.access.actor import Role
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item

GENESIS = "0" * 64
# A row of an event is under a kilobyte, or pays for two of them: `data` that are longer than so many bytes are packed.
PLAIN_BYTES = 400
PACKED = "packed"
# What such data often say, for zlib. Like that of `foundation/frequent.py` it must stay while rows are kept that were
# packed with it; zlib names it in each stream, so another one may be added. What is most frequent comes last.
OFTEN = (
    '{"agents_right":"","identity_level":4,"item":"YM-P01","item_version":1,"item_hash":"","channel":"web"'
    '"channel":"window""moved":{"recounted":{"valid_from":"20","valid_until":"20","validity":"outcome":"grant"'
    '"outcome":"refuse""task":"","recommendation":"","relation":"legal_representative","recipient":"'
    '"grounds":{"person":"K-","staff_type":"公务员","trained_until":"20","letter_from":"20","letter_to":"20"},'
    '"documents":["sheets":["lines":["document_digests":{"000"department":"","document":"000-receipt-voucher",'
    '-acceptance-notice","document_digest":"","files":[{"line":"0","file":"","sha256":"","added_by":""},{"line":"0'
    '{"clocks":{"acceptance":{"started":"20","length":5,"unit":"workday","basis":"《行政许可法》第三十二条"'
    ',"pauses":[],"extension":0,"duty":null,"own":false,"due":"20","provisional":false},"promised":{"started":"20'
    '","length":7,"unit":"workday","basis":"承诺办理时限","pauses":[],"extension":0,"duty":null,"own":false,"due":"20'
    '","provisional":false},"statutory":{"started":"20","length":10,"unit":"workday","basis":"《管理办法》第条"'
    ',"pauses":[],"extension":0,"duty":null,"own":false,"due":"20","provisional":false}}'
).encode()
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

    @model_validator(mode="before")
    @classmethod
    def _of_a_row(cls, given: Any) -> Any:
        row = cast("Mapping[str, Any] | None", given if type(given) is dict else None)
        return unpacked(row) if row and PACKED in row else cast("Any", given)

    def sealed(self) -> "Event":
        """The event with its own hash."""
        return self.model_copy(update={"hash": digest(self.model_dump(mode="json", exclude={"hash"}))})


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON: sorted keys, no spaces, UTF-8."""
    return hashlib.sha256(
        json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    ).hexdigest()


def stored(event: Event) -> Item:
    """The event as its row has it: without what it does not have, and with `data` packed when they are long.

    Its hash is over the event and not over the row, so packing says nothing about it.
    """
    row = {name: value for name, value in event.model_dump(mode="json").items() if value is not None}
    plain = json.dumps(row["data"], separators=(",", ":"), ensure_ascii=False).encode()
    if len(plain) > PLAIN_BYTES:
        del row["data"]
        packer = zlib.compressobj(9, zdict=OFTEN)
        row[PACKED] = packer.compress(plain) + packer.flush()
    return row


def unpacked(row: Mapping[str, Any]) -> Item:
    """The row of an event with its `data` as they are, whether they were packed or not."""
    if PACKED not in row:
        return dict(row)
    plain = {name: value for name, value in row.items() if name != PACKED}
    return {**plain, "data": json.loads(zlib.decompressobj(zdict=OFTEN).decompress(bytes(row[PACKED])))}


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
