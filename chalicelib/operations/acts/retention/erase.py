"""到期销毁: what a case says of people is erased once its term of retention is over.

Number, item, days, the event chain with its digests and the register of certificates stay. The case is marked first, so
that nobody acts on it any more. The event is written in the transaction that erases the last rows. Whoever was
interrupted begins again, and finds what is left.
"""

from dataclasses import dataclass
from datetime import date

from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case
from chalicelib.cases.model.retention import Keeping, keeping
from chalicelib.cases.model.retention_acts import ERASE
from chalicelib.cases.store import search
from chalicelib.cases.store.records import CaseFile
from chalicelib.catalogue.model.retention import retention_of
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import delete, equals, update
from chalicelib.operations.store import erasing, rows
from chalicelib.operations.store.rows import Rows

# What the case itself says of people, and what is there instead.
NOTHING_LEFT = {
    "applicant_key": "",
    "applicant_parts": (),
    # Without the salt nobody can try what the digests in the events were made of.
    "salt": "",
    "applicant_name": "",
    "guardian_name": "",
    "guardianship": None,
    "decision_reasons": (),
    "absences": (),
    "query_code": None,
    "told": (),
    "hold_reason": "",
    "held_at": None,
}


@dataclass(frozen=True)
class Due:
    """A case that need not be kept any more, and how much of it would be erased."""

    number: str | None
    item: str
    ended: date
    until: date
    forms: int
    files: int
    documents: int
    answers: int


def kept(platform: Platform, case: Case) -> Keeping:
    """Whether the case is kept today, by the version of the item that it was made from."""
    term = retention_of(item_of(platform, case).retention)
    return keeping(case, term, platform.now().date(), draft_days=platform.settings.draft_days)


def due(platform: Platform, found: Rows) -> Due | None:
    """None for a case that is still kept, or erased already."""
    case, state = found.case, kept(platform, found.case)
    if not state.over or state.until is None or case.ended_at is None:
        return None
    return Due(
        number=case.number,
        item=case.item_name,
        ended=case.ended_at.date(),
        until=state.until,
        forms=(keys.FORM in found.items) + sum(1 for _ in found.of(keys.EARLIER_FORM)),
        files=len(found.files),
        documents=sum(1 for _ in found.of(keys.DOCUMENT_TEXT)),
        answers=sum(task.answer is not None for task in found.tasks),
    )


def erase(platform: Platform, case_id: str) -> bool:
    """Whether the case was erased now. False for one that is still kept, was erased before, or has moved meanwhile."""
    found = rows.read(platform, case_id)
    counted = due(platform, found) if found else None
    if found is None or counted is None or not _marked(platform, found.case):
        return False
    erasing.erase_files(platform, found)
    erasing.erase_documents(platform, found)
    erasing.erase_rows(platform, found)
    return _end(platform, case_id, counted)


def _marked(platform: Platform, case: Case) -> bool:
    """Whether the erasing may begin, or goes on. An act that was read before the mark is refused by it, a hold too."""
    if case.erasing_at:
        return True
    unmoved = equals(seq=case.seq, status=case.status.value, erasing_at=None, held_at=None)
    mark = {"erasing_at": platform.now().isoformat()}
    try:
        platform.table.write(update(keys.meta(case.id), put=mark, when=unmoved))
    except Refused:
        return False
    return True


def _end(platform: Platform, case_id: str, counted: Due) -> bool:
    found = rows.read(platform, case_id)
    if found is None or found.case.erased_at:
        return False
    begun = begin_platform(platform, ERASE, CaseFile(found.case))
    case = begun.case
    try:
        begun.commit(
            case.model_copy(update={**NOTHING_LEFT, "erased_at": begun.caller.at}),
            data={"ended": str(counted.ended), "kept_until": str(counted.until)},
            ops=[delete(keys.form(case_id)), *search.forgotten(platform.table, case)],
        )
    except Refused:
        return False  # another run has ended it
    return True
