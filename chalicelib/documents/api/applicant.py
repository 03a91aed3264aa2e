"""The documents of one's own case: notices, decision, certificate."""

from chalicelib.access.policy import Permission
from chalicelib.cases.acts.disclose import record_agent
from chalicelib.cases.acts.lookup import own_case
from chalicelib.documents.api.document_answers import DocumentLink, DocumentList, document_link, document_list
from chalicelib.documents.store import vault
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.problems import Conflict
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="documents")


@api.get("/applications/{case_id}/documents", Permission.APPLY, "我的文书和证照", for_agents=True, answer=DocumentList)
def list_documents(call: Call[None, None], case_id: str) -> Answer:
    with meanwhile(lambda: vault.documents(call.platform, case_id)) as documents:
        case = own_case(call.platform, call.caller, case_id)
    record_agent(call.platform, call.caller, call.request_id, case, ["/documents"])
    return Answer(document_list(documents.result()))


@api.get(
    "/applications/{case_id}/documents/{no}",
    Permission.APPLY,
    "下载文书或证照",
    answer=DocumentLink,
    problems=(Conflict,),
    for_agents=True,
)
def read_document(call: Call[None, None], case_id: str, no: str) -> Answer:
    with meanwhile(lambda: vault.load(call.platform, case_id, no)) as read:
        case = own_case(call.platform, call.caller, case_id)
    record_agent(call.platform, call.caller, call.request_id, case, [f"/documents/{no}"])
    return Answer(document_link(call.platform, vault.load_made(call.platform, case, no, read.result())))
