"""The documents of a case as the hall's people read them."""

from chalicelib.access.policy import Permission, allows
from chalicelib.cases.acts.lookup import seen_case
from chalicelib.documents.api.document_answers import DocumentLink, DocumentList, document_link, document_list
from chalicelib.documents.store import vault
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.problems import Conflict
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="issuance")


@api.get("/cases/{case_id}/documents", Permission.READ_CASES, "办件的文书和证照", answer=DocumentList)
def list_case_documents(call: Call[None, None], case_id: str) -> Answer:
    with meanwhile(lambda: vault.documents(call.platform, case_id)) as documents:
        seen_case(call.platform, call.caller, case_id)
    return Answer(document_list(documents.result(), compares=_compares(call)))


@api.get(
    "/cases/{case_id}/documents/{no}",
    Permission.READ_CASES,
    "下载办件的文书或证照",
    answer=DocumentLink,
    problems=(Conflict,),
)
def read_case_document(call: Call[None, None], case_id: str, no: str) -> Answer:
    with meanwhile(lambda: vault.load(call.platform, case_id, no)) as read:
        case = seen_case(call.platform, call.caller, case_id)
    document = vault.load_made(call.platform, case, no, read.result())
    return Answer(document_link(call.platform, document, compares=_compares(call)))


def _compares(call: Call[None, None]) -> bool:
    return allows(call.actor.role, Permission.COMPARE)
