"""Reading document rows and their texts, and storing their PDFs: one object each, at a key made from case and text.

A document has two rows. The small one changes: its state, its number, where its PDF is. The other one holds its text,
which is most of its size, and is written once.
"""

import hashlib
from datetime import date, datetime
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from chalicelib.cases.model import Case, Status
from chalicelib.foundation import keys, names, telemetry
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, NotFound
from chalicelib.foundation.writes import ABSENT, Op, delete, equals, put

CERTIFICATE = "certificate"
PREPARING = "preparing"  # to be numbered or printed
READY = "ready"  # numbered and printed
SUPERSEDED = "superseded"
PENDING = "pending"  # a certificate that has not been compared with the paper result yet
ERASED = "erased"  # its term of retention is over: text and PDF are gone
HELD = "held"  # a letter of it cannot be printed: somebody has to look


class Document(BaseModel, defer_build=True):
    """A DOCUMENT row. Once `state` is ready it has a `number`, and the PDF is at `key`. A result that was corrected is
    superseded: its PDF stays as evidence and is given to nobody.

    One that is `held` has letters that no font has, by code point in `unprintable`; nothing of it is shown.
    A certificate is `pending` until the issuing window has found it equal to the paper result (rules 一(三)6).

    `division`, `organ`, `organ_code` and `year` say which register gives the number; a certificate, numbered by its
    case, has none of them. `text` names the row with its text. `issued_at` is the time that the PDF bears, where that
    is not the time at which the document was made. `seal` is the id of the seal that it names; documents that were made
    before rows had one say it in their text alone. `readers` are the departments that read it besides the one that
    decides the case; what departments write to one another is not `to_applicant`.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    case_id: str
    no: str
    kind: str
    title: str
    state: str
    template: str
    text: str
    division: str = ""
    organ: str = ""
    organ_code: str = ""
    year: int = 0
    seal: str = ""
    number: str | None = None
    identifier: str | None = None
    unprintable: tuple[str, ...] = ()
    key: str | None = None
    s3_version: str | None = None
    sha256: str | None = None
    size: int | None = None
    created_at: AwareDatetime
    issued_at: AwareDatetime | None = None
    readers: tuple[str, ...] = ()
    to_applicant: bool = True

    @property
    def dated(self) -> datetime:
        """The time that the PDF bears."""
        return self.issued_at or self.created_at

    @property
    def named(self) -> str:
        """As another document names it."""
        return f"《{self.title}》（{self.number}）" if self.number else f"《{self.title}》"

    @property
    def made(self) -> tuple[str, date]:
        """Its kind, and the day on which the act gave it out."""
        return self.kind, self.created_at.date()


class WholeDocument(Document, defer_build=True):
    """A document with its text: the JSON from which its template is filled."""

    data: str = Field(repr=False)


def text_row(case_id: str, name: str, data: str) -> Op:
    """Write what a document says, under a new name."""
    return put({**keys.document_text(case_id, name)._asdict(), "data": data}, when=ABSENT)


def load(platform: Platform, case_id: str, no: str) -> Document | None:
    return document_of(platform.table.get(keys.document(case_id, no)))


def document_of(row: Item | None) -> Document | None:
    return Document.model_validate(row) if row else None


def load_whole(platform: Platform, case_id: str, no: str) -> WholeDocument | None:
    """The document with its text, in one call but for a text that was corrected: most have the document's own name.

    404 for one that was erased.
    """
    place, likely = keys.document(case_id, no), keys.document_text(case_id, no)
    found = platform.table.get_many([place, likely])
    if place not in found:
        return None
    if found[place]["state"] == ERASED:
        raise erased()
    named = keys.document_text(case_id, found[place]["text"])
    text = found.get(named) if named == likely else platform.table.get(named)
    if text is None:
        raise LookupError(f"the text of {no} is missing")
    return WholeDocument.model_validate(found[place] | {"data": text["data"]})


def erased() -> NotFound:
    return NotFound(code="document_erased", title="该文书的保管期限已满，已经销毁")


def load_made(platform: Platform, case: Case, no: str, read: Document | None = None) -> Document | None:
    """The document. 409 with Retry-After while the issuing machine is about to make it; None where there is none.

    `read` is the document as it was read beside the case, which may have been a moment before it was made.
    """
    document = read or load(platform, case.id, no)
    require_made(case, no, document)
    return document


def require_made(case: Case, no: str, document: Document | None) -> None:
    """409 with Retry-After while the issuing machine is about to make this document."""
    if document is None and no == CERTIFICATE and case.status is Status.DECIDED and case.outcome == "grant":
        raise Conflict(code="document_preparing", title="证照正在制作，请稍后再试", headers={"Retry-After": "2"})


def documents(platform: Platform, case_id: str) -> list[Document]:
    rows = platform.table.query_all(keys.case(case_id), prefix=keys.DOCUMENT)
    return sorted((Document.model_validate(row) for row in rows), key=lambda document: document.created_at)


def whole_documents(platform: Platform, case_id: str) -> list[WholeDocument]:
    """All documents of the case with their texts, in one query; none that were erased."""
    rows = {row["sk"]: row for row in platform.table.query_all(keys.case(case_id), between=keys.WHOLE_DOCUMENTS)}
    texts = {keys.name_in(sk, keys.DOCUMENT_TEXT): row["data"] for sk, row in rows.items() if "data" in row}
    documents = [row for sk, row in rows.items() if keys.has_prefix(sk, keys.DOCUMENT)]
    found = [row for row in documents if row["state"] != ERASED]
    whole = [WholeDocument.model_validate(row | {"data": texts[row["text"]]}) for row in found]
    return sorted(whole, key=lambda document: document.created_at)


def supersede(document: Document, version: int, reason: str) -> list[Op]:
    """The row of a result makes place for its next version. `version` is the one that ends, `reason` says why."""
    no = f"{document.no}-{version}"
    fields = document.model_dump(mode="json", exclude_none=True, include=set(Document.model_fields))
    row = fields | {"no": no, "state": SUPERSEDED, "reason": reason}
    kept = {**keys.document(document.case_id, no)._asdict(), **row}
    return [
        delete(keys.document(document.case_id, document.no), when=equals(identifier=document.identifier)),
        put(kept, when=ABSENT),
    ]


def document_key(case_id: str, text: str) -> str:
    """Where the PDF of a text is. What was printed from an earlier text stays as evidence."""
    return f"{hashlib.sha256(f'{case_id}/{text}'.encode()).hexdigest()[:4]}/{case_id}/{text}.pdf"


def report_held(platform: Platform, case_id: str, no: str) -> None:
    """Have the alarm on held documents ring; which letters are lacking stands in the row, as they are of a name. Of a
    trial nobody is called: whoever plays sees it.
    """
    if platform.trial:
        return
    telemetry.log.error("document held: no font has a letter of it", extra={"case_id": case_id, "document": no})
    telemetry.gauge(names.HELD_DOCUMENTS, 1, stage=platform.settings.stage)


def store_pdf(platform: Platform, key: str, pdf: bytes) -> str | None:
    """Store the PDF and return the version of the object. A repetition stores the same bytes."""
    answer: Any = platform.s3.put_object(
        Bucket=platform.settings.documents_bucket,
        Key=key,
        Body=pdf,
        ContentType="application/pdf",
        ChecksumAlgorithm="SHA256",
    )
    return answer.get("VersionId")
