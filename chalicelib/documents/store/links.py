"""Links to documents, apart from `vault`: the function that prints loads that one, and nothing of a case's files."""

from chalicelib.cases.store.files import link
from chalicelib.documents.store.vault import PENDING, READY, Document
from chalicelib.foundation.platform import Platform


def document_url(platform: Platform, document: Document) -> str | None:
    """The link to a document that is ready; None for any other."""
    if document.key is None or document.state not in (READY, PENDING):
        return None
    bucket, name = platform.settings.documents_bucket, f"{document.no}.pdf"
    return link(platform, bucket, document.key, version=document.s3_version, file_name=name)
