"""What the gateway before the app answers by itself: its section of docs/errors.md, read from the code of both.

On AWS this is API Gateway (`infra/gateway.py`), on one's own machine the gateway of the local stack
(`local/api_gateway`). Neither is in `chalicelib`, so the table of the app's own codes does not have them.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from chalicelib.foundation import problems
from chalicelib.foundation.problems import Problem
from infra.gateway import ANSWERS
from local.api_gateway import server

LOCAL = Path("local/api_gateway")
AWS, HERE = "AWS", "本机"
HEAD = """
## 网关的答复

请求到达程序之前，前面的网关也会拒绝，格式相同（`application/problem+json`）。AWS 上是 API Gateway，本机平台是它的替身，
两者不尽相同：本机以自己的错误码指出的（如 `body_unreadable`、`content_length_invalid`），API Gateway 答复
`malformed_request`；地址或请求头过长的，AWS 可能在套用此格式之前就拒绝，以状态为准。

| 何处 | 状态 | 错误码 | 说明 | 怎么办 |
|---|---|---|---|---|
"""
# Where the kind of problem does not tell it.
TO_DO: Mapping[str, str] = {
    "address_too_long": "缩短地址，减少查询参数",
    "headers_too_large": "减少或缩短请求头",
    "body_unreadable": "重发；分块传输的，核对分块的写法",
    "host_not_allowed": "在本机以 localhost 或 127.0.0.1 访问 `/local` 下的地址",
}


class Answered(NamedTuple):
    """A row: the gateway, its status (4XX where one answer stands for several), and the problem."""

    where: str
    status: str
    code: str
    title: str
    kind: type[Problem]


def answered() -> list[Answered]:
    """What API Gateway answers, then what the local gateway does; each code of a gateway once."""
    rows = [*of_aws(), *sorted(set(of_local_gateway()), key=lambda row: (row.status, row.code))]
    return list(dict.fromkeys(rows))


def of_aws() -> Iterator[Answered]:
    for answer in ANSWERS:
        status = str(answer.status or answer.response.removeprefix("DEFAULT_"))
        yield Answered(AWS, status, answer.problem.code, answer.problem.title, answer.problem)


def of_local_gateway() -> Iterator[Answered]:
    """Every problem that its code names: classes of its own, and those of `problems` with the code they are given."""
    for own in server.REFUSALS.values():
        yield _row(own, {})
    for file in sorted(LOCAL.glob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        calls = {id(call.func): call for call in ast.walk(tree) if isinstance(call, ast.Call)}
        for node in ast.walk(tree):
            kind = _kind(node)
            call = calls.get(id(node))
            if kind and (call or kind is not Problem):  # the bare class stands in annotations
                yield _row(kind, _texts(call) if call else {})


def _kind(node: ast.AST) -> type[Problem] | None:
    match node:
        case ast.Attribute(value=ast.Name(id="problems"), attr=name):
            return getattr(problems, name)
        case _:
            return None


def _texts(call: ast.Call) -> dict[str, str]:
    """The texts that the call gives by name."""
    return {
        word.arg: word.value.value
        for word in call.keywords
        if word.arg and isinstance(word.value, ast.Constant) and isinstance(word.value.value, str)
    }


def _row(kind: type[Problem], given: Mapping[str, str]) -> Answered:
    return Answered(HERE, str(kind.status), given.get("code", kind.code), given.get("title", kind.title), kind)
