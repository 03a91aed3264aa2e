"""What the local stack alone answers, under /local: personas, tokens, legal time, the example departments' systems."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from chalicelib.clock import OutsideCalendar, WorkCalendar
from local.department import DepartmentSystem
from local.issuer import Issuer
from local.legal_time import Backwards, LegalTime

DEPARTMENTS = "/local/departments"
TIME = "/local/time"
Answer = tuple[int, Mapping[str, Any]]


class Move(BaseModel):
    """Exactly one of the two."""

    model_config = ConfigDict(extra="forbid")

    workdays: Annotated[int, Field(ge=1, le=1000)] | None = None
    to: AwareDatetime | None = None


class Console:
    def __init__(self, issuer: Issuer, systems: Mapping[str, DepartmentSystem], time: LegalTime) -> None:
        self._issuer = issuer
        self._systems = systems
        self._time = time

    def handle(self, method: str, path: str, body: bytes) -> Answer:
        if path == TIME:
            return self._legal_time(method, body)
        if path == DEPARTMENTS and method == "GET":
            return 200, {"departments": [shown(system) for system in self._systems.values()]}
        if path.startswith(DEPARTMENTS + "/"):
            return self._department(method, path.removeprefix(DEPARTMENTS + "/"), body)
        return self._issuer.handle(method, path, body)

    def _legal_time(self, method: str, body: bytes) -> Answer:
        """`POST /local/time {"workdays": 5}` or `{"to": "2026-12-31T09:00:00+08:00"}`: forward only."""
        if method == "GET":
            return 200, {"now": self._time.now().isoformat()}
        if method != "POST":
            return mistake(405, "method_not_allowed", "此地址只支持 GET 和 POST")
        try:
            move = Move.model_validate_json(body or b"{}")
            if (move.workdays is None) == (move.to is None):
                return mistake(422, "invalid_fields", "请填写 workdays（工作日数）或 to（时刻）之一")
            now = self._time.move_to(move.to) if move.to else self._move_workdays(move.workdays)
        except Backwards:
            return mistake(409, "time_backwards", "法定时间只能向前移动")
        except (OutsideCalendar, ValidationError, ValueError):
            return mistake(
                422, "invalid_fields", '例如 {"workdays": 5} 或 {"to": "2026-12-31T09:00:00+08:00"}，最多提前十年'
            )
        return 200, {"now": now.isoformat()}

    def _move_workdays(self, workdays: int | None) -> datetime:
        return self._time.move_workdays(workdays or 0, WorkCalendar())

    def _department(self, method: str, name: str, body: bytes) -> Answer:
        """`PUT /local/departments/food {"mode": "manual"}`: let people answer; `{"delay": 0}`: answer at once."""
        system = self._systems.get(name)
        if system is None:
            return mistake(404, "not_found", f"没有这个部门系统，可用：{'、'.join(self._systems)}")
        if method != "PUT":
            return mistake(405, "method_not_allowed", "此地址只支持 PUT")
        try:
            wanted = json.loads(body or b"{}")
            mode, delay = wanted.get("mode", system.mode), float(wanted.get("delay", system.delay))
        except (ValueError, TypeError, AttributeError):
            return mistake(400, "malformed_request", '请求内容应为 JSON，例如 {"mode": "manual", "delay": 0}')
        if mode not in ("auto", "manual") or not 0 <= delay <= 3600:
            return mistake(422, "invalid_fields", "mode 应为 auto 或 manual，delay 应为 0 至 3600 秒")
        system.mode, system.delay = mode, delay
        return 200, shown(system)


def shown(system: DepartmentSystem) -> dict[str, Any]:
    return {
        "department": system.department,
        "mode": system.mode,
        "delay": system.delay,
        "received": [item._asdict() for item in system.received[-20:]],
        "handled": [item._asdict() for item in system.handled[-20:]],
    }


def mistake(status: int, code: str, title: str) -> Answer:
    return status, {"type": "about:blank", "status": status, "code": code, "title": title}
