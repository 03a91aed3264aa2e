"""Which part of the console answers which address under /local."""

from collections.abc import Mapping

from local.console.departments import Departments
from local.console.legal_time import LegalTime
from local.console.replies import Answer, Routes, mistake
from local.console.time import move_time, tell_time
from local.console.tokens import give_token, list_personas
from local.department import DepartmentSystem
from local.identity_provider.issuer import Issuer

DEPARTMENTS = "/local/departments"
NONE: Routes = {}


class Console:
    """Answers a method, a path and a body; a mistake gets a status, a code and a Chinese title. `simulated` are the
    addresses of what the stack imitates beside the departments' systems.
    """

    def __init__(
        self,
        issuer: Issuer,
        systems: Mapping[str, DepartmentSystem],
        time: LegalTime,
        simulated: Routes = NONE,
    ) -> None:
        self._departments = Departments(systems)
        self._routes: Routes = {
            **simulated,
            "/local/time": {"GET": lambda _: tell_time(time), "POST": lambda body: move_time(time, body)},
            DEPARTMENTS: {"GET": lambda _: self._departments.overview()},
            "/local/personas": {"GET": lambda _: list_personas(issuer)},
            "/local/token": {"POST": lambda body: give_token(issuer, body)},
            "/local/issuer/jwks.json": {"GET": lambda _: (200, issuer.jwks())},
            "/local/issuer/.well-known/openid-configuration": {"GET": lambda _: (200, issuer.configuration())},
        }

    def handle(self, method: str, path: str, body: bytes = b"") -> Answer:
        """The answer to a GET is made of its query, that to another method of its body."""
        path, _, query = path.partition("?")
        if path.startswith(DEPARTMENTS + "/"):
            return self._departments.switch(method, path.removeprefix(DEPARTMENTS + "/"), body)
        if path not in self._routes:
            return mistake(404, "not_found", "没有这个地址")
        allowed = self._routes[path]
        if method not in allowed:
            return mistake(405, "method_not_allowed", f"此地址只支持 {' 和 '.join(allowed)}")
        return allowed[method](query.encode("latin-1") if method == "GET" else body)
