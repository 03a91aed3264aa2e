"""The rows of the table of acts by which a 上报件 goes upward and is decided there (行政许可法35, 43). Pure."""

from chalicelib.access.policy import Permission
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.status import Status

S, P = Status, Permission

# 初审处置权 (规则一(二)3(2)): the opinion and the whole file go upward together.
REPORT_UPWARD = CaseAct(
    "report_upward",
    "上报",
    {P.DECIDE: "将初审意见和全部材料报送上级机关"},
    frozenset({S.REPORTING}),
    {"reported_upward": "初审完毕，初审意见和全部材料报送上级机关"},
    guarded=True,
    needed=lambda case: case.upward is not None,
    leads_to=frozenset({S.REPORTED}),
)
DECIDE_REPORTED = CaseAct(
    "decide_reported",
    "上级机关作出决定",
    {P.DECIDE_REPORTED: "对下级报送的办件作出决定"},
    frozenset({S.REPORTED}),
    {"decided": "作出决定"},
    guarded=True,
    leads_to=frozenset({S.DECIDED}),
)
# To who has sent it, never to the applicant (行政许可法35).
RETURN_REPORT = CaseAct(
    "return_report",
    "退回补报",
    {P.DECIDE_REPORTED: "案卷无法使用的，退回下级机关补报"},
    frozenset({S.REPORTED}),
    {"report_returned": "上级机关退回，由报送的部门补报"},
    guarded=True,
    leads_to=frozenset({S.REPORTING}),
)
TELL_LATE_REPORT = CaseAct(
    "tell_late_report",
    "逾期未上报",
    lawful_from=frozenset({S.IN_REVIEW, S.REPORTING}),
    events={"report_overdue": "下级审查期限届满，尚未上报"},
)
UPWARD_ACTS = (REPORT_UPWARD, TELL_LATE_REPORT, RETURN_REPORT, DECIDE_REPORTED)
