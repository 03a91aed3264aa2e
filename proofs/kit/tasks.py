"""A review task as departments' systems are told of it, for suites that need no case behind it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.cases.model import Task, task_id

OPENED = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def review_task(case_id: str = "C0001", **changes: Any) -> Task:
    facts: dict[str, Any] = {
        "id": task_id(case_id, "review"),
        "case_id": case_id,
        "kind": "review",
        "division": "441700",
        "department": "food",
        "item": "YM-P01",
        "item_name": "食品经营许可",
        "case_number": "N1",
        "due": "2026-12-08",
        "opened_at": OPENED,
    }
    return Task.model_validate(facts | changes)
