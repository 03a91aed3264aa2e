"""The acts of 容缺受理 (广东省优化营商环境条例32): rows of the table of acts."""

from chalicelib.access.policy import Permission
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.status import UNDECIDED, Status

S, P = Status, Permission

# Online the promise is part of the submission.
PROMISE_PAPERS = CaseAct(
    "promise_papers",
    "承诺补齐容缺材料",
    {P.RECEIVE: "登记申请人补齐容缺材料的书面承诺"},
    frozenset({S.SUBMITTED}),
    {"papers_promised": "申请人书面承诺补齐容缺材料"},
    guarded=True,
)
FILL_PAPERS = CaseAct(
    "fill_papers",
    "补齐容缺材料",
    {P.APPLY: "补齐容缺材料", P.RECEIVE: "窗口代收补齐的容缺材料"},
    UNDECIDED,
    {"papers_filled": "补齐容缺材料"},
    guarded=True,
)
REMIND_PAPERS = CaseAct(
    "remind_papers",
    "提醒补齐容缺材料",
    lawful_from=UNDECIDED,
    events={"papers_reminded": "容缺材料补齐期限将满，提醒申请人"},
)
RECORD_DEFAULT = CaseAct(
    "record_default",
    "逾期未补齐容缺材料",
    lawful_from=UNDECIDED,
    events={"papers_overdue": "容缺材料逾期未补齐，登记失信限制", "papers_found": "到期核对，容缺材料已经收到"},
)
