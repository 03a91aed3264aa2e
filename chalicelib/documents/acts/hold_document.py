"""暂不印制: a document has a letter that no font has; rather no document than one with another name on it.

It stands in the timeline, and reaches the supervisors. It is issued once a font has the letter, or once the writing of
the name was corrected.
"""

from collections.abc import Sequence

from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.model.writing_acts import HOLD_DOCUMENT
from chalicelib.cases.store.records import CaseFile, load_case
from chalicelib.documents.store import vault
from chalicelib.documents.store.vault import HELD, Document, report_held
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import equals, update

RACES = 10


def hold_document(platform: Platform, document: Document, code_points: Sequence[str]) -> None:
    """Safe to repeat, also when the answer was lost. When somebody acts on the case meanwhile, it is tried again."""
    for _ in range(RACES):
        try:
            _hold(platform, document, code_points)
        except Refused:
            now = vault.load(platform, document.case_id, document.no)
            if now is None or (now.state, now.text) != (document.state, document.text):
                return  # it is held already, or its writing was corrected
        else:
            report_held(platform, document.case_id, document.no)
            return
    raise problems.Unavailable


def _hold(platform: Platform, document: Document, code_points: Sequence[str]) -> None:
    """What is held once more is no new matter."""
    op = update(
        keys.document(document.case_id, document.no),
        put={"state": HELD, "unprintable": [*code_points]},
        when=equals(state=document.state, text=document.text),
    )
    case = None if document.state == HELD else load_case(platform.table, document.case_id)
    if case is None:
        platform.table.write(op)
    else:
        begun = begin_platform(platform, HOLD_DOCUMENT, CaseFile(case))
        begun.commit(begun.case, data={"document": document.no}, ops=[op], supervised=["document_held"])
