"""The acts on the fee of a case: the order and its annulment, what the provider tells of payments, the refund
(行政许可法58-59; R70).
"""

from chalicelib.access.policy import Permission
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.status import Status

S = Status
ORDER_FEE = CaseAct(
    "order_fee",
    "开具缴费通知书",
    {Permission.DECIDE: "开具缴费通知书"},
    frozenset({S.IN_REVIEW, S.DECIDING, S.COMPARING, S.DELIVERING}),
    {"fee_ordered": "开具缴费通知书"},
    guarded=True,
)
# The provider tells late and more than once; the case may have ended by then.
RECORD_PAYMENT = CaseAct(
    "record_payment",
    "登记缴费",
    lawful_from=frozenset(S) - {S.DRAFT, S.SUBMITTED},
    events={
        "fee_paid": "缴费到账",
        "payment_to_refund": "收到应退的缴费",
        "payment_refunded": "退费完成",
    },
)
REFUND_FEE = CaseAct(
    "refund_fee",
    "退费",
    {Permission.DECIDE: "决定退费"},
    RECORD_PAYMENT.lawful_from,
    {"refund_ordered": "决定退费"},
    guarded=True,
)
# Several members of a request charge: one paper of the lead lists what all of them owe.
TELL_BILL = CaseAct(
    "tell_bill",
    "出具缴款通知书",
    lawful_from=frozenset({S.IN_PROGRESS}),
    events={"bill_told": "各成员事项的费用汇总，出具缴款通知书"},
)
# What was ordered wrongly is annulled in writing; what was paid by it goes back, and it may be ordered anew.
ANNUL_FEE = CaseAct(
    "annul_fee",
    "撤销缴费通知书",
    {Permission.DECIDE: "撤销有误的缴费通知书"},
    RECORD_PAYMENT.lawful_from,
    {"fee_annulled": "撤销缴费通知书"},
    guarded=True,
)
