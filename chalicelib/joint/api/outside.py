"""Outside systems tell how what they handle of a joint request goes (R77)."""

from typing import Annotated

from pydantic import Field

from chalicelib.cases.api import shared
from chalicelib.cases.api.receipts import CaseReceipt, TaskId
from chalicelib.cases.model import joint_acts
from chalicelib.cases.model.joint_acts import REPORT_OUTSIDE
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call
from chalicelib.joint.acts.report_outside import report_outside as report
from chalicelib.joint.model.member import Reported
from chalicelib.joint.model.outside import OutsideReport

api = Api(__name__, tag="tasks")


class ReportOutsideReceipt(CaseReceipt, act=joint_acts.REPORT_OUTSIDE):
    task: TaskId
    node: Annotated[str, Field(description="联办方案中的成员")]
    counted: Annotated[bool, Field(description="本次报告是否计入；序号不大于已经计入的，不计入，也不改变任何情况")]
    seq: Annotated[int, Field(description="最近一次计入的报告的序号")]
    reported: Annotated[Reported, Field(description="最近一次计入的报告")]


@api.act("/tasks/{task_id}/report", REPORT_OUTSIDE, body=OutsideReport, answer=ReportOutsideReceipt)
def report_outside(call: Call[OutsideReport, None], task_id: str) -> Answer:
    return shared.done(ReportOutsideReceipt, report(call.platform, call.caller, task_id, call.body))
