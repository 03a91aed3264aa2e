"""What each value of the closed lists of fees and payments means; `vocabulary.py` has the others."""

from collections.abc import Mapping

from chalicelib.http.documentation.meanings import Meanings

PAYMENT_VOCABULARY: Mapping[str, Meanings] = {
    "FeeState": {
        "unpaid": "待缴费",
        "paid": "已缴费",
        "refunded": "已退费",
        "annulled": "已撤销",
        "lapsed": "办件已经终止，不收费",
    },
    "KeptNotification": {
        "recorded": "已登记",
        "known": "此前已登记",
        "parked": "缴费单号不是本平台的，或者流水号已经登记在别处，留待核查",
        "noted": "没有变化",
    },
    "NotificationKind": {"paid": "缴费到账", "failed": "缴费未成功", "refunded": "退费完成"},
    "PaymentState": {
        "counted": "计为缴费",
        "to_refund": "应退",
        "refund_ordered": "已决定退费",
        "refunded": "已退费",
    },
    "AnnulmentReason": {
        "not_chargeable": "依法不应收取",
        "wrong_standard": "收费标准有误",
        "wrong_quantity": "计费数量有误",
    },
    "QuantityCorrection": {
        "measured": "经核查测量，数量不同",
        "form_wrong": "申请表填写有误",
        "standard_chosen": "更正适用的标准",
    },
    "SettlementKind": {
        "assigned": "归入实际所指的缴费单",
        "returned": "支付机构已经退还",
        "not_ours": "与本平台无关",
    },
    "RefundReason": {
        "paid_twice": "重复缴费",
        "wrong_amount": "金额与缴费通知书不符",
        "case_ended": "办件已经终止",
        "order_annulled": "缴费通知书已经撤销",
        "by_decision": "依法退费",
    },
}
