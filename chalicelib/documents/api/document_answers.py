"""What the API shows of documents; a link reads one document for five minutes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel

from chalicelib.cases.store.files import LINK_SECONDS
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.store.vault import (
    CERTIFICATE,
    ERASED,
    HELD,
    PENDING,
    PREPARING,
    SUPERSEDED,
    Document,
    document_url,
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
    sha256: str | None = None


class DocumentList(BaseModel, defer_build=True):
    documents: list[DocumentAnswer]


class DocumentLink(DocumentAnswer):
    url: str
    expires_at: AwareDatetime


def document_list(documents: Sequence[Document], *, compares: bool = False) -> DocumentList:
    """The documents that may be seen. `compares`: the reader compares certificates, and sees the pending ones too."""
    seen = [document for document in documents if compares or not _uncompared(document)]
    return DocumentList(documents=[DocumentAnswer.model_validate(_shown(document)) for document in seen])


def document_link(platform: Platform, document: Document | None, *, compares: bool = False) -> DocumentLink:
    """404 when there is no such document, 409 with Retry-After while it is being prepared or compared.

    Only who compares certificates reads one that has not been found equal to the paper result.
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
        raise problems.Conflict(
            code="document_preparing", title="文书正在制作，请稍后下载", headers={"Retry-After": "2"}
        )
    url = document_url(platform, document)
    expires = platform.wall() + timedelta(seconds=LINK_SECONDS)
    return DocumentLink.model_validate({**_shown(document), "url": url, "expires_at": expires})


def _uncompared(document: Document) -> bool:
    unprinted = document.kind == CERTIFICATE and document.state in (PREPARING, HELD)
    return unprinted or document.state in (PENDING, SUPERSEDED)


def _shown(document: Document) -> dict[str, Any]:
    return document.model_dump(
        include={"no", "kind", "title", "state", "number", "identifier", "created_at", "size", "sha256"}
    )
