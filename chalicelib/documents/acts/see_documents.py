"""Seeing the documents of a case: to whom the case is a duty sees all of them. A department that takes part in a joint
session sees those that are addressed to it, and its own.
"""

from typing import NamedTuple

from chalicelib.access.actor import Actor
from chalicelib.access.policy import same_department, same_region
from chalicelib.cases.acts.lookup import no_case
from chalicelib.cases.model import Case
from chalicelib.cases.model.access import may_see
from chalicelib.cases.model.clocks import recounted
from chalicelib.cases.store.records import load_case
from chalicelib.documents.store import vault
from chalicelib.documents.store.vault import Document
from chalicelib.durable.caller import Caller
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.platform import Platform


class Seen(NamedTuple):
    case: Case
    documents: list[Document]


def seen_documents(platform: Platform, caller: Caller, case_id: str) -> Seen:
    """All that the caller may see; 404 where that is nothing."""
    with meanwhile(lambda: vault.documents(platform, case_id)) as made:
        case = load_case(platform.table, case_id)
    if case is None:
        raise no_case()
    shown = [one for one in made.result() if _may_read(caller.actor, case, one)]
    if not shown and not may_see(caller.actor, case):
        raise no_case()
    return Seen(recounted(case, platform.calendar), shown)


def seen_document(platform: Platform, caller: Caller, case_id: str, no: str) -> tuple[Case, Document | None]:
    """The document if it is there. 404 for who may see neither the case nor this document; 409 while it is made."""
    with meanwhile(lambda: vault.load(platform, case_id, no)) as read:
        case = load_case(platform.table, case_id)
    document = read.result()
    if case is None or not (may_see(caller.actor, case) or (document and _may_read(caller.actor, case, document))):
        raise no_case()
    return recounted(case, platform.calendar), vault.load_made(platform, case, no, document)


def _may_read(actor: Actor, case: Case, document: Document) -> bool:
    if may_see(actor, case):
        return True
    return same_region(actor, case.division) and any(same_department(actor, one) for one in document.readers)
