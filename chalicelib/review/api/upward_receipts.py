"""The receipts of what is done on a 上报件 on its way upward and back."""

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.cases.api.receipts import CaseReceipt, WarnedReceipt
from chalicelib.cases.model import upward_acts as acts
from chalicelib.cases.model.case import Outcome
from chalicelib.cases.model.returns import ReturnReason
from chalicelib.review.api.receipts import DecisionReceipt


class ReportUpwardReceipt(WarnedReceipt, act=acts.REPORT_UPWARD):
    superior: Annotated[str, Field(description="上级机关在机构目录中的标识")]
    superior_name: Annotated[str, Field(description="上级机关的名称")]
    superior_due: Annotated[date | None, Field(description="上级机关决定期限届满日；没有规定期限的为 null")]
    recommendation: Annotated[Outcome, Field(description="初审意见的结论")]
    package: Annotated[str, Field(description="案卷清单的摘要")]
    file_count: Annotated[int, Field(description="案卷中的文件数")]
    provisional: Annotated[bool, Field(description="办件的届满日中有放假通知尚未公布的日子")]


class ReturnReportReceipt(CaseReceipt, act=acts.RETURN_REPORT):
    reason: Annotated[ReturnReason, Field(description="退回的理由")]
    lines: Annotated[list[str], Field(description="无法读取的材料，清单中的序号")]


class DecideReportedReceipt(DecisionReceipt, act=acts.DECIDE_REPORTED):
    """Of a decision made above."""
