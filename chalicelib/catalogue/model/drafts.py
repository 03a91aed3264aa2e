"""Reading the document of a draft: its shape, and that it is the editor's own item. Pure."""

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.catalogue.model import ItemDocument
from chalicelib.foundation.parts import read_part
from chalicelib.foundation.problems import FieldError, Invalid

# The row of the newest version may hold two documents, and DynamoDB keeps 400 KB in a row.
LARGEST = 150_000


def read_draft(code: str, department: str | None, document: Mapping[str, Any]) -> ItemDocument:
    """The document, in the shape of an item. Raises Invalid with every error; whether it may be published is another
    question.
    """
    wrong: list[FieldError] = []
    draft = read_part(ItemDocument, document, "/document", wrong)
    if draft is None:
        raise _refused(wrong)
    if draft.id != code:
        wrong.append(FieldError("/document/id", "item_code", f"应为 {code}"))
    if department and draft.department != department:
        wrong.append(FieldError("/document/dept", "department_not_own", "只能起草本部门的事项"))
    if len(json.dumps(document, ensure_ascii=False).encode()) > LARGEST:
        wrong.append(FieldError("/document", "item_too_large", f"事项内容不得超过 {LARGEST // 1000} KB"))
    if wrong:
        raise _refused(wrong)
    return draft


def _refused(errors: list[FieldError]) -> Invalid:
    return Invalid(code="item_draft_invalid", title="事项草稿的格式有误，未保存，请按提示修改", errors=errors)
