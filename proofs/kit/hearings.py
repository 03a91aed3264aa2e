"""What a hearing tells, and its minutes."""

from typing import Any

# Somebody of the organ who has nothing to do with any case, and the minutes of a hearing.
TOLD = {"chair": "钟示例", "place": "上午九时，阳江市政务服务中心三楼听证室"}
MINUTES: dict[str, Any] = {
    "chair": "钟示例",
    "attended": ["林示例（申请人）", "审查人员"],
    "argued": "审查人员说明审查意见的证据和理由，申请人没有异议。",
    "signed": True,
}
HEARD = {"kind": "hearing", "minutes": MINUTES}
