"""The documents of one's own case: notices, decision, certificate."""

from chalicelib.access.policy import Permission
from chalicelib.cases.acts.disclose import record_agent
from chalicelib.cases.acts.lookup import own_case_under
from chalicelib.documents.api.document_answers import DocumentLink, DocumentList, document_link, document_list
from chalicelib.documents.model.for_agents import is_given, require_given, require_some_given
from chalicelib.documents.store import vault
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.problems import Conflict
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="documents")


@api.get("/applications/{case_id}/documents", Permission.APPLY, "我的文书和证照", for_agents=True, answer=DocumentList)
def list_documents(call: Call[None, None], case_id: str) -> Answer:
    with meanwhile(lambda: vault.documents(call.platform, case_id)) as documents:
        case, under = own_case_under(call.platform, call.caller, case_id)
    require_some_given(under)
    record_agent(call.platform, call.caller, call.request_id, case, ["/documents"])
    return Answer(document_list([document for document in documents.result() if is_given(under, document.kind)]))


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
        case, under = own_case_under(call.platform, call.caller, case_id)
    require_some_given(under)
    document = vault.load_made(call.platform, case, no, read.result())
    if document is not None:
        require_given(under, document.kind)
    record_agent(call.platform, call.caller, call.request_id, case, [f"/documents/{no}"])
    return Answer(document_link(call.platform, document))
