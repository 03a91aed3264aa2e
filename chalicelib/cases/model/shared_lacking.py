"""What other organs have not given for a case: told to whoever accepts or reports it upward. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.evidence import applying, evidence
from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.model.sharing import FAILURES, not_obtained, still_asked, with_unanswered_given_up
from chalicelib.catalogue.model.checklists import ChecklistLine


def shared_lacking(case: Case, lines: Iterable[ChecklistLine], files: Sequence[MaterialFile]) -> list[ChecklistLine]:
    """The shared lines that no organ has given and nobody has handed in. They keep nobody from acceptance
    (国务院令第716号第七条), and are told to whoever accepts.
    """
    lacking = not_obtained(case.sharing) - _have(case, files)
    return [line for line in lines if line.applies and line.shared and line.no in lacking]


def shared_warning(case: Case, line: ChecklistLine) -> tuple[str, str]:
    """Code and sentence."""
    why = FAILURES[case.sharing[line.no].failure or "unusable"]
    says = f"“{line.name}”{why}，未能通过数据共享取得，申请人也没有提交；请再次查询，或者告知申请人可以提交"
    return "shared_not_obtained", says


def shared_awaited(
    case: Case, lines: Iterable[ChecklistLine], files: Sequence[MaterialFile], now: datetime
) -> list[str]:
    """The shared lines that are being asked for, unless they have come otherwise or the time to answer is over."""
    asked = still_asked(with_unanswered_given_up(case.sharing, now)) & applying(lines)
    return sorted(asked - _have(case, files))


def _have(case: Case, files: Sequence[MaterialFile]) -> set[str]:
    return {*case.papers, *(file.line for file in evidence(case, files))}
