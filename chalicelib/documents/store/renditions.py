"""Marked renditions of files: made when somebody asks, and kept for a day under what the mark says. Erasing a case
deletes them with its exports, in whose bucket they lie.
"""

from datetime import timedelta
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case
from chalicelib.cases.model.material import MaterialFile, lines_of
from chalicelib.cases.store.files import exports_of
from chalicelib.cases.store.records import CaseFile
from chalicelib.documents.model.marks import Drawn, Mark, ended_mark, mark_of
from chalicelib.documents.store.vault import CERTIFICATE, Document
from chalicelib.durable import outbox
from chalicelib.durable.effects import SendMessage
from chalicelib.foundation import keys, names, register_keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import ABSENT, equals, put, update

# What nobody has made by then is ordered once more, and what could not be made is tried again.
LOST = timedelta(hours=1)
# Shorter than the day for which the bucket keeps it, so that no link leads to nothing.
OFFERED = timedelta(hours=20)
KEPT = timedelta(days=2)


class Rendition(BaseModel, defer_build=True):
    """The row of a rendition: at `key` once it is ready; `reason` says in Chinese why it is impossible."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    state: Literal["preparing", "ready", "impossible"]
    ordered_at: AwareDatetime
    key: str | None = None
    sha256: str | None = None
    size: int | None = None
    reason: str | None = None


class RenditionMessage(BaseModel, defer_build=True):
    """What the queue carries: which file of which case. `document` is the digest of its mark."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    case_id: str
    file: str
    document: str


def mark_now(platform: Platform, found: CaseFile, file: MaterialFile) -> Mark | None:
    """None for a file of a line that the list does not have any more."""
    listed = lines_of(item_of(platform, found.case), found.form)
    line = next((one for one in listed if one.no == file.line), None)
    return mark_of(found.case, line, file, platform.now().date()) if line else None


def mark_of_ended(case: Case, certificate: Document | None) -> Drawn | None:
    """None while the certificate is valid."""
    if certificate is None or certificate.kind != CERTIFICATE or not case.result_ends:
        return None
    return ended_mark(case.result_ends[-1], certificate.sha256) if certificate.sha256 else None


def find(platform: Platform, case: Case, file_id: str, mark: Drawn) -> Rendition | None:
    """`file_id` is that of a file, or the name of the certificate."""
    row = platform.table.get(register_keys.rendition(case.id, file_id, digest_of(platform, mark)))
    found = Rendition.model_validate(row) if row else None
    if found is None or (found.state == "ready" and platform.wall() - found.ordered_at >= OFFERED):
        return None
    return found


def digest_of(platform: Platform, mark: Drawn) -> str:
    return mark.digest(sample=platform.settings.sample_documents)


def order(platform: Platform, case: Case, file_id: str, mark: Drawn) -> None:
    """Have it made, unless somebody has ordered it within the last hour. Of two who ask at once one orders it."""
    now, digest = platform.wall(), digest_of(platform, mark)
    key = register_keys.rendition(case.id, file_id, digest)
    row = platform.table.get(key)
    before = Rendition.model_validate(row) if row else None
    if before is not None and now - before.ordered_at < LOST:
        return
    ends = int((now + KEPT).timestamp())
    facts = {"state": "preparing", "ordered_at": now.isoformat(), "ttl": ends}
    written = put({**key._asdict(), **facts}, when=ABSENT)
    if before is not None:
        written = update(key, put=facts, when=equals(ordered_at=before.ordered_at.isoformat()))
    effect = SendMessage(queue=names.RENDERINGS_QUEUE, body={"case_id": case.id, "file": file_id, "document": digest})
    cause = f"rendition@{file_id}@{digest[:32]}@{now:%Y%m%d%H%M}"
    try:
        platform.table.write(written, *outbox.row(platform, keys.case(case.id), cause, [effect]))
    except Refused:
        return


def object_of(message: RenditionMessage) -> str:
    """Below the exports of the case, so that erasing it finds the rendition."""
    return f"{exports_of(message.case_id)}{message.file}-{message.document[:32]}.pdf"
