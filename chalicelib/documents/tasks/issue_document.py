"""出具文书: a document gets the next number of its organ, kind and year, gapless (R29), and is handed on for printing.

Numbers are given one after the other, so nothing that takes long happens here: a document that cannot be printed, or
that takes a while, keeps no other of its register from its number.
"""

from pydantic import BaseModel, ConfigDict

from chalicelib.documents.model.kinds import DocumentKind, document_number
from chalicelib.documents.store.drafts import printing
from chalicelib.documents.store.numbers import Register, last_serial, number_entry, register_of
from chalicelib.documents.store.vault import ERASED, READY, Document
from chalicelib.durable.outbox import send_message
from chalicelib.foundation import keys, problems
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import equals, update

RACES = 10


class DocumentMessage(BaseModel, defer_build=True):
    """What the queues of documents carry: ids. `in_register` is the register that gives the number, by division, organ,
    kind and year, so that document and register are read at the same time.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    case_id: str
    document: str
    in_register: Register | None = None


def issue_document(platform: Platform, message: DocumentMessage) -> None:
    """Safe to repeat: a numbered document keeps its number, and printing it twice makes the same bytes."""
    document = number_document(platform, message)
    if document is not None and document.state not in (READY, ERASED):
        send_message(platform, printing(document.case_id, document.no))


def number_document(platform: Platform, message: DocumentMessage) -> Document | None:
    """Take the next serial, and write it on the document and into the register in one transaction: no number is lost or
    given twice.

    None when there is no such document.
    """
    for _ in range(RACES):
        document, last = _read(platform, message)
        if document is None or document.number or document.state == ERASED:
            return document
        serial = last + 1
        kind = DocumentKind(document.kind)
        number = document_number(document.organ_code, kind, document.year, serial)
        row = keys.document(document.case_id, document.no)
        try:
            platform.table.write(
                update(row, put={"number": number}, when=equals(number=None, text=document.text)),
                number_entry(document, serial, number),
            )
        except Refused:
            continue  # another document came first, or this one has its number by now
        return document.model_copy(update={"number": number})
    raise problems.Unavailable


def _read(platform: Platform, message: DocumentMessage) -> tuple[Document | None, int]:
    """The document, and the last serial of its register: at the same time where the message names the register."""
    table, named = platform.table, message.in_register
    with meanwhile(lambda: last_serial(table, named) if named else 0) as last:
        row = table.get(keys.document(message.case_id, message.document))
    document = Document.model_validate(row) if row else None
    if document is None or named == (register := register_of(document)):
        return document, last.result()
    return document, last_serial(table, register)
