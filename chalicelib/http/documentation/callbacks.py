"""A callback as a folded section of the page: what a department's system receives, and what its answers mean."""

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.http.documentation.examples import example
from chalicelib.http.documentation.markup import Html, join, prose, tag
from chalicelib.http.documentation.operations import ALWAYS_THERE, content, field_list, parameter


def callback(document: Mapping[str, Any], name: str, operation: Mapping[str, Any]) -> Html:
    """The section of one webhook; its anchor is the operation's id."""
    definitions = document["components"]["schemas"]
    media, body = next(iter(operation["requestBody"]["content"].items()))
    headers = [parameter(document, given) for given in operation["parameters"]]
    sent = [one["value"] for one in body.get("examples", {}).values()] or [example(body["schema"], definitions)]
    shown = json.dumps(sent[0], ensure_ascii=False, indent=2)
    return tag(
        "details",
        tag(
            "summary",
            tag("b", "POST", class_="method post"),
            tag("code", name, class_="path"),
            tag("span", operation["summary"], class_="about"),
        ),
        *prose(operation["description"]),
        field_list("请求头", headers, ALWAYS_THERE),
        content(document, f"请求内容 ({media})", body["schema"], ALWAYS_THERE),
        tag("h4", "您的答复"),
        tag("dl", *(answer(status, words["description"]) for status, words in operation["responses"].items())),
        tag("h4", "示例"),
        tag("pre", shown),
        id=operation["operationId"],
    )


def answer(status: str, words: str) -> Html:
    return join(tag("dt", tag("code", status)), tag("dd", words))
