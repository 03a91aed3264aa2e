"""Reading document rows, and storing their PDFs: one object each, at a key made from case and document number."""

import hashlib
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from chalicelib.cases.model import Case, Status
from chalicelib.foundation import keys, names, telemetry
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict
from chalicelib.foundation.writes import ABSENT, Op, delete, equals, put

CERTIFICATE = "certificate"
READY = "ready"  # numbered and printed
SUPERSEDED = "superseded"
PENDING = "pending"  # a certificate that has not been compared with the paper result yet
HELD = "held"  # a letter of it cannot be printed: somebody has to look


class Document(BaseModel, defer_build=True):
    """A DOCUMENT row. Once `state` is ready it has a `number`, and the PDF is at `key`. A result that was corrected is
    superseded: its PDF stays as evidence and is given to nobody.

    One that is `held` has letters that no font has, by code point in `unprintable`; nothing of it is shown.
    A certificate is `pending` until the issuing window has found it equal to the paper result (rules 一(三)6).

    `edition` counts how often `data` was written anew, None if never: a condition can ask for it, but not for `data`,
    which the table has encrypted.

    `division`, `organ`, `organ_code` and `year` say which register gives the number; a certificate, numbered by its
    case, has none of them.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    case_id: str
    no: str
    kind: str
    title: str
    state: str
    template: str
    data: str = Field(repr=False)
    edition: int | None = None
    division: str = ""
    organ: str = ""
    organ_code: str = ""
    year: int = 0
    number: str | None = None
    identifier: str | None = None
    unprintable: tuple[str, ...] = ()
    key: str | None = None
    s3_version: str | None = None
    sha256: str | None = None
    size: int | None = None
    created_at: AwareDatetime


def load(platform: Platform, case_id: str, no: str) -> Document | None:
    item = platform.table.get(keys.document(case_id, no))
    return Document.model_validate(item) if item else None


def load_made(platform: Platform, case: Case, no: str, read: Document | None = None) -> Document | None:
    """The document. 409 with Retry-After while the issuing machine is about to make it; None where there is none.

    `read` is the document as it was read beside the case, which may have been a moment before it was made.
    """
    document = read or load(platform, case.id, no)
    if document is None and no == CERTIFICATE and case.status is Status.DECIDED and case.outcome == "grant":
        raise Conflict(code="document_preparing", title="证照正在制作，请稍后再试", headers={"Retry-After": "2"})
    return document


def documents(platform: Platform, case_id: str) -> list[Document]:
    rows = platform.table.query_all(keys.case(case_id), prefix=keys.DOCUMENT)
    return sorted((Document.model_validate(row) for row in rows), key=lambda document: document.created_at)


def supersede(document: Document, version: int, reason: str) -> list[Op]:
    """The row of a result makes place for its next version. `version` is the one that ends, `reason` says why."""
    no = f"{document.no}-{version}"
    row = document.model_dump(mode="json", exclude_none=True) | {"no": no, "state": SUPERSEDED, "reason": reason}
    kept = {**keys.document(document.case_id, no)._asdict(), **row}
    return [
        delete(keys.document(document.case_id, document.no), when=equals(identifier=document.identifier)),
        put(kept, when=ABSENT),
    ]


def document_key(case_id: str, no: str) -> str:
    return f"{hashlib.sha256(f'{case_id}/{no}'.encode()).hexdigest()[:4]}/{case_id}/{no}.pdf"


def report_held(platform: Platform, case_id: str, no: str) -> None:
    """Have the alarm on held documents ring; which letters are lacking stands in the row, as they are of a name."""
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
