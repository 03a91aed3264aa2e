"""What each value of the closed lists of fees, payments, commitments and document numbers means; the others have
`vocabulary.py`.
"""

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
    "NotPayable": {
        "superseded": "缴费单已经撤销、重新开具，或者统一缴费单已经变更",
        "nothing_due": "已经缴清或者不再应缴",
        "amount_differs": "金额与缴费单不符",
        "unknown": "没有这一缴费单",
    },
    "NotificationKind": {"paid": "缴费到账", "failed": "缴费未成功", "refunded": "退费完成"},
    "HandoverGround": {
        "not_revoked": "准予的决定没有撤销，继续有效",
        "department_replied": "部门已书面答复可以送达",
    },
    "Against": {
        "falsehood": "认定隐瞒有关情况或者提供虚假材料",
        "revocation": "撤销行政许可",
        "withdrawal": "撤回行政许可",
    },
    "FalsehoodGround": {
        "concealed": "隐瞒有关情况申请",
        "false_materials": "提供虚假材料申请",
        "deception": "以欺骗手段取得",
        "bribery": "以贿赂等不正当手段取得",
    },
    "RevokeGround": {
        "abuse": "滥用职权、玩忽职守（第六十九条第一款第一项）",
        "beyond_power": "超越法定职权（第二项）",
        "procedure": "违反法定程序（第三项）",
        "unqualified": "申请人不具备资格或者不符合法定条件（第四项）",
        "other": "依法可以撤销的其他情形（第五项）",
        "deception": "以欺骗手段取得（第二款，应当撤销）",
        "bribery": "以贿赂等不正当手段取得（第二款，应当撤销）",
    },
    "WithdrawGround": {
        "law_changed": "所依据的法律、法规、规章修改",
        "law_repealed": "所依据的法律、法规、规章废止",
        "circumstances": "所依据的客观情况发生重大变化",
    },
    "CancelGround": {
        "expired": "有效期届满未延续",
        "died": "公民死亡或者丧失行为能力",
        "dissolved": "法人或者其他组织依法终止",
        "ended": "已被撤销、撤回、吊销",
        "impossible": "因不可抗力无法实施",
        "requested": "被许可人申请注销",
        "other": "法律、法规规定的其他情形",
    },
    "PledgeState": {
        "made": "已经作出，还没有据此准予",
        "awaited": "已经准予，等待核查",
        "demanded": "核查发现不符，限期整改中",
        "kept": "核查属实",
        "broken": "承诺不实，已记入信用记录",
        "repaired": "承诺不实，信用已经修复",
    },
    "WhyFirst": {
        "other_quota": "不占用同一名额",
        "not_qualified": "在先的申请不符合法定条件",
        "own_law": "法律、行政法规另有规定",
    },
    "InterestedResponse": {
        "heard": "听取了陈述、申辩",
        "silent": "期满没有提出意见",
        "waived": "书面放弃陈述、申辩和听证",
    },
    "PaymentDayState": {
        "waiting": "尚未核对",
        "reconciled": "已核对，没有差异",
        "differs": "已核对，有差异待处理",
        "not_reconciled": "未能核对",
    },
    "PaymentDifferenceKind": {
        "missing_here": "支付机构有而未曾通知，已按名单登记",
        "missing_there": "支付机构的名单没有",
        "amount_differs": "金额不一致",
        "order_differs": "缴费单号不一致",
        "listed_twice": "名单中重复列出",
    },
    "WhyNotReconciled": {
        "not_connected": "没有填写支付机构名单的地址",
        "unreachable": "支付机构没有答复",
        "timeout": "支付机构答复超时",
        "refused": "支付机构拒绝答复",
        "not_ready": "支付机构的名单尚未生成",
        "unusable": "支付机构的答复不符合约定",
    },
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
    "NumberState": {
        "used": "在用",
        "annulled": "所载的行为已经撤销",
        "superseded": "已被更正后的版本取代",
        "erased": "文书已经销毁",
    },
    "RefundReason": {
        "paid_twice": "重复缴费",
        "wrong_amount": "金额与缴费通知书不符",
        "case_ended": "办件已经终止",
        "order_annulled": "缴费通知书已经撤销",
        "by_decision": "依法退费",
        "result_corrected": "结果更正后，按更正的期限应缴的费用减少，退还多缴的部分",
    },
}
