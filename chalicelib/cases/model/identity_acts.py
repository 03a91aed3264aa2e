"""The row of the table of acts for what a window does on a draft. Pure."""

from chalicelib.access.policy import Permission
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.status import Status

# The window's check is the highest level of identity; the draft is submitted online (G6).
CHECK_IDENTITY = CaseAct(
    "check_identity",
    "窗口核验身份",
    {Permission.RECEIVE: "窗口核验网上申请人的身份"},
    frozenset({Status.DRAFT}),
    {"identity_checked": "窗口核验身份"},
    on_drafts=True,
)
