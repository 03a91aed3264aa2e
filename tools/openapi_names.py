"""What a generator of clients would stumble over in an OpenAPI document: names, things without a name, acts without
an example.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, cast

COMPONENT = re.compile(r"[A-Z][A-Za-z0-9]*")
OPERATION = re.compile(r"[a-z]+(_[a-z]+)+")
ONE, MANY, NAMED = ("items", "additionalProperties"), ("anyOf", "oneOf", "allOf"), ("properties", "patternProperties")
Schema = Mapping[str, Any]


def faults(document: Mapping[str, Any]) -> list[str]:
    """Each fault as `place: what`."""
    return [*_operations(document), *_components(document), *_schemas(document), *_without_examples(document)]


def _operations(document: Mapping[str, Any]) -> Iterator[str]:
    named = Counter(call.get("operationId", "") for _, call in _calls(document))
    for place, call in _calls(document):
        name = call.get("operationId", "")
        if not OPERATION.fullmatch(name):
            yield f"{place}: operationId {name!r} does not say act and thing, as claim_task does"
        if named[name] > 1:
            yield f"{place}: operationId {name!r} is used {named[name]} times"


def _without_examples(document: Mapping[str, Any]) -> Iterator[str]:
    """What is sent, what is answered, and for what changes something a problem, each has an example."""
    for path, methods in document.get("paths", {}).items():
        for method, call in methods.items():
            place, answers = f"paths/{path}/{method}", call.get("responses", {})
            shown = {status for status, answer in answers.items() if _has_examples(answer)}
            asked = {status for status, answer in answers.items() if status < "3" and _of_a_model(answer)}
            if asked - shown:
                yield f"{place}: the answer has no example"
            if asked and "requestBody" in call and not _has_examples(call["requestBody"]):
                yield f"{place}: the request has no example"
            if asked and method != "get" and not any(status > "3" for status in shown):
                yield f"{place}: no problem has an example"


def _of_a_model(answer: Mapping[str, Any]) -> bool:
    return any(media.get("schema") for media in answer.get("content", {}).values())


def _has_examples(part: Mapping[str, Any]) -> bool:
    return any(media.get("examples") for media in part.get("content", {}).values())


def _calls(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for kind in ("paths", "webhooks"):
        for path, methods in document.get(kind, {}).items():
            yield from ((f"{kind}/{path}/{method}", call) for method, call in methods.items())


def _components(document: Mapping[str, Any]) -> Iterator[str]:
    for kind, parts in document.get("components", {}).items():
        if kind == "securitySchemes":
            continue
        yield from (
            f"components/{kind}/{name}: is no PascalCase name" for name in parts if not COMPONENT.fullmatch(name)
        )


def _schemas(document: Mapping[str, Any]) -> Iterator[str]:
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        yield from _in(schema, f"components/schemas/{name}", named=True)
    for place, schema in _outside(document, ""):
        yield from _in(schema, place, named=False)


def _outside(part: Any, place: str) -> Iterator[tuple[str, Schema]]:
    """The schemas that are not components: of parameters, headers, bodies and answers."""
    if isinstance(part, Mapping):
        for name, inner in cast(Mapping[str, Any], part).items():
            if name == "schema":
                yield f"{place}/{name}", inner
            elif name not in ("schemas", "examples", "example"):
                yield from _outside(inner, f"{place}/{name}")
    if isinstance(part, list):
        for number, inner in enumerate(cast(list[Any], part)):
            yield from _outside(inner, f"{place}/{number}")


def _in(schema: Any, place: str, *, named: bool) -> Iterator[str]:
    """The faults of a schema; `named` schemas are components, and may be a list of values, an object, a union."""
    if not isinstance(schema, Mapping):
        return
    schema = cast(Schema, schema)
    if "title" in schema:
        yield f"{place}: title {schema['title']!r} would become an identifier: say it in the description"
    if not named and "$ref" not in schema:
        yield from _unnamed(schema, place)
    for key in ONE:
        yield from _in(schema.get(key), f"{place}/{key}", named=False)
    for key in MANY:
        for number, inner in enumerate(schema.get(key, ())):
            yield from _in(inner, f"{place}/{key}/{number}", named=False)
    for key in NAMED:
        for name, inner in schema.get(key, {}).items():
            yield from _in(inner, f"{place}/{key}/{name}", named=False)


def _unnamed(schema: Schema, place: str) -> Iterator[str]:
    if "enum" in schema:
        yield f"{place}: a list of values without a name: {schema['enum']}"
    if schema.get("type") == "object":
        yield f"{place}: an object without a name"
    if len([one for key in MANY for one in schema.get(key, ()) if one.get("type") != "null"]) > 1:
        yield f"{place}: a union without a name"
