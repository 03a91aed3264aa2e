"""`/local/time`: tells legal time and moves it forward."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from chalicelib.clock import OutsideCalendar, WorkCalendar
from local.console.legal_time import Backwards, LegalTime
from local.console.replies import Answer, mistake


class Move(BaseModel):
    """Where to: exactly one of the two."""

    model_config = ConfigDict(extra="forbid")

    workdays: Annotated[int, Field(ge=1, le=1000)] | None = None
    to: AwareDatetime | None = None


def tell_time(time: LegalTime) -> Answer:
    return 200, {"now": time.now().isoformat()}


def move_time(time: LegalTime, body: bytes) -> Answer:
    """`{"workdays": 5}` or `{"to": "2026-12-31T09:00:00+08:00"}`."""
    try:
        move = Move.model_validate_json(body or b"{}")
        if (move.workdays is None) == (move.to is None):
            return mistake(422, "invalid_fields", "请填写 workdays（工作日数）或 to（时刻）之一")
        now = moved(time, move)
    except Backwards:
        return mistake(409, "time_backwards", "法定时间只能向前移动")
    except (OutsideCalendar, ValidationError, ValueError):
        return mistake(
            422, "invalid_fields", '例如 {"workdays": 5} 或 {"to": "2026-12-31T09:00:00+08:00"}，最多提前十年'
        )
    return 200, {"now": now.isoformat()}


def moved(time: LegalTime, move: Move) -> datetime:
    return time.move_to(move.to) if move.to else time.move_workdays(move.workdays or 0, WorkCalendar())
