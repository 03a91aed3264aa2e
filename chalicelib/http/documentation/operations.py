"""One operation of the API as a folded section of the page: who may call it, what goes in, what comes out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chalicelib.http.documentation.examples import curl
from chalicelib.http.documentation.fields import FieldRow, default_of, resolve, rows, type_of
from chalicelib.http.documentation.markup import Html, join, tag

Document = Mapping[str, Any]

MUST_GIVE, ALWAYS_THERE = "必填", "必有"


def section(document: Document, path: str, method: str) -> Html:
    """The section of one operation; its anchor is the operation's id."""
    operation = _opened(document, document["paths"][path][method])
    headers = [given for given in operation["parameters"] if given["in"] == "header"]
    others = [given for given in operation["parameters"] if given["in"] != "header"]
    return tag(
        "details",
        tag(
            "summary",
            tag("b", method.upper(), class_=f"method {method}"),
            tag("code", path, class_="path"),
            tag("span", operation["summary"], class_="about"),
        ),
        tag("p", operation["description"], class_="who"),
        field_list("请求头", [parameter(document, given) for given in headers], MUST_GIVE),
        field_list("参数", [parameter(document, given) for given in others], MUST_GIVE),
        content(document, "请求内容 (application/json)", operation["body"], MUST_GIVE) if operation["body"] else None,
        *_answers(document, operation),
        tag("h4", "请求示例"),
        tag("pre", tag("code", curl(document["servers"][0]["url"], method, path, operation, document))),
        *_answered(operation),
        id=operation["operationId"],
    )


def _opened(document: Document, operation: Document) -> dict[str, Any]:
    """The operation with its references to shared parts followed."""
    return {
        **operation,
        "parameters": [_follow(document, given) for given in operation.get("parameters", ())],
        "body": operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema"),
        "sent": _examples(operation.get("requestBody", {})),
        "responses": {status: _follow(document, answer) for status, answer in operation["responses"].items()},
    }


def _examples(part: Document) -> Mapping[str, Any]:
    """The examples of what is sent or answered, by name."""
    contents: Sequence[Document] = [*part.get("content", {}).values()]
    return contents[0].get("examples", {}) if contents else {}


def _answered(operation: Document) -> Iterator[Html]:
    """What the app has answered: each folded, the good answers first."""
    for status, response in sorted(operation["responses"].items()):
        for one in _examples(response).values():
            text = json.dumps(one["value"], ensure_ascii=False, indent=1)
            head = tag(
                "summary", tag("span", "答复示例 "), tag("code", status), tag("span", one["summary"], class_="about")
            )
            yield tag("details", head, tag("pre", text), class_="example")


def _follow(document: Document, part: Document) -> Document:
    if "$ref" not in part:
        return part
    _, _, kind, name = str(part["$ref"]).split("/")
    return document["components"][kind][name]


def parameter(document: Document, given: Document) -> FieldRow:
    schema = given["schema"]
    words = type_of(schema, document["components"]["schemas"])
    return FieldRow(given["name"], words, given["required"], given.get("description", ""), default_of(schema))


def content(document: Document, title: str, schema: Document, must: str) -> Html:
    definitions = document["components"]["schemas"]
    about = resolve(schema, definitions).get("description")
    return join(
        field_list(title, rows(schema, definitions), must) or tag("h4", title),
        tag("p", about, class_="note") if about else None,
    )


def field_list(title: str, fields: Sequence[FieldRow], must: str) -> Html | None:
    if not fields:
        return None
    return join(tag("h4", title), tag("dl", *(_row(field, must) for field in fields)))


def _row(field: FieldRow, must: str) -> Html:
    default = f"不填为 {field.default}" if field.default and must is MUST_GIVE else ""
    words = [tag("span", text) for text in (field.description, default) if text]
    return join(
        tag("dt", tag("code", field.path), tag("b", must, class_="required") if field.required else None),
        tag("dd", tag("span", field.type, class_="type"), *words),
    )


def _answers(document: Document, operation: Document) -> list[Html | None]:
    parts: list[Html | None] = []
    troubles: list[Html] = []
    for status, response in sorted(operation["responses"].items()):
        if int(status) >= 400:
            troubles.append(_trouble(status, response, operation["x-codes"][status]))
            continue
        media, told = next(iter(response["content"].items()))
        names = "、".join(response["headers"])
        parts.append(content(document, f"答复 {status} ({media})", told["schema"], ALWAYS_THERE))
        parts.append(tag("p", f"响应头：{names}", class_="note"))
    return [*parts, tag("h4", "错误"), tag("dl", *troubles)]


def _trouble(status: str, response: Document, codes: Sequence[str]) -> Html:
    headers = "、".join(name for name in response["headers"] if name != "X-Request-Id")
    return join(
        tag("dt", tag("code", status), " ", response["description"]),
        tag("dd", tag("span", "、".join(codes), class_="type"), tag("span", f"响应头：{headers}") if headers else None),
    )
