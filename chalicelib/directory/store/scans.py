"""Where the uploads of letters' scans are kept until they are checked: a row for each, which goes after some days.

What has passed the check stands in the letter itself.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from pydantic import AwareDatetime

from chalicelib.directory.model.letters import Letter
from chalicelib.directory.model.terms import Record
from chalicelib.directory.store.kept import Kept
from chalicelib.directory.store.letters import letter_in
from chalicelib.foundation import keys, register_keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import ABSENT, Op, equals, put, update

ScanState = Literal["awaited", "ready", "refused"]
ROW_KEPT = timedelta(days=30)
# What the owner of an object is called that is no material of a case. No id of a case has a dot.
OWNER = "letter"
MOST_SHOWN = 20


class ScanUpload(Record):
    """A scan that somebody of the department has announced. `sha256` is the digest in base64, as S3 has it."""

    id: str
    letter: str
    region: str
    content_type: Literal["application/pdf", "image/jpeg", "image/png"]
    size: int
    sha256: str
    by: str
    role: str
    requested_at: AwareDatetime
    state: ScanState = "awaited"
    reason: str | None = None


class Awaited(NamedTuple):
    """An upload, and the letter that it is of."""

    upload: ScanUpload
    letter: Kept[Letter]


def owner_of(region: str, letter_id: str) -> str:
    """How the object of a scan is named where that of a material has the id of its case."""
    return f"{OWNER}.{region}.{letter_id}"


def letter_of(owner: str) -> tuple[str, str] | None:
    """Region and id of the letter; None for the object of a case."""
    parts = owner.split(".")
    return (parts[1], parts[2]) if len(parts) == 3 and parts[0] == OWNER else None


def announce(upload: ScanUpload, wall: datetime, label: str) -> Op:
    key = register_keys.letter_scan(upload.region, upload.letter, upload.id)
    row: Item = {**key._asdict(), "document": upload.model_dump_json(exclude_none=True), "state": upload.state}
    return put(row | {"ttl": int((wall + ROW_KEPT).timestamp())}, when=ABSENT, label=label)


def settle(upload: ScanUpload, after: ScanUpload) -> Op:
    """The row once it is checked. Refused when another check came first."""
    key = register_keys.letter_scan(upload.region, upload.letter, upload.id)
    told: Mapping[str, Any] = {"document": after.model_dump_json(exclude_none=True), "state": after.state}
    return update(key, put=told, when=equals(state=upload.state))


def load_awaited(table: Table, region: str, letter_id: str, upload_id: str) -> Awaited | None:
    """The upload with its letter, in one call; None where either is not there."""
    wanted = register_keys.letter_scan(region, letter_id, upload_id), register_keys.letter(region, letter_id)
    rows = table.get_many(wanted)
    if len(rows) < len(wanted):
        return None
    return Awaited(_upload(rows[wanted[0]]), letter_in(rows[wanted[1]]))


def uploads_of(table: Table, region: str, letter_id: str) -> list[ScanUpload]:
    """The uploads of a letter of the last days, the newest first."""
    prefix: keys.Key = register_keys.letter_scan(region, letter_id, "")
    rows = table.query(prefix.pk, prefix=prefix.sk, limit=MOST_SHOWN).items
    return sorted(map(_upload, rows), key=lambda one: one.requested_at, reverse=True)


def _upload(row: Item) -> ScanUpload:
    return ScanUpload.model_validate_json(row["document"])
