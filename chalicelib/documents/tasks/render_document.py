"""印制文书: what the queue of renderings calls for each document. Many are printed at once, none waits for another."""

from chalicelib.documents.acts.print_document import load_unprinted, print_document
from chalicelib.documents.model.notice import NoticeData
from chalicelib.documents.store.vault import READY
from chalicelib.documents.tasks.issue_document import DocumentMessage
from chalicelib.foundation.platform import Platform


def render_document(platform: Platform, message: DocumentMessage) -> None:
    """Print a numbered document. What is printed already, or has no number, is left alone."""
    document = load_unprinted(platform, message.case_id, message.document)
    if document is None or document.number is None:
        return
    notice = NoticeData.model_validate_json(document.data)
    formal = notice.formalities.model_copy(update={"number": document.number})
    printable = notice.model_copy(update={"formalities": formal}).printable()
    print_document(platform, document, printable, done=READY)
