"""The acts of a pre-check: rows of the table of acts. All of them leave a draft a draft (R21)."""

from chalicelib.access.policy import Permission
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.status import Status

P, DRAFTS = Permission, frozenset({Status.DRAFT})

ASK_PRECHECK = CaseAct(
    "ask_precheck",
    "请求预审",
    {P.APPLY: "提交前请求窗口预审材料"},
    DRAFTS,
    {"precheck_asked": "请求预审"},
    guarded=True,
)
WITHDRAW_PRECHECK = CaseAct(
    "withdraw_precheck", "撤回预审请求", {P.APPLY: "撤回预审请求"}, DRAFTS, {"precheck_withdrawn": "撤回预审请求"}
)
ANSWER_PRECHECK = CaseAct(
    "answer_precheck",
    "答复预审",
    {P.RECEIVE: "窗口答复预审；不是受理"},
    DRAFTS,
    {"precheck_answered": "窗口答复预审"},
    guarded=True,
    on_drafts=True,
)
