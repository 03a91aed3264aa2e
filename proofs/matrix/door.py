"""The door of the app: requests as the gateway hands them over, by people whose token is their name."""

import json
import re
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import Any, NamedTuple, cast
from unittest.mock import patch
from urllib.parse import urlencode

from chalice.test import Client

from chalicelib.access.actor import Actor
from chalicelib.foundation import names, problems
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.platform import Platform
from chalicelib.http.routes import PREFIX, Route
from local.terminal.log import no_metric
from proofs.kit.callers import calling, hearing
from proofs.kit.dynamo import WRITES
from proofs.kit.seams import only_acts_and_rows
from proofs.kit.world import World, forget_everything

QUOTED, IDS = re.compile(r'"((?:[^"\\]|\\.)*)"'), re.compile(r"[a-z2-7]{26}")


class Answer(NamedTuple):
    """What came back, with the calls to AWS that it took."""

    status: int
    text: str
    calls: tuple[str, ...]
    etag: str = ""

    @property
    def body(self) -> dict[str, Any]:
        try:
            told: Any = json.loads(self.text)
        except ValueError:
            return {}
        return cast("dict[str, Any]", told) if isinstance(told, dict) else {}

    @property
    def why(self) -> str:
        """The code of the condition that failed, or of the first field that is wrong."""
        wrong: list[dict[str, Any]] = self.body.get("errors") or []
        condition: dict[str, Any] = self.body.get("condition") or (wrong[0] if wrong else {})
        return str(condition.get("code", ""))

    @property
    def words(self) -> frozenset[str]:
        """Every text in the answer, and every id that stands in one: of `authorisation-x` also `x`."""
        return frozenset([*QUOTED.findall(self.text), *IDS.findall(self.text)])

    @property
    def writes(self) -> list[str]:
        return [call for call in self.calls if call in WRITES]


class Door:
    """`actors` are the people who may come, by the name that is their token. `number` is that of the last request."""

    def __init__(self, world: World, actors: Mapping[str, Actor]) -> None:
        app = import_module("app")
        self.world, self.actors = world, dict(actors)
        self.routes: Mapping[str, Route] = {f"{route.method} {route.path}": route for route in app.ROUTES}
        self._client = Client(app.app)
        self.number = 0

    def ask(self, who: str | None, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        """`query` and `headers` are more of the request."""
        self.number += 1
        headers = {"Content-Type": "application/json", "Idempotency-Key": f"matrix-{self.number:06d}"}
        headers |= {"Authorization": f"Bearer {who}"} if who else {}
        headers |= more.get("headers") or {}
        query: Mapping[str, Any] = more.get("query") or {}
        asked = f"{PREFIX}{path}" + (f"?{urlencode(query)}" if query else "")
        raw = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        calls: list[str] = []

        def hear(_: str, __: str, operation: str, sent: Mapping[str, Any]) -> None:
            # A refused request may have drawn a serial number beside its reading: serials may have gaps.
            if operation not in OF_DATA_KEYS and "SERIAL#" not in str(sent.get("Key")):
                calls.append(operation)

        with hearing(hear, lambda: None), calling(names.API):
            told = self._client.http.request(method, asked, headers=headers, body=raw)
        etag: str = told.headers.get("ETag", "")
        return Answer(told.status_code, told.body.decode("utf-8", "replace"), tuple(sorted(calls)), etag)

    def done(self, who: str, method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
        """The answer of a request that must succeed."""
        told = self.ask(who, method, path, body, **more)
        if told.status >= 300:
            raise AssertionError(f"{who} {method} {path}: {told.status} {told.text}")
        return told.body

    def actor_of(self, _: Platform, authorization: str | None) -> Actor:
        if not authorization:
            headers = {"WWW-Authenticate": "Bearer"}
            raise problems.Unauthenticated(code="token_missing", title="请先登录", headers=headers)
        return self.actors[authorization.removeprefix("Bearer ")]


# A process asks for a data key once in some minutes, whoever makes the request.
OF_DATA_KEYS = ("GenerateDataKey", "Decrypt")


@contextmanager
def opened(door: Door) -> Generator[None]:
    """The app answers at this door and works on its world. The platform of the process is put back."""
    with ExitStack() as seams:
        seams.enter_context(patch("chalicelib.http.requests.authenticate", door.actor_of))
        seams.enter_context(patch("chalicelib.foundation.telemetry.gauge", no_metric))
        seams.callback(platforms.use, None)
        seams.callback(forget_everything)
        platforms.use(door.world.platform)
        yield


__all__ = ["Answer", "Door", "only_acts_and_rows", "opened"]
