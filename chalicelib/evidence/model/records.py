"""What stands in the parts of an export. Each part but the documents and materials is JSON in one canonical writing."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from chalicelib.cases.model.clock import ClockKind
from chalicelib.clock.notice import HolidayNotice
from chalicelib.clock.unit import Unit

FORMAT = "yimen-export/1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
CASE, EVENTS, ITEM, CLOCKS, CALENDAR = "case.json", "events.json", "item.json", "clocks.json", "calendar.json"
DOCUMENTS, MATERIALS, LETTERS, POLICIES = "documents.json", "materials.json", "letters.json", "policies.json"
HEADS, GUIDE = "heads.json", "README.txt"
# Every export has these.
ALWAYS = (CASE, EVENTS, ITEM, CLOCKS, CALENDAR, DOCUMENTS, MATERIALS, LETTERS, POLICIES, HEADS, GUIDE)
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Part(BaseModel, defer_build=True):
    """Frozen and strict: an export has nothing that its reader does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces, UTF-8: equal values have equal bytes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Facts(Part):
    """Size and SHA-256 (hex) of a part."""

    size: int
    sha256: Digest


class ReaderFacts(Part):
    """For whom it was exported: role, department, and what for. No account: the access log has that."""

    role: str
    department: str | None = None
    purpose: str | None = None


class Software(Part):
    name: str
    version: str


class Withheld(Part):
    """What `for_whom` is not shown; `place` is that of a finding, as `event/5/actor`."""

    place: str
    why: str


class PublicKey(Part):
    """`pem` is the SubjectPublicKeyInfo, `fingerprint` the SHA-256 (hex) of its DER."""

    use: Literal["exports", "heads"]
    fingerprint: Digest
    pem: str


class Manifest(Part):
    """The first part: what the others are. Its bytes are what `manifest.sig` signs."""

    format: Literal["yimen-export/1"]
    case_id: str
    division: str
    exported_at: AwareDatetime
    exported_for: ReaderFacts
    software: Software
    events: int
    last_hash: Digest
    parts: Mapping[str, Facts]
    withheld: Sequence[Withheld] = ()
    closed: Sequence[Withheld] = ()
    key: PublicKey | None = None


class CaseFacts(Part):
    """What the platform says of the case, without anything personal."""

    id: str
    division: str
    item: str
    item_version: int
    item_name: str
    department: str
    handling: str
    channel: str
    status: str
    seq: int
    last_hash: Digest
    number: str | None = None
    outcome: str | None = None
    received_at: AwareDatetime | None = None
    accepted_at: AwareDatetime | None = None
    decided_at: AwareDatetime | None = None
    delivered_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    erased_at: AwareDatetime | None = None


class ItemFacts(Part):
    """The version of the item that the case is pinned to; `content_hash` is that of the catalogue. `request_of` says of
    what scheme a joint request is, word by word as the hash has it after the document.
    """

    code: str
    version: int
    content_hash: Digest
    document: Mapping[str, Any]
    request_of: str | None = None


class DayFacts(Part):
    date: date
    counted: bool
    number: int | None = None
    reason: str


class ClockFacts(Part):
    """A clock of the case, counted day by day up to its last day. `running`: it has not ended at the export."""

    kind: ClockKind
    label: str
    started: date
    length: int
    unit: Unit
    basis: str
    pauses: Sequence[tuple[date, date]] = ()
    extension: int = 0
    duty: Annotated[int, Field(ge=1, le=7)] | None = None
    last: date | None = None
    due: date
    provisional: bool
    running: bool
    days: Sequence[DayFacts]


class CalendarFacts(Part):
    """The calendar in force at the export: `published_until` is the last year whose notice the software came with,
    `notices` are those that were loaded besides.
    """

    published_until: int
    notices: Sequence[HolidayNotice] = ()


class DocumentFacts(Part):
    """A document of the case. `salt` opens the digest of its text that its event has; `text` is the name of that text.
    `document` names the part with its PDF, `data` that with its text; both are absent where they are not shown.
    """

    no: str
    kind: str
    title: str
    state: str
    number: str | None = None
    identifier: str | None = None
    created_at: AwareDatetime
    sha256: Digest | None = None
    size: int | None = None
    text: str
    salt: str | None = None
    document: str | None = None
    data: str | None = None


class MaterialFacts(Part):
    """An uploaded file that an event received. Digests are base64, as S3 has them. `kept_sha256`: that of the copy
    without traces of photos, which is kept instead. `event` received it. `part` has its bytes, where they are enclosed.
    """

    id: str
    line: str
    size: int
    content_type: str
    sha256: str
    kept_sha256: str | None = None
    s3_version: str | None = None
    event: int
    checked_at: AwareDatetime | None = None
    part: str | None = None


class LetterFacts(Part):
    """A letter of authority as it is registered at the export. It covers all items where `items` is empty. `digest` is
    that of `document` in its canonical writing.
    """

    number: str
    kind: str
    department: str
    items: Sequence[str]
    valid_from: date
    valid_until: date | None = None
    revoked_at: AwareDatetime | None = None
    document: Mapping[str, Any]
    digest: Digest


class PolicyFacts(Part):
    """A rule that allowed an act, in one Chinese sentence; None for a rule that has none."""

    id: str
    sentence: str | None = None
    basis: str | None = None
