"""What the API shows of documents; a link reads one document for five minutes."""

from datetime import datetime, timedelta
from typing import Any

from pydantic import AwareDatetime, BaseModel

from chalicelib.cases.store.files import LINK_SECONDS, link
from chalicelib.documents.store.vault import SUPERSEDED, Document
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform


class DocumentAnswer(BaseModel):
    """`state` is preparing (being numbered and rendered), ready, or superseded by a corrected version."""

    no: str
    kind: str
    title: str
    state: str
    number: str | None = None
    identifier: str | None = None
    created_at: datetime
    size: int | None = None
    sha256: str | None = None


class DocumentList(BaseModel):
    documents: list[DocumentAnswer]


class DocumentLink(DocumentAnswer):
    url: str
    expires_at: AwareDatetime


def document_answer(document: Document) -> DocumentAnswer:
    return DocumentAnswer.model_validate(_shown(document))


def document_link(platform: Platform, document: Document | None) -> DocumentLink:
    """404 when there is no such document, 409 with Retry-After while it is being prepared."""
    if document is None:
        raise problems.NotFound(code="document_not_found", title="未找到该文书")
    if document.state == SUPERSEDED:
        raise problems.Conflict(code="document_superseded", title="该结果已被更正后的版本取代，自始无效，不能下载")
    if document.state != "ready" or document.key is None:
        raise problems.Conflict(
            code="document_preparing", title="文书正在制作，请稍后下载", headers={"Retry-After": "2"}
        )
    url = link(
        platform,
        platform.settings.documents_bucket,
        document.key,
        version=document.s3_version,
        file_name=f"{document.no}.pdf",
    )
    expires = platform.wall() + timedelta(seconds=LINK_SECONDS)
    return DocumentLink.model_validate({**_shown(document), "url": url, "expires_at": expires})


def _shown(document: Document) -> dict[str, Any]:
    return document.model_dump(
        include={"no", "kind", "title", "state", "number", "identifier", "created_at", "size", "sha256"}
    )
