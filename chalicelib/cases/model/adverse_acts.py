"""What is done against an applicant or a holder, and the ends of results: rows of the table of acts. Pure."""

from chalicelib.access.policy import Permission
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.status import Status

S, P = Status, Permission

# A result that lies ready or was handed over.
RESULT_MADE = frozenset({S.DELIVERING, S.DELIVERED, S.CLOSED})
FOREWARN = CaseAct(
    "forewarn",
    "事前告知",
    {P.END_RESULT: "作出不利决定以前，告知事实、证据和陈述、申辩、要求听证的权利"},
    frozenset({S.SUBMITTED, S.IN_REVIEW, S.DECIDING, S.REPORTED}) | RESULT_MADE,
    {"forewarned": "事前告知拟作出的决定，听取陈述、申辩"},
    guarded=True,
)
REJECT_FALSE = CaseAct(
    "reject_false",
    "因隐瞒、虚假材料不予受理",
    {P.DECIDE: "认定隐瞒有关情况或者提供虚假材料，不予受理"},
    frozenset({S.SUBMITTED}),
    {"rejected": "不予受理"},
    guarded=True,
    leads_to=frozenset({S.REJECTED}),
)
LIFT_BAR = CaseAct(
    "lift_bar",
    "解除申请限制",
    {P.END_RESULT: "认定虚假的决定被撤销的，解除申请限制"},
    frozenset({S.REJECTED, S.DECIDED}) | RESULT_MADE,
    {"bar_lifted": "认定虚假的决定被撤销，解除申请限制"},
    guarded=True,
)
REVOKE_RESULT = CaseAct(
    "revoke_result",
    "撤销行政许可",
    {P.END_RESULT: "撤销行政许可"},
    RESULT_MADE,
    {"result_revoked": "撤销行政许可"},
    guarded=True,
)
WITHDRAW_RESULT = CaseAct(
    "withdraw_result",
    "撤回行政许可",
    {P.END_RESULT: "撤回行政许可"},
    RESULT_MADE,
    {"result_withdrawn": "撤回行政许可"},
    guarded=True,
)
CANCEL_RESULT = CaseAct(
    "cancel_result",
    "注销行政许可",
    {P.END_RESULT: "注销行政许可"},
    RESULT_MADE,
    {"result_cancelled": "注销行政许可"},
    guarded=True,
)
RECORD_RESULT_END = CaseAct(
    "record_result_end",
    "登记证照被吊销或者取代",
    {P.END_RESULT: "登记证照被吊销、被上级机关撤销，或者由变更、延续后的证照取代"},
    RESULT_MADE,
    {"result_end_recorded": "登记证照被吊销或者取代"},
    guarded=True,
)
RESTORE_RESULT = CaseAct(
    "restore_result",
    "恢复行政许可效力",
    {P.END_RESULT: "撤销、撤回、注销或者吊销的决定被撤销的，恢复行政许可的效力"},
    RESULT_MADE,
    {"result_restored": "原决定被撤销，行政许可恢复效力"},
    guarded=True,
)
AFTER_RESULT = (REVOKE_RESULT, WITHDRAW_RESULT, CANCEL_RESULT, RECORD_RESULT_END, RESTORE_RESULT)
