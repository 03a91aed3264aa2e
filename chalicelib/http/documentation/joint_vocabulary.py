"""What the values of closed lists about joint requests mean."""

from collections.abc import Mapping

from chalicelib.http.documentation.meanings import Meanings

JOINT_VOCABULARY: Mapping[str, Meanings] = {
    "JointMemberState": {
        "not_applicable": "本次不涉及",
        "held": "已持有",
        "waiting": "待前置",
        "awaiting_materials": "待补材料",
        "open": "办理中",
        "ready_to_decide": "待前置决定",
        "granted": "准予",
        "refused": "不予",
        "cut": "前置未通过，终止",
        "withdrawn": "撤回",
        "left": "情形变化退出",
        "external_pending": "专窗办理中",
        "external_done": "专窗办理完成",
        "external_failed": "专窗办理未成",
    },
    "OutsideReported": {"received": "已经收到", "done": "已经办成", "failed": "未能办成"},
    "HeldSource": {"store": "本平台作出", "paper": "窗口核对纸质原件"},
    "CaseOutcome": {"grant": "准予，联办申请全部办成", "partly": "联办申请部分办成", "refuse": "不予，联办申请未办成"},
}
