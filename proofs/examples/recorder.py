"""Plays requests against the whole app in memory, and keeps those that the API description shows.

Everything that differs from one run to the next (random characters, nonces) is drawn from counters instead, so the
same stories give the same file.
"""

import json
import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from importlib import import_module
from itertools import count
from typing import Any, cast
from unittest.mock import patch
from urllib.parse import urlencode

from chalice.test import Client, HTTPResponse

from chalicelib.access.actor import Actor
from chalicelib.exchange.api.webhooks import EVENTS, operation_id
from chalicelib.exchange.store.guard import Target
from chalicelib.exchange.store.wire import Reply
from chalicelib.foundation import keys, names, problems
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.platform import Platform
from chalicelib.http.routes import Route
from local.demo.application import announced
from local.identity_provider.personas import PERSONAS
from local.terminal.log import no_metric
from proofs.kit.applications import BYTES
from proofs.kit.callers import calling
from proofs.kit.catalogue import CITY_DIVISION
from proofs.kit.clock import NEVER
from proofs.kit.departments import SECRET
from proofs.kit.seams import only_acts_and_rows
from proofs.kit.world import ITEMS, World, forget_everything, opened

Examples = dict[str, dict[str, Any]]
BETWEEN = timedelta(minutes=1)
# Of a longer list an answer shows so many entries, and of a list within an entry one: the whole document is loaded by
# each reader.
LISTED, WITHIN = 2, 1
ODD = 0x2545F4914F6CD
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class Unexpected(AssertionError):
    """The app gave another answer than the story needs."""


class Recorder:
    """`ask` sends a request and answers its body. With `keep` ("name 中文说明") the request and the answer are kept as
    an example of the operation; one that must be refused says so with `status`.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.kept: Examples = {}
        self.signed: Mapping[str, str] = {}  # the headers of a signed message
        self.under = ""  # the authorisation by which an agent asks
        app = import_module("app")
        self.client = Client(app.app)
        self._routes: Sequence[Route] = app.ROUTES
        self._keys = (f"example-{number:04d}" for number in count(1))

    def ask(
        self,
        who: str | None,
        method: str,
        path: str,
        body: Any = None,
        *,
        keep: str = "",
        status: int | None = None,
        etag: str | None = None,
        query: Mapping[str, Any] | None = None,
    ) -> Any:
        self.world.pass_time(BETWEEN)
        headers = {"If-Match": etag or self._newest(path), "X-On-Behalf-Of": self.under, **self.signed}
        answer = self._send(who, method, path, body, headers, query or {})
        good = answer.status_code == status if status else answer.status_code < 300
        if not good:
            raise Unexpected(f"{method} {path}: {answer.status_code} {answer.body.decode()}")
        told = json.loads(answer.body)
        if keep:
            self._keep(self._operation(method, path), body, query or {}, (answer.status_code, told), keep)
        return told

    def _send(
        self, who: str | None, method: str, path: str, body: Any, more: Mapping[str, str], query: Mapping[str, Any]
    ) -> HTTPResponse:
        headers = {"Content-Type": "application/json", "Idempotency-Key": next(self._keys)}
        headers |= {"Authorization": f"Bearer {who}"} if who else {}
        headers |= {name: value for name, value in more.items() if value}
        asked = f"/v1{path}" + (f"?{urlencode(query)}" if query else "")
        raw = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        with calling(names.API):
            return self.client.http.request(method, asked, headers=headers, body=raw)

    def _thing(self, path: str) -> str:
        """The case that the path is about."""
        parts = path.split("/")
        return parts[2] if len(parts) > 2 and parts[1] in ("applications", "cases") else ""

    def _newest(self, path: str) -> str:
        case_id = self._thing(path)
        if not case_id:
            return ""
        row = self.world.platform.table.get(keys.meta(case_id))
        if row is None:
            return '"v1"'
        return f'"d{row["form_version"]}"' if row["status"] == "draft" else f'"v{row["version"]}"'

    def _keep(self, operation: str, body: Any, query: Mapping[str, Any], answer: tuple[int, Any], keep: str) -> None:
        name, _, words = keep.partition(" ")
        status, told = answer[0], shortened(stable(answer[1]))
        examples = self.kept.setdefault(operation, {"requests": {}, "queries": {}, "answers": {}})
        if body is not None and status < 300:
            examples["requests"][name] = {"summary": words, "value": body}
        if query and status < 300:
            examples["queries"][name] = dict(query)
        examples["answers"].setdefault(str(status), {})[name] = {"summary": words, "value": told}

    def _keep_event(self, event: Mapping[str, Any]) -> None:
        """The first event of each type is the example of its webhook."""
        name = next(name for name in EVENTS if event["type"].endswith(f".{name}"))
        kept = self.kept.setdefault(operation_id(name), {"requests": {}, "queries": {}, "answers": {}})
        kept["requests"].setdefault(name.rpartition(".")[2], {"summary": EVENTS[name].summary, "value": event})

    def _operation(self, method: str, path: str) -> str:
        for route in self._routes:
            if route.method == method and re.fullmatch(re.sub(r"{\w+}", "[^/]+", route.path), path):
                return route.name
        raise LookupError(f"{method} {path}")

    # ------------------------------------------------------------------------------------------- what happens by itself
    def go_on(self) -> None:
        """Everything that follows from acts, with the callbacks and the documents."""
        self.world.carry_out_everything()
        while self.world.work(names.CALLBACKS_QUEUE):
            """The next callback."""
        self.world.issue_documents()

    def hand_in(self, who: str, path: str, line: str, *, keep: str = "") -> str:
        """A file, announced, uploaded and checked; its id."""
        told = self.ask(who, "POST", f"{path}/materials", announced(line, BYTES), keep=keep)
        self.arrives(told["id"], told["file_id"])
        return told["file_id"]

    def arrives(self, case_id: str, file_id: str) -> None:
        self.world.upload(case_id, file_id, BYTES)
        while self.world.work(names.MATERIALS_QUEUE):
            """The next message."""

    def departments_answer(self, status: int) -> None:
        def reply(target: Target, address: str, body: bytes, headers: Mapping[str, str]) -> Reply:  # noqa: ARG001
            self._keep_event(json.loads(body))
            return Reply(status)

        vars(self.world.platform)["departments"] = reply


@contextmanager
def recording() -> Generator[Recorder]:
    """A recorder over a world of its own. The platform of the process is put back."""
    with ExitStack() as seams:
        seams.enter_context(only_acts_and_rows())
        for place, value in _same_each_time():
            seams.enter_context(patch(place, value))
        seams.callback(platforms.use, None)
        seams.callback(forget_everything)
        world = World(CITY_DIVISION, tick=NEVER)
        world.go_back(opened((), CITY_DIVISION, ITEMS))
        world.buckets.number(1)
        platforms.use(world.platform)
        recorder = Recorder(world)
        with recorder.client:
            yield recorder


def _same_each_time() -> Iterator[tuple[str, Any]]:
    numbers = count(1)

    def code() -> str:
        value = next(numbers) * ODD  # no two are the same: an odd factor loses nothing
        return "".join(ALPHABET[value >> 5 * place & 31] for place in range(10))

    def device(_: int) -> str:
        return f"device-{next(numbers):05d}"

    yield "chalicelib.intake.acts.submit.new_query_code", code
    yield "chalicelib.intake.acts.receive_walk_in.new_query_code", code
    yield "chalicelib.hall.acts.ask_progress.token_urlsafe", device
    yield "chalicelib.evidence.store.exports.token_hex", "{:032x}".format
    yield "chalicelib.exchange.acts.test_callback.token_hex", "{:08x}".format
    yield "chalicelib.http.cursors.os.urandom", bytes
    yield "chalicelib.http.requests.authenticate", persona_of
    # On AWS a metric is a line on standard output, which here is for whoever called `make fmt`.
    yield "chalicelib.foundation.telemetry.gauge", no_metric


# Presigned addresses are signed with the real time, and a callback takes some of it. Versions of objects are counted
# by the process.
SIGNED = {
    r"(?<=versionId=)[^&\"]*": "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY",
    r"(?<=\"ms\": )\d+": "42",
    r"\d{8}T\d{6}Z": "20261124T010000Z",
    r"(?<=x-amz-credential\": \")[^\"]*|(?<=X-Amz-Credential=)[^&\"]*": "EXAMPLE/20261124/region/s3/aws4_request",
    r"(?<=x-amz-signature\": \")[0-9a-f]*|(?<=X-Amz-Signature=)[0-9a-f]*": "0" * 64,
    r"(?<=\"policy\": \")[^\"]*": "eyJleHBpcmF0aW9uIjogIi4uLiJ9",
}


def stable(told: Any) -> Any:
    text = json.dumps(told, ensure_ascii=False)
    for pattern, value in SIGNED.items():
        text = re.sub(pattern, value, text)
    return json.loads(text)


def shortened(told: Any, shown: int = LISTED) -> Any:
    """The answer with the first entries of each list of objects."""
    if isinstance(told, Mapping):
        return {name: shortened(value, shown) for name, value in cast(Mapping[str, Any], told).items()}
    if isinstance(told, list):
        entries = cast(list[Any], told)
        objects = bool(entries) and isinstance(entries[0], Mapping)
        return [shortened(entry, WITHIN) for entry in (entries[:shown] if objects else entries)]
    return told


def persona_of(_: Platform, authorization: str | None) -> Actor:
    """The token of a persona is its name."""
    if not authorization:
        raise problems.Unauthenticated(code="token_missing", title="请先登录", headers={"WWW-Authenticate": "Bearer"})
    return PERSONAS[authorization.removeprefix("Bearer ")].actor


def written(examples: Examples) -> str:
    """The file: one line for each operation, so that a change shows where it is."""
    lines = (
        f"{json.dumps(name)}: {json.dumps(kept, ensure_ascii=False, separators=(',', ':'))}"
        for name, kept in sorted(examples.items())
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


__all__ = ["SECRET", "Examples", "Recorder", "recording", "written"]
