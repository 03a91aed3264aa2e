"""The documents of a case as the hall's people read them. A department that takes part in a joint session reads those
that are addressed to it, and its own.
"""

from typing import Any

from chalicelib.access.policy import Permission, allows
from chalicelib.cases.acts.disclose import require_reading
from chalicelib.cases.api.case_answers import PurposeQuery, asked_by
from chalicelib.cases.model.disclosure import Part
from chalicelib.documents.acts.see_documents import seen_document, seen_documents
from chalicelib.documents.api.document_answers import DocumentLink, DocumentList, document_link, document_list
from chalicelib.foundation.problems import Conflict
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="issuance")


@api.get("/cases/{case_id}/documents", Permission.READ_CASES, "办件的文书和证照", answer=DocumentList)
def list_case_documents(call: Call[None, None], case_id: str) -> Answer:
    seen = seen_documents(call.platform, call.caller, case_id)
    return Answer(document_list(seen.case, seen.documents, compares=_compares(call)))


@api.get(
    "/cases/{case_id}/documents/{no}",
    Permission.READ_CASES,
    "下载办件的文书或证照，须说明查看目的",
    query=PurposeQuery,
    answer=DocumentLink,
    problems=(Conflict,),
)
def read_case_document(call: Call[None, PurposeQuery], case_id: str, no: str) -> Answer:
    case, document = seen_document(call.platform, call.caller, case_id, no)
    linked = document_link(call.platform, case, document, compares=_compares(call))
    require_reading(call.platform, asked_by(call), case, Part.PAPERS, [f"/documents/{linked.no}"])
    return Answer(linked)


def _compares(call: Call[Any, Any]) -> bool:
    return allows(call.actor.role, Permission.COMPARE)
