"""出具文书: a document gets the next number of its organ, kind and year, gapless (R29), and is rendered."""

import hashlib

from pydantic import BaseModel, ConfigDict

from chalicelib.documents.acts.hold_document import hold_document
from chalicelib.documents.model.kinds import DocumentKind, document_number
from chalicelib.documents.model.notice import NoticeData
from chalicelib.documents.store import vault
from chalicelib.documents.store.rendering.legible import Unprintable
from chalicelib.documents.store.rendering.typesetting import render
from chalicelib.documents.store.vault import READY, Document, document_key, store_pdf
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import equals, update

RACES = 10


class DocumentMessage(BaseModel, defer_build=True):
    """What the documents queue carries: ids."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    case_id: str
    document: str


def issue_document(platform: Platform, message: DocumentMessage) -> None:
    """Safe to repeat: a numbered document keeps its number, a rendered one is left alone."""
    document = vault.load(platform, message.case_id, message.document)
    if document is None or document.state == READY:
        return
    number = document.number or assign_number(platform, document)
    notice = NoticeData.model_validate_json(document.data)
    formal = notice.formalities.model_copy(update={"number": number})
    printable = notice.model_copy(update={"formalities": formal}).printable()
    try:
        pdf = render(document.template, printable, font_dir=platform.settings.font_dir, issued=document.created_at)
    except Unprintable as lacking:
        hold_document(platform, document.model_copy(update={"number": number}), lacking.code_points)
        return
    key = document_key(document.case_id, document.no)
    version = store_pdf(platform, key, pdf)
    done = {
        "state": READY,
        "key": key,
        "s3_version": version,
        "sha256": hashlib.sha256(pdf).hexdigest(),
        "size": len(pdf),
    }
    row = keys.document(document.case_id, document.no)
    platform.table.write(update(row, put=done, remove=["unprintable"], when=equals(edition=document.edition)))


def assign_number(platform: Platform, document: Document) -> str:
    """Take the next serial and write it on the document in one transaction: no number is lost or given twice."""
    register = keys.register(document.division, document.organ, document.kind, document.year)
    row = keys.document(document.case_id, document.no)
    for _ in range(RACES):
        last = (platform.table.get(register) or {}).get("value")
        serial = (last or 0) + 1
        number = document_number(document.organ_code, DocumentKind(document.kind), document.year, serial)
        try:
            platform.table.write(
                update(register, put={"value": serial}, when=equals(value=last), label="register"),
                update(row, put={"number": number}, when=equals(number=None), label="document"),
            )
        except Refused as refusal:
            if "document" in refusal.labels:
                numbered = vault.load(platform, document.case_id, document.no)
                if numbered and numbered.number:
                    return numbered.number
            continue
        return number
    raise problems.Unavailable
