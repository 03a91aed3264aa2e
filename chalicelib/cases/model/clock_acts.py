"""The rows of the table of acts that move the decision clocks of a case (行政许可法42, 45). Pure."""

from chalicelib.access.policy import Permission
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.status import BEFORE_DECISION, DECIDED_ON, UNDECIDED, Status

SUSPEND = CaseAct(
    "suspend",
    "中止计时",
    {
        Permission.DECIDE: "书面告知申请人特别程序所需时间，中止计时",
        Permission.DECIDE_REPORTED: "对下级报送的办件，书面告知申请人特别程序所需时间，中止本机关的计时",
    },
    BEFORE_DECISION,
    {"suspended": "特别程序开始，其时间不计入期限"},
    guarded=True,
)
RESUME = CaseAct(
    "resume",
    "恢复计时",
    {
        Permission.DECIDE: "特别程序结束，恢复计时",
        Permission.DECIDE_REPORTED: "对下级报送的办件，特别程序结束，恢复本机关的计时",
    },
    BEFORE_DECISION,
    {"resumed": "特别程序结束，恢复计时"},
    guarded=True,
)
JOINT_EXTENDED = "joint_extended"
EXTEND = CaseAct(
    "extend",
    "延长办理期限",
    {
        Permission.EXTEND: "批准延长办理期限；联办申请由本级人民政府负责人批准",
        Permission.EXTEND_REPORTED: "对下级报送的办件，上级机关负责人批准延长其决定期限",
    },
    BEFORE_DECISION,
    {"extended": "批准延长法定期限", JOINT_EXTENDED: "本级人民政府负责人批准延长联办的法定期限"},
    guarded=True,
)
# Nobody has ended a procedure on its told day. The clocks run on by themselves; the supervisors are told.
TELL_OVERRUN = CaseAct(
    "tell_overrun",
    "特别程序超过告知的时间",
    lawful_from=BEFORE_DECISION,
    events={"special_procedure_overrun": "特别程序超过告知的时间，期限继续计算"},
)
# A term has passed without the decision or the delivery. People hear of it; the clocks run on.
TELL_LATE = CaseAct(
    "tell_late",
    "超过办理期限",
    lawful_from=BEFORE_DECISION | DECIDED_ON,
    events={
        "promised_overdue": "超过承诺期限，尚未作出决定",
        "statutory_overdue": "超过法定期限，尚未作出决定",
        "inspection_start_overdue": "超过指派人员检验、检测、检疫的期限，尚未开始",
        "hearing_overdue": "超过组织听证的期限，听证尚未结束",
        "superior_overdue": "上级机关超过决定期限，尚未作出决定",
        "issue_overdue": "超过颁发、送达期限，尚未送达",
        "verification_overdue": "超过承诺核查期限，尚未核查",
        "rectification_overdue": "超过整改期限，尚未核查整改结果",
        "commitment_overdue": "超过承诺期限，承诺的前置结果尚未取得；准予的决定不因此自动失效",
    },
)
# Nobody has decided on the renewal of a licence by its last day (行政许可法50(2)).
DEEM_RENEWED = CaseAct(
    "deem_renewed",
    "视为准予延续",
    lawful_from=UNDECIDED,
    events={
        "renewal_deemed": "有效期届满未作决定，视为准予延续",
        "renewal_not_deemed": "有效期届满未作决定，原许可此前已终止效力，不视为准予延续",
    },
    leads_to=frozenset({Status.DECIDED}),
)
