"""到期销毁: what a case says of people is erased once its term of retention is over.

Number, item, days, the event chain with its digests and the register of certificates, without their faces, stay. The
case is marked first, so that nobody acts on it any more. The event is written in the transaction that erases the last
rows. Whoever was interrupted begins again, and finds what is left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case
from chalicelib.cases.model.joint_members import member_case_id
from chalicelib.cases.model.retention import Keeping, keeping
from chalicelib.cases.model.retention_acts import ERASE
from chalicelib.cases.store import search
from chalicelib.cases.store.holder import rows_of
from chalicelib.cases.store.records import CaseFile, load_case, load_cases
from chalicelib.catalogue.model.retention import retention_of
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import Op, equals, update
from chalicelib.issuance.store import register
from chalicelib.operations.store import erasing, rows
from chalicelib.operations.store.rows import Rows

# What else of the case leads to a person or tells why it was kept.
LEADS = ("applicant_key", "ward_key", "account", "query_code", "told", "held_at")


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
    if not state.over or state.until is None or case.ended_at is None or _has_members(platform, found):
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


def _has_members(platform: Platform, found: Rows) -> bool:
    """Whether members of a joint request are still kept: they show its papers, so it is erased after them. A further
    case of a member that was reinstated shows those of its earlier one.
    """
    rows, ref = found.of(keys.MEMBER), found.case.joint
    turns = [(name, turn) for name, row in rows for turn in range(int(row.get("again", 0)) + 1)]
    ids = [member_case_id(found.case.id, node, turn) for node, turn in turns]
    members = load_cases(platform.table, [*ids, *([ref.next_case] if ref else [])])
    return any(one.erased_at is None for one in members)


def erase(platform: Platform, case_id: str) -> bool:
    """Whether the case was erased now. False for one that is still kept, was erased before, or has moved meanwhile."""
    found = rows.read(platform, case_id)
    return found is not None and erase_read(platform, found)


def erase_read(platform: Platform, found: Rows) -> bool:
    """The same of a case whose rows were read."""
    counted = due(platform, found)
    if counted is None:
        return False
    faces = [register.forget_face(row["identifier"]) for _, row in found.of(keys.DOCUMENT) if row.get("identifier")]
    leads = [*search.forgotten(platform.table, found.case), *faces]
    if not _marked(platform, found.case):
        return False
    erasing.erase_rows(platform, found)
    erasing.erase_beside(platform, found.case)
    return _end(platform, found.case.id, counted, leads)


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


def _end(platform: Platform, case_id: str, counted: Due, leads: Sequence[Op]) -> bool:
    marked = load_case(platform.table, case_id)
    if marked is None or marked.erased_at:
        return False
    begun = begin_platform(platform, ERASE, CaseFile(marked))
    case = begun.case
    try:
        begun.commit(
            emptied(case).model_copy(update={"erased_at": begun.caller.at}),
            data={"ended": str(counted.ended), "kept_until": str(counted.until)},
            ops=leads,
        )
    except Refused:
        return False  # another run has ended it, or the keys of the indexes are being exchanged
    return True


def emptied(case: Case) -> Case:
    """The case as it is left. The salt goes too: without it nobody can try what the digests in its events were made of.

    Whatever of it is encrypted goes, so that nothing has to be listed here that is added there.
    """
    names = {*chain.from_iterable(map(erasing.of_the_case, rows_of(case.id))), *LEADS}
    fields = Case.model_fields
    left = {name: fields[name].get_default(call_default_factory=True) for name in names - {"applicant_key"}}
    return case.model_copy(update={**left, "applicant_key": ""})
