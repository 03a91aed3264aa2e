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
        "answers": {"vending": False, "agent": False},
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
