"""What the company of the demo hands in for YM-P01: the form and the files. SYNTHETIC: all is invented."""

import base64
import hashlib
from datetime import UTC, datetime
from typing import Any

from chalicelib.access.actor import Identity
from chalicelib.documents.store.rendering.typesetting import render
from local.identity_provider.personas import PERSONAS
from local.lambda_.render_layer import font_folder

COMPANY = "company"
PHONE = "13800138000"
REPRESENTATIVE = {"name": "陈示例", "id_number": "44170219900307801X"}

# What the form of YM-P01 asks of a company, without what it need not say.
ANSWERS: dict[str, Any] = {
    "domicile_address": "示例市示例区示例路18号",
    "premises_address": "示例市示例区示例路18号一层",
    "premises_area_m2": 128.5,
    "premises_right": "rent",
    "main_format": "catering",
    "business_items": ["hot", "drink"],
    "vending": False,
    "safety_manager": {"name": "李示例", "id_number": "44170219900307801X"},
    "employees_count": 12,
}

# Likewise of YM-S05, YM-P12 and YM-S06, and of who applies for a card of one's own (YM-S07).
REGISTRATION_ANSWERS: dict[str, Any] = {
    "insured_types": ["pension", "medical", "injury", "unemployment"],
    "first_month": "2026-12-01",
    "industry_code": "6210",
    "employees_count": 12,
}
AGENCY_ANSWERS: dict[str, Any] = {
    "registered_capital_10k": 300,
    "business_kind": ["domestic", "inbound"],
    "premises_address": "示例市示例区示例路18号一层",
    "premises_area_m2": 128.5,
    "premises_right": "rent",
    "managers": [{"name": "李示例", "post": "经理", "experience": 5}],
    "guides": 3,
}
RECOGNITION_ANSWERS: dict[str, Any] = {
    "category": "other",
    "household_region": "441702000000",
    "unemployed_since": "2025-08-01",
}
CARD_ANSWERS: dict[str, Any] = {"holder_is_applicant": True, "card_bank": "ccb"}
# What the officer states of the face of the result, of the items whose face is not told by form and platform alone.
FACES: dict[str, dict[str, Any]] = {
    "YM-S06": {"conclusion": "符合认定条件，认定为就业困难人员"},
    "YM-I16": {"conclusion": "符合消防安全要求"},
}


def granting(item: str) -> dict[str, Any]:
    """The body of a grant of this item."""
    return {"outcome": "grant"} | ({"face": FACES[item]} if item in FACES else {})


def form(identity: Identity | None = None) -> dict[str, Any]:
    """The form of the company with this identity, which is the persona's unless another division is served."""
    company = identity or PERSONAS[COMPANY].actor.identity
    if company is None:
        raise LookupError(COMPANY)
    return {
        "applicant": {
            "kind": "企业法人",
            "name": company.name,
            "uscc": company.number,
            "legal_representative": REPRESENTATIVE,
            "contact": {"name": "李示例", "phone": PHONE},
        },
        "answers": ANSWERS,
    }


def announced(line: str, content: bytes) -> dict[str, Any]:
    """What the API is told of a file before it is uploaded."""
    return {
        "line": line,
        "file_name": f"{line}.pdf",
        "content_type": "application/pdf",
        "size": len(content),
        "sha256": base64.b64encode(hashlib.sha256(content).digest()).decode(),
    }


def pdf(title: str) -> bytes:
    """A PDF with this title, typeset as the platform's own documents are."""
    notice = {
        "title": title,
        "number": "演示材料",
        "addressee": "综合受理窗口",
        "facts": [{"label": "材料名称", "value": title}],
        "paragraphs": [f"这是为演示制作的“{title}”，内容为虚构。"],
        "table": None,
        "closing": [],
        "basis": [],
        "remedies": None,
        "signatures": [],
        "organ": "申请人",
        "issued_text": f"{datetime.now(UTC):%Y年%m月%d日}",
        "seal": {"id": "SYNTHETIC", "organ": "申请人", "name": "演示"},
        "sample": True,
        "digest": hashlib.sha256(title.encode()).hexdigest(),
    }
    return render("notice", notice, font_dir=font_folder(), issued=datetime.now(UTC))
