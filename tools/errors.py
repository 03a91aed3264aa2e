"""docs/errors.md, made from the code: every machine code that the API answers, and what the caller does then.

`python -m tools.errors` writes it, `python -m tools.errors --check` fails where it is not what the code says. Codes are
read where the code raises them: calls of the classes of `foundation/problems.py`, and errors of single fields.
"""

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from chalicelib.foundation import problems
from chalicelib.foundation.problems import Problem
from tools import gateway_errors
from tools.error_texts import CODE, calls, name_of, pairs, together, with_problems
from tools.made_files import takes_check, write_or_compare

PAGE = Path("docs/errors.md")
HEAD = """# 错误码

由代码生成（`make fmt`），请勿改动。

所有错误均为 `application/problem+json`（RFC 9457）：`code` 供程序判断，`title` 可直接显示给用户，
`instance` 是请求编号，报障时请提供。答复带 `Retry-After` 的，等待相应秒数后以同一 `Idempotency-Key` 重发。
每个接口可能答复的通用错误码见 `/v1/openapi.json` 的 `x-codes`。{} 为随情形变化的文字。
到达程序之前的拒绝见下文“网关的答复”。回调的失败原因见 [callbacks.md](callbacks.md)。

| 状态 | 错误码 | 说明 | 怎么办 |
|---|---|---|---|
"""
FIELDS = """
## 字段错误码

422 `invalid_fields` 的 `errors` 中，每个有误的字段一条：`pointer` 指明字段，`message` 说明如何改正。
`pointer` 一般是请求内容中的位置，`/query/` 起的是查询参数。请求内容中没有这一位置的，指办件本身：
`/materials/NN` 是办件材料清单的第 NN 项（`GET …/materials` 的 `no`），`/form/…` 是已经保存的表单中的一栏，
`/guardianship` 是监护证明。
除下列各项外，还有所用数据格式的通用检查（如 `missing`、`string_too_short`）。

| 错误码 | 说明 |
|---|---|
"""
# What the caller does, by the kind of problem; a class that is not named here does as its nearest parent does.
WHAT_TO_DO: Mapping[type[Problem], str] = {
    Problem: "平台的故障，请带请求编号报障",
    problems.Malformed: "改正请求的写法，原样重发无用",
    problems.Unauthenticated: "重新取得令牌后再请求",
    problems.Forbidden: "换用有权限的身份",
    problems.NotFound: "核对编号和地址；无权查看的也答复 404",
    problems.MethodNotAllowed: "核对请求方法",
    problems.Conflict: "重新读取，再决定是否办理；带 Retry-After 的稍后重发",
    problems.Stale: "重新读取，以新的 ETag 再请求",
    problems.TooLarge: "减小内容",
    problems.UnsupportedMedia: "改正 Content-Type 和 Content-Encoding",
    problems.Invalid: "按 errors 改正各个字段",
    problems.KeyReused: "换一个新的 Idempotency-Key",
    problems.PreconditionRequired: "先读取，把 ETag 放入 If-Match",
    problems.TooMany: "按 Retry-After 等待后重发",
    problems.Unavailable: "按 Retry-After 等待，以同一 Idempotency-Key 重发",
}


class Answered(NamedTuple):
    status: int
    code: str
    title: str
    to_do: str


@takes_check
def main(arguments: Sequence[str]) -> int:
    if untold := [code for code, words in of_fields().items() if not any(words)]:
        print(f"no sentence was found for {', '.join(untold)}: tools/error_texts.py does not see it", file=sys.stderr)
        return 1
    same = f"error codes: {len(answered())} answered, {PAGE} says the same"
    return write_or_compare({PAGE: page()}, arguments, same)


def page() -> str:
    rows = [f"| {each.status} | `{each.code}` | {each.title} | {each.to_do} |\n" for each in answered()]
    fields = [f"| `{code}` | {'；'.join(sorted(words))} |\n" for code, words in sorted(of_fields().items())]
    return HEAD + "".join(rows) + gateway_errors.HEAD + "".join(of_gateways()) + FIELDS + "".join(fields)


def of_gateways() -> Iterator[str]:
    for row in gateway_errors.answered():
        to_do = gateway_errors.TO_DO.get(row.code, what_to_do(row.kind))
        yield f"| {row.where} | {row.status} | `{row.code}` | {row.title} | {to_do} |\n"


@cache
def answered() -> Sequence[Answered]:
    """Every code with its status and titles, by status and code."""
    merged: dict[tuple[int, str], tuple[type[Problem], set[str]]] = {}
    for kind, code, words in (*raised(), *((kind, kind.code, [kind.title]) for kind in classes().values())):
        known = merged.setdefault((kind.status, code), (kind, set()))
        known[1].update(words)
    return [
        Answered(status, code, "；".join(sorted(words)), what_to_do(kind))
        for (status, code), (kind, words) in sorted(merged.items(), key=lambda each: each[0])
    ]


def raised() -> Iterator[tuple[type[Problem], str, list[str]]]:
    """What is raised with a code of its own: the class, the code, the titles."""
    makers = dict(_makers())
    for call, place in calls():
        name = name_of(call)
        given = {word.arg: word.value for word in call.keywords if word.arg}
        kind = classes().get(name)
        if name in makers:
            kind, parameters = makers[name]
            given |= dict(zip(parameters, call.args, strict=False))
        if kind and "code" in given:
            for code, titles in together(given["code"], given.get("title", ast.Constant(kind.title)), place):
                yield kind, code, titles or [kind.title]


def _makers() -> Iterator[tuple[str, tuple[type[Problem], list[str]]]]:
    """Functions that take `code` and make a problem with it: their calls name the codes."""
    for call, (_, scope) in calls():
        kind = classes().get(name_of(call))
        named = {word.arg: word.value for word in call.keywords}
        parameters = [parameter.arg for parameter in scope.args.args] if scope else []
        if kind and scope and isinstance(named.get("code"), ast.Name) and "code" in parameters:
            yield scope.name, (kind, parameters)


@cache
def of_fields() -> Mapping[str, set[str]]:
    """Every code of a field that the code writes out, with its sentences."""
    found: dict[str, set[str]] = {}
    for call, where in calls():
        at = {"PydanticCustomError": 0, "wrong_field": 1, "Blocked": 0, "FieldError": 1}.get(name_of(call))
        for code, words in pairs(call.args, at, where) if at is not None else ():
            if "{}" not in code:  # such a code is one of the catalogue's own forms
                found.setdefault(code, set()).update(words)
    return found


def what_to_do(kind: type[Problem]) -> str:
    return next(WHAT_TO_DO[each] for each in kind.__mro__ if each in WHAT_TO_DO)


@cache
def classes() -> dict[str, type[Problem]]:
    """Every class of problems that ships, those of single acts too."""
    import_module("app")
    for module in with_problems():  # also those that are imported when they are needed
        import_module(module)
    found = dict[str, type[Problem]]()
    left: list[type[Problem]] = [Problem]
    while left:
        kind = left.pop()
        found[kind.__name__] = kind
        left += [each for each in kind.__subclasses__() if each.__module__.startswith(f"{CODE}.")]
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
