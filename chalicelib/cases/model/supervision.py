"""What of a case reaches the supervisors (电子监察): omissions at the window, as 行政许可法72 lists them."""

from collections.abc import Mapping
from typing import Literal

from pydantic import AwareDatetime

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.record import Record
from chalicelib.cases.model.status import Status
from chalicelib.cases.model.unified_ref import OPINION

REFUND, OPINION_SILENT = "payment_to_refund", "opinion_silent"
RECTIFICATION_OVER = "session_rectification_over"
MATTERS: Mapping[str, str] = {
    "second_notice": "再次告知补正",
    "accepted_by_silence": "逾期未一次性告知，视为受理",
    "acceptance_overdue": "逾期未受理",
    "renewed_by_silence": "有效期届满未作决定，视为准予延续",
    "promised_overdue": "黄牌：超过承诺期限，未作出决定",
    "statutory_overdue": "红牌：超过法定期限，未作出决定",
    "inspection_start_overdue": "红牌：超过指派人员检验、检测、检疫的期限，未开始",
    "hearing_overdue": "红牌：超过组织听证的期限，听证未结束",
    "superior_overdue": "红牌：上级机关超过决定期限，未作出决定",
    "issue_overdue": "超过颁发、送达期限，未送达（准予行政许可的为红牌，其他为黄牌）",
    "verification_overdue": "黄牌：超过承诺核查期限，未核查",
    "rectification_overdue": "黄牌：超过整改期限，未核查整改结果",
    "commitment_overdue": "黄牌：超过承诺期限，承诺的前置结果未取得",
    "special_procedure_overrun": "特别程序超过书面告知的时间，未恢复计时",
    "department_silent": "部门逾期未答复窗口征询",
    OPINION_SILENT: "部门逾期未提出联合审查的意见",
    RECTIFICATION_OVER: "联合审查的整改期限届满，牵头部门尚未再审或者作出结论",
    "upward_late": "下级审查逾期未上报",
    REFUND: "收到应退的缴费（重复、金额不符、通知书已撤销或者办件已终止）",
    "document_held": "文书有字库未收的字，未能印制",
}


# Whose lateness it is: that of the case's department, of those that owe an opinion on it, of the organ above, or of the
# window that delivers its result.
Liable = Literal["department", "participants", "superior", "counter"]


class Matter(Record):
    """One thing for the supervisors to look at. `matter` is a key of MATTERS, `at` the time of the event `seq`.

    `organ_above` is the name of the organ above, where that is `liable` or has decided what is not delivered;
    `participants` are the departments that owe an opinion, where they are.
    """

    case_id: str
    number: str | None = None
    item: str
    item_name: str
    department: str
    matter: str
    liable: Liable = "department"
    organ_above: str | None = None
    participants: tuple[str, ...] = ()
    at: AwareDatetime
    seq: int

    @property
    def seen_as(self) -> tuple[str, int]:
        """What tells it from others of the same kind."""
        return self.case_id, self.seq


def liable_for(case: Case, matter: str) -> tuple[Liable, str | None]:
    """Who is late with this matter, and the organ above if it has to do with it. What that organ has decided is late at
    the counter, unless the result waits for its correction.
    """
    above = case.superior
    if matter == OPINION_SILENT:
        return "participants", None
    of_both = ("special_procedure_overrun", "hearing_overdue")
    if above is None:
        return "department", None
    if matter in of_both and case.status is Status.REPORTED:
        return "superior", above.name
    if matter not in ("superior_overdue", "issue_overdue"):
        return "department", None
    corrects = case.mismatch_at is not None
    return ("superior" if matter == "superior_overdue" or corrects else "counter"), above.name


def owing(case: Case, matter: str) -> tuple[str, ...]:
    """The departments that still owe an opinion, where that is the matter."""
    if matter != OPINION_SILENT:
        return ()
    return tuple(task.department for task in case.open_tasks if task.kind == OPINION)
