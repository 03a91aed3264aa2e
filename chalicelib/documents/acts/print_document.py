"""印制文书: a numbered document becomes a PDF. Only the function that prints has the fonts and the typesetter."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from chalicelib.documents.store import vault
from chalicelib.documents.store.rendering.legible import Unprintable
from chalicelib.documents.store.rendering.typesetting import render
from chalicelib.documents.store.vault import HELD, PREPARING, Document, WholeDocument, document_key, store_pdf
from chalicelib.durable.audit import printed_on
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import equals, update

UNPRINTED = (PREPARING, HELD)
# Stands on every page of what is printed in a trial.
TRIAL_MARK = "试运行 不具法律效力"


def load_unprinted(platform: Platform, case_id: str, no: str) -> WholeDocument | None:
    """The document with its text, if it is still to be printed: a message may come after it was erased."""
    with suppress(problems.NotFound):
        document = vault.load_whole(platform, case_id, no)
        return document if document and document.state in UNPRINTED else None
    return None


def print_document(platform: Platform, document: Document, printable: Mapping[str, Any], *, done: str) -> None:
    """Typeset `printable`, store the PDF, and move the row to the state `done`. Held if a letter cannot be printed.

    Safe to repeat, also at the same time: the same data has the same bytes, and the first to write the row has won.
    """
    try:
        marked = {**printable, "mark": TRIAL_MARK} if platform.trial else printable
        pdf = render(document.template, marked, font_dir=platform.settings.font_dir, issued=document.dated)
    except Unprintable as lacking:
        # Imported when it is needed: an act on a case takes long to import, and hardly any document is held.
        from chalicelib.documents.acts.hold_document import hold_document

        hold_document(platform, document, lacking.code_points)
        return
    key = document_key(document.case_id, document.text)
    version = store_pdf(platform, key, pdf)
    digest = hashlib.sha256(pdf).hexdigest()
    made = {
        "state": done,
        "key": key,
        "s3_version": version,
        "sha256": digest,
        "size": len(pdf),
        **printed_on(
            document.division or platform.settings.division,
            document.case_id,
            document.text,
            digest,
            platform.now().date(),
        ),
    }
    row, as_read = keys.document(document.case_id, document.no), equals(state=document.state, text=document.text)
    try:
        platform.table.write(update(row, put=made, remove=["unprintable"], when=as_read))
    except Refused:
        _require_printed(platform, document)


def _require_printed(platform: Platform, document: Document) -> None:
    """Another call has printed it, or it was corrected or replaced meanwhile, and a message of its own is on the way.

    Otherwise this message is to come again.
    """
    now = vault.load(platform, document.case_id, document.no)
    if now and now.state in UNPRINTED and (now.text, now.identifier) == (document.text, document.identifier):
        raise problems.Unavailable
