"""What the local stack alone answers, under /local: personas, tokens, and the example departments' systems."""

import json
from collections.abc import Mapping
from typing import Any

from local.department import DepartmentSystem
from local.issuer import Issuer

PREFIX = "/local/departments"
Answer = tuple[int, Mapping[str, Any]]


class Console:
    def __init__(self, issuer: Issuer, systems: Mapping[str, DepartmentSystem]) -> None:
        self._issuer = issuer
        self._systems = systems

    def handle(self, method: str, path: str, body: bytes) -> Answer:
        if path == PREFIX and method == "GET":
            return 200, {"departments": [shown(system) for system in self._systems.values()]}
        if path.startswith(PREFIX + "/"):
            return self._department(method, path.removeprefix(PREFIX + "/"), body)
        return self._issuer.handle(method, path, body)

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
