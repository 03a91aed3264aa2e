"""What the officer states of the face of the result, of the items whose face is not told by form and platform alone."""

from typing import Any

FACES: dict[str, dict[str, Any]] = {
    "YM-R01": {"uscc": "91441700YM0000411A"},
    "YM-R05": {"seal_codes": "公章 4417000000001；财务专用章 4417000000002"},
    "YM-S09": {"scope": "卷烟、雪茄烟", "supplier": "广东烟草阳江市有限责任公司"},
    "YM-S06": {"conclusion": "符合认定条件，认定为就业困难人员"},
    "YM-I16": {"conclusion": "符合消防安全要求"},
    "YM-P13": {"conditions": "同意筹备设立，筹备期间不得进行宗教活动"},
    "YM-P17": {"quota": "不限品种"},
}


def granting(item: str) -> dict[str, Any]:
    """The body of a grant of this item."""
    return {"outcome": "grant"} | ({"face": FACES[item]} if item in FACES else {})
