"""The documents of a case as the hall's people read them."""

from chalicelib.access.policy import Permission
from chalicelib.cases.acts.lookup import seen_case
from chalicelib.documents.api.document_answers import DocumentLink, DocumentList, document_answer, document_link
from chalicelib.documents.store import vault
from chalicelib.foundation.problems import Conflict
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="issuance")


@api.get("/cases/{case_id}/documents", Permission.READ_CASES, "办件的文书和证照", answer=DocumentList)
def list_case_documents(call: Call[None, None], case_id: str) -> Answer:
    case = seen_case(call.platform, call.caller, case_id)
    return Answer(DocumentList(documents=[document_answer(row) for row in vault.documents(call.platform, case.id)]))


@api.get(
    "/cases/{case_id}/documents/{no}",
    Permission.READ_CASES,
    "下载办件的文书或证照",
    answer=DocumentLink,
    problems=(Conflict,),
)
def read_case_document(call: Call[None, None], case_id: str, no: str) -> Answer:
    case = seen_case(call.platform, call.caller, case_id)
    return Answer(document_link(call.platform, vault.load_made(call.platform, case, no)))
