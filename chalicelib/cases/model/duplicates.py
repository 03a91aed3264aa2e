"""Which cases may be one matter twice: the same holder, the same item, both under way. A hint, never a bar. Pure."""

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.status import ENDED, Status

UNDER_WAY = frozenset(Status) - ENDED - {Status.DRAFT, Status.DELIVERED}


def holder_of(case: Case) -> tuple[str, ...]:
    """Number and kind of document of the person whom the case is for: the ward of a guardian, else the applicant. Empty
    where they are not known; then the case is nobody's duplicate.
    """
    return case.ward.parts if case.ward else case.applicant_parts


def may_be_same(case: Case, other: Case) -> bool:
    holder = holder_of(case)
    same = other.item == case.item and bool(holder) and holder_of(other) == holder
    return same and other.id != case.id and other.status in UNDER_WAY
