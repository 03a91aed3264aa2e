"""What the API shows of documents; a link reads one document for five minutes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.cases.api.adverse_answers import ResultEndAnswer, annulled_shown, ends_shown
from chalicelib.cases.model import Case
from chalicelib.cases.store.files import LINK_SECONDS, link
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.marks import Drawn
from chalicelib.documents.store import renditions
from chalicelib.documents.store.links import document_url
from chalicelib.documents.store.renditions import mark_of_ended
from chalicelib.documents.store.vault import (
    CERTIFICATE,
    ERASED,
    HELD,
    PENDING,
    PREPARING,
    SUPERSEDED,
    Document,
    erased,
)
from chalicelib.foundation import problems
from chalicelib.foundation.open_lists import OpenList
from chalicelib.foundation.platform import Platform

DocumentState = Literal["preparing", "ready", "held", "pending", "superseded", "erased"]
# A certificate is no 文书 and has no kind in that list.
KINDS = {kind.value: kind.title(licence=False) for kind in DocumentKind} | {CERTIFICATE: "办理结果（证照、批准文件等）"}
DocumentKindName = Annotated[str, OpenList("文书种类", KINDS)]


class DocumentAnswer(BaseModel, defer_build=True):
    """`state` is preparing (being numbered and rendered), ready, held (a letter of it cannot be printed), pending: a
    certificate that was not compared with the paper result yet, which only the issuing window sees; or superseded by a
    corrected version, which only that window sees too; or erased, as its case is kept no longer.
    """

    no: str
    kind: DocumentKindName
    title: str
    state: DocumentState
    number: str | None = None
    identifier: str | None = None
    created_at: datetime
    size: int | None = None
    sha256: Annotated[
        str | None,
        Field(description="所下载的 PDF 的 SHA-256 摘要，十六进制；核验证照用二维码中的 sha，是证照内容的摘要"),
    ] = None
    ended: Annotated[
        ResultEndAnswer | None,
        Field(description="证照的效力已经终止的：撤销、撤回、注销、吊销或者被取代；决定书已经被撤销的；其他为 null"),
    ] = None


class DocumentList(BaseModel, defer_build=True):
    documents: list[DocumentAnswer]


class DocumentLink(DocumentAnswer):
    url: Annotated[str, Field(description="效力已经终止的证照，每页加注终止的标记")]
    original_url: Annotated[
        str | None, Field(description="效力已经终止的证照没有加注标记的原件电子文件；其他为 null，见 url")
    ] = None
    original_sha256: Annotated[str | None, Field(description="该原件电子文件的 SHA-256 摘要，十六进制")] = None
    expires_at: AwareDatetime


def document_list(case: Case, documents: Sequence[Document], *, compares: bool = False) -> DocumentList:
    """The documents that may be seen. `compares`: the reader compares certificates, and sees the pending ones too."""
    seen = [document for document in documents if compares or not _uncompared(document)]
    return DocumentList(documents=[DocumentAnswer.model_validate(_shown(case, document)) for document in seen])


def document_link(platform: Platform, case: Case, document: Document | None, *, compares: bool = False) -> DocumentLink:
    """404 when there is no such document, 409 with Retry-After while it is being prepared or compared.

    Only who compares certificates reads one that has not been found equal to the paper result. One that has ended is
    given with a mark that says so; who asks first has that made, and waits as for a document.
    """
    if document is None:
        raise problems.NotFound(code="document_not_found", title="未找到该文书")
    if document.state == ERASED:
        raise erased()
    if document.state == SUPERSEDED:
        raise problems.Conflict(code="document_superseded", title="该结果已被更正后的版本取代，自始无效，不能下载")
    if _uncompared(document) and not compares:
        raise problems.Conflict(
            code="certificate_pending", title="证照正在核对，核对一致后才能查看和下载", headers={"Retry-After": "60"}
        )
    if document.state == HELD:
        raise problems.Conflict(
            code="document_held",
            title="文书中有字库未收的字，暂时不能印制，已通知工作人员处理",
            headers={"Retry-After": "3600"},
        )
    if document.state not in ("ready", PENDING) or document.key is None:
        raise _preparing()
    url = document_url(platform, document)
    expires = platform.wall() + timedelta(seconds=LINK_SECONDS)
    shown = {**_shown(case, document), "url": url, "expires_at": expires}
    if mark := mark_of_ended(case, document):
        shown |= _marked(platform, case, document, mark, url)
    return DocumentLink.model_validate(shown)


def _marked(platform: Platform, case: Case, document: Document, mark: Drawn, url: str | None) -> dict[str, Any]:
    """The certificate with the mark of its end. One that cannot be marked is given as it is; `ended` says it all the
    same.
    """
    made = renditions.find(platform, case, document.no, mark)
    if made is None or made.state == "preparing":
        renditions.order(platform, case, document.no, mark)
        raise _preparing()
    original = {"original_url": url, "original_sha256": document.sha256}
    if made.key is None:
        return original
    at = link(platform, platform.settings.exports_bucket, made.key, file_name=f"{document.no}-ended.pdf")
    return {**original, "url": at, "sha256": made.sha256, "size": made.size}


def _preparing() -> problems.Conflict:
    return problems.Conflict(code="document_preparing", title="文书正在制作，请稍后下载", headers={"Retry-After": "2"})


def _uncompared(document: Document) -> bool:
    unprinted = document.kind == CERTIFICATE and document.state in (PREPARING, HELD)
    return unprinted or document.state in (PENDING, SUPERSEDED)


def _shown(case: Case, document: Document) -> dict[str, Any]:
    certificate = document.kind == CERTIFICATE and document.state != SUPERSEDED
    ended = ends_shown(case)[-1:] if certificate else annulled_shown(case, document.no)
    facts = document.model_dump(
        include={"no", "kind", "title", "state", "number", "identifier", "created_at", "size", "sha256"}
    )
    return {**facts, "ended": ended[0] if ended else None}
