"""What of a case reaches the supervisors (电子监察): omissions at the window, as 行政许可法72 lists them."""

from collections.abc import Mapping

from pydantic import AwareDatetime

from chalicelib.cases.model.record import Record

REFUND = "payment_to_refund"
MATTERS: Mapping[str, str] = {
    "second_notice": "再次告知补正",
    "accepted_by_silence": "逾期未一次性告知，视为受理",
    "acceptance_overdue": "逾期未受理",
    "promised_overdue": "黄牌：超过承诺期限，未作出决定",
    "statutory_overdue": "红牌：超过法定期限，未作出决定",
    "issue_overdue": "红牌：超过颁发、送达期限，未送达",
    "verification_overdue": "黄牌：超过承诺核查期限，未核查",
    "rectification_overdue": "黄牌：超过整改期限，未核查整改结果",
    "special_procedure_overrun": "特别程序超过书面告知的时间，未恢复计时",
    "department_silent": "部门逾期未答复窗口征询",
    "upward_late": "下级审查逾期未上报",
    REFUND: "收到应退的缴费（重复、金额不符、通知书已撤销或者办件已终止）",
    "document_held": "文书有字库未收的字，未能印制",
}


class Matter(Record):
    """One thing for the supervisors to look at. `matter` is a key of MATTERS, `at` the time of the event `seq`."""

    case_id: str
    number: str | None = None
    item: str
    item_name: str
    department: str
    matter: str
    at: AwareDatetime
    seq: int

    @property
    def seen_as(self) -> tuple[str, int]:
        """What tells it from others of the same kind."""
        return self.case_id, self.seq
