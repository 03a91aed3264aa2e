"""The documents of one's own case: notices, decision, certificate. What departments write to one another is none."""

from chalicelib.access.policy import Permission
from chalicelib.cases.acts.disclose import record_agent
from chalicelib.cases.acts.lookup import own_case_beside, own_case_under
from chalicelib.cases.acts.standing import identity_of
from chalicelib.cases.model import Case
from chalicelib.cases.model.guardianship import GuardianshipEnded
from chalicelib.consents.model.authorisation import Authorisation
from chalicelib.documents.api.document_answers import DocumentLink, DocumentList, document_link, document_list
from chalicelib.documents.model.for_agents import is_given, require_given, require_some_given
from chalicelib.documents.model.for_guardians import guardian_is_given
from chalicelib.documents.store import vault
from chalicelib.documents.store.vault import Document
from chalicelib.foundation import keys
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
    made = [one for one in documents.result() if one.to_applicant]
    given = [one for one in made if is_given(under, one.kind) and _is_given(call, case, under, one)]
    return Answer(document_list(case, given))


@api.get(
    "/applications/{case_id}/documents/{no}",
    Permission.APPLY,
    "下载文书或证照",
    answer=DocumentLink,
    problems=(Conflict,),
    for_agents=True,
)
def read_document(call: Call[None, None], case_id: str, no: str) -> Answer:
    case, under, row = own_case_beside(call.platform, call.caller, case_id, keys.document(case_id, no))
    require_some_given(under)
    document = vault.load_made(call.platform, case, no, vault.document_of(row))
    if document is not None and not document.to_applicant:
        document = None
    if document is not None:
        require_given(under, document.kind)
        if not _is_given(call, case, under, document):
            raise GuardianshipEnded
    record_agent(call.platform, call.caller, call.request_id, case, [f"/documents/{no}"])
    return Answer(document_link(call.platform, case, document))


def _is_given(call: Call[None, None], case: Case, under: Authorisation | None, document: Document) -> bool:
    """Whether a guardian, or who acts for one, is still given it; everybody else is."""
    return guardian_is_given(case, identity_of(call.caller, under), document.made, call.caller.at.date())
