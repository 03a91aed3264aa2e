"""`/local/departments`: shows the systems of departments and organs above, and switches them between answering and
waiting for people.
"""

from collections.abc import Mapping
from typing import Any

from pydantic_core import from_json

from local.console.replies import Answer, mistake
from local.department import DepartmentSystem

SHOWN = 20  # the latest callbacks and answers of each system
LONGEST_DELAY = 3600


class Departments:
    def __init__(self, systems: Mapping[str, DepartmentSystem]) -> None:
        self._systems = systems

    def overview(self) -> Answer:
        return 200, {"departments": [shown(system) for system in self._systems.values()]}

    def switch(self, method: str, name: str, body: bytes) -> Answer:
        """`PUT {"mode": "manual"}`: people answer the tasks; `{"delay": 0}`: the system answers without thinking."""
        system = self._systems.get(name)
        if system is None:
            return mistake(404, "not_found", f"没有这个部门或者上级机关的系统，可用：{'、'.join(self._systems)}")
        if method != "PUT":
            return mistake(405, "method_not_allowed", "此地址只支持 PUT")
        try:
            wanted = from_json(body or b"{}")
            mode, delay = wanted.get("mode", system.mode), float(wanted.get("delay", system.delay))
        except (ValueError, TypeError, AttributeError):
            return mistake(400, "malformed_request", '请求内容应为 JSON，例如 {"mode": "manual", "delay": 0}')
        if mode not in ("auto", "manual") or not 0 <= delay <= LONGEST_DELAY:
            return mistake(422, "invalid_fields", "mode 应为 auto 或 manual，delay 应为 0 至 3600 秒")
        system.mode, system.delay = mode, delay
        return 200, shown(system)


def shown(system: DepartmentSystem) -> dict[str, Any]:
    return {
        "department": system.department,
        "mode": system.mode,
        "delay": system.delay,
        "received": [item._asdict() for item in system.received[-SHOWN:]],
        "handled": [item._asdict() for item in system.handled[-SHOWN:]],
    }
