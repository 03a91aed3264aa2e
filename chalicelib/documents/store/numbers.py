"""The register of document numbers (文号): an entry for each number, written in the transaction that gives it.

A number stays used whatever becomes of its document. So the entry never changes, and why a number no longer stands for
a document in force is read where it is known: in the row of the document, and in the case. The newest entry is also the
last number that was given. Two that take the next one at the same time would write the same key, so one is refused.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from chalicelib.cases.model.fee_order import FeeOrder
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.store import vault
from chalicelib.documents.store.vault import Document
from chalicelib.foundation import keys, register_keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.table import Page, Table
from chalicelib.foundation.writes import ABSENT, Op, put

NumberState = Literal["used", "annulled", "superseded", "erased"]
Register = tuple[str, str, str, int]


def register_of(document: Document) -> Register:
    return document.division, document.organ, document.kind, document.year


def number_entry(document: Document, serial: int, number: str) -> Op:
    """Small: it is written for each document that is numbered. Refused when the serial was given already."""
    register = register_of(document)
    facts = {"case_id": document.case_id, "no": document.no, "day": document.created_at.date().isoformat()}
    return put({**register_keys.numbered(*register, serial)._asdict(), "number": number, **facts}, when=ABSENT)


def numbers_of(table: Table, register: Register, *, limit: int, after: Mapping[str, str] | None) -> Page:
    """The entries of a register, by serial."""
    return table.query(keys.register(*register), prefix=register_keys.NUMBERED, limit=limit, after=after)


def last_serial(table: Table, register: Register) -> int:
    """The newest serial of the register, 0 for one without a number."""
    newest = table.query(keys.register(*register), prefix=register_keys.NUMBERED, limit=1, forward=False).items
    return serial_of(newest[0]) if newest else 0


def serial_of(entry: Item) -> int:
    return int(keys.name_in(entry["sk"], register_keys.NUMBERED))


def states_of(table: Table, kind: DocumentKind, entries: Sequence[Item]) -> list[NumberState]:
    """How each number stands, by what its document and, of an order to pay, its case say now. One call, or two."""
    documents = [keys.document(one["case_id"], one["no"]) for one in entries]
    cases = [keys.meta(one["case_id"]) for one in entries] if kind is DocumentKind.FEE_NOTICE else []
    found = table.get_many([*documents, *dict.fromkeys(cases)]) if documents else {}
    return [
        _state(one, found.get(document, {}), found.get(keys.meta(one["case_id"]), {}))
        for one, document in zip(entries, documents, strict=True)
    ]


def _state(entry: Item, document: Mapping[str, Any], case: Mapping[str, Any]) -> NumberState:
    match document.get("state"):
        case None | vault.ERASED:
            return "erased"
        case vault.SUPERSEDED:
            return "superseded"
        case _:
            return "annulled" if _annulled(entry["no"], case.get("fee")) else "used"


def _annulled(no: str, fee: Mapping[str, Any] | None) -> bool:
    """Whether the order to pay that this document tells was annulled."""
    if not fee:
        return False
    orders = FeeOrder.model_validate(fee).orders
    return any(order.document == no and order.annulled for order in orders)
