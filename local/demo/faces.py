"""What the officer states of the face of the result, of the items whose face is not told by form and platform alone."""

from typing import Any

FACES: dict[str, dict[str, Any]] = {
    "YM-R01": {"uscc": "91441700YM0000411A"},
    "YM-R05": {"seal_codes": "公章 4417000000001；财务专用章 4417000000002"},
    "YM-I01": {"project_code": "2609-441702-04-01-123456"},
    "YM-I03": {"approving_organ": "示例市人民政府（示府〔2026〕1号）", "attachments": "用地红线图一份"},
    "YM-I04": {"attachments": "总平面图一份、单体图纸一套"},
    "YM-I07": {"opinions": "结构、消防、人防各专项审查合格", "reviewers": "审查员甲、审查员乙"},
    "YM-I09": {"fee": 0},
    "YM-I12": {"opinions": "规划、消防、人防、档案各专项验收合格"},
    "YM-S09": {"scope": "卷烟、雪茄烟", "supplier": "广东烟草阳江市有限责任公司"},
    "YM-S06": {"conclusion": "符合认定条件，认定为就业困难人员"},
    "YM-I16": {"conclusion": "符合消防安全要求"},
    "YM-P13": {"conditions": "同意筹备设立，筹备期间不得进行宗教活动"},
    "YM-P17": {"quota": "不限品种"},
}


# Items of which the demonstrations' answers say that they concern others directly (行政许可法36).
CONCERN_OTHERS = frozenset({"YM-I04"})


def heard(item: str, today: str) -> dict[str, Any]:
    """What a grant says of those whom it concerns: told on this day, and all have waived. SYNTHETIC."""
    if item not in CONCERN_OTHERS:
        return {}
    return {"interested": {"told_on": today[:10], "response": "waived", "reference": "示例卷宗第3页"}}


def granting(item: str) -> dict[str, Any]:
    """The body of a grant of this item."""
    return {"outcome": "grant"} | ({"face": FACES[item]} if item in FACES else {})
