"""The examples of the description: requests and answers of the app itself, recorded by `make fmt`."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

FILE = Path(__file__).with_name("examples.json")
Part = dict[str, Any]


@cache
def examples() -> Mapping[str, Part]:
    """By operation: `requests`, `queries` and `answers` by status. Read when the description is first asked for."""
    return json.loads(FILE.read_text("utf-8"))


def with_examples(document: Mapping[str, Any], recorded: Mapping[str, Part]) -> Part:
    """The document with the examples of its operations and webhooks. One without examples stays as it is."""
    responses = document["components"]["responses"]
    shown = {
        part: {
            path: {
                method: _operation(call, recorded.get(call["operationId"], {}), responses)
                for method, call in calls.items()
            }
            for path, calls in document[part].items()
        }
        for part in ("paths", "webhooks")
        if part in document
    }
    return {**document, **shown}


def _operation(call: Part, recorded: Part, responses: Mapping[str, Part]) -> Part:
    if not recorded:
        return call
    answers: Mapping[str, Part] = recorded["answers"]
    shown = {
        status: _answer(cast(Part, answer), answers[status], responses) if status in answers else answer
        for status, answer in call["responses"].items()
    }
    told: Part = {**call, "responses": shown}
    if "parameters" in call:
        told["parameters"] = [_parameter(given, recorded["queries"]) for given in call["parameters"]]
    if recorded["requests"] and "requestBody" in call:
        body = call["requestBody"]
        media, content = next(iter(body["content"].items()))
        told["requestBody"] = {**body, "content": {media: {**content, "examples": recorded["requests"]}}}
    return told


def _answer(answer: Part, shown: Part, responses: Mapping[str, Part]) -> Part:
    """The answer with its examples. A shared one is written out, because a reference cannot have examples."""
    whole = responses[str(answer["$ref"]).rpartition("/")[2]] if "$ref" in answer else answer
    media, *others = whole["content"]
    content = {media: {**whole["content"][media], "examples": without_references(shown)}} | {
        name: whole["content"][name] for name in others
    }
    return {**whole, "content": content}


def without_references(value: Any, definitions: Mapping[str, Any] = {}) -> Any:
    """The same value with each `$ref` of a JSON schema in it written out. Generators of clients follow every `$ref` of
    the document, also one in an example, and stop where it leads to nothing.
    """
    if isinstance(value, list):
        return [without_references(one, definitions) for one in cast(list[Any], value)]
    if not isinstance(value, dict):
        return value
    part = cast(Part, value)
    known = part.get("$defs", definitions)
    rest = {name: without_references(one, known) for name, one in part.items() if name not in ("$ref", "$defs")}
    if "$ref" not in part:
        return rest
    return without_references(known[str(part["$ref"]).rpartition("/")[2]], known) | rest


def _parameter(given: Part, queries: Mapping[str, Part]) -> Part:
    values = {name: {"value": query[given["name"]]} for name, query in queries.items() if given.get("name") in query}
    return {**given, "examples": values} if values and given.get("in") == "query" else given
