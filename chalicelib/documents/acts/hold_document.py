"""暂不印制: a document has a letter that no font has; rather no document than one with another name on it.

It stands in the timeline, and reaches the supervisors. It is issued once a font has the letter, or once the writing of
the name was corrected.
"""

from collections.abc import Sequence

from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.model.acts import HOLD_DOCUMENT
from chalicelib.cases.store.records import CaseFile, load_case
from chalicelib.documents.store.vault import HELD, Document, report_held
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import equals, update


def hold_document(platform: Platform, document: Document, code_points: Sequence[str]) -> None:
    """Refused, to be tried again, when somebody acts on the case meanwhile. Held once more, it is no new matter."""
    op = update(
        keys.document(document.case_id, document.no),
        put={"state": HELD, "unprintable": [*code_points]},
        when=equals(state=document.state),
    )
    case = None if document.state == HELD else load_case(platform.table, document.case_id)
    if case is None:
        platform.table.write(op)
    else:
        begun = begin_platform(platform, HOLD_DOCUMENT, CaseFile(case))
        begun.commit(begun.case, data={"document": document.no}, ops=[op], supervised=["document_held"])
    report_held(platform, document.case_id, document.no)
