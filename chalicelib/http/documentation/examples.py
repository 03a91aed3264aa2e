"""An example request for each operation, as a curl command that can be pasted into a shell: a recorded one, or else
one that its schema allows.
"""

import json
import re
import shlex
from collections.abc import Mapping
from typing import Any

from chalicelib.http.documentation.fields import Definitions, Schema, choices, name_of, resolve

FORMATS = {"date": "2026-11-23", "date-time": "2026-11-23T09:00:00+08:00", "uri": "https://example.gov.cn/"}
PLAIN: Mapping[str, Any] = {"boolean": True, "object": {}, "null": None}
# The shell replaces the variables in these values, so they are in double quotes.
IN_HEADERS = {
    "Idempotency-Key": '"Idempotency-Key: $(uuidgen)"',
    "If-Match": '"If-Match: $ETAG"',
}
BEARER = '"Authorization: Bearer $TOKEN"'


def curl(server: str, method: str, path: str, operation: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    """The command with the required headers and fields. The reader sets $TOKEN, $ETAG and the like."""
    wanted = [parameter["name"] for parameter in operation["parameters"] if parameter["required"]]
    headers = [BEARER] if operation["security"] else []
    headers += [IN_HEADERS[name] for name in wanted if name in IN_HEADERS]
    lines = [f"curl -X {method.upper()} {_address(server + path)}"]
    if body := operation["body"]:
        headers.append(shlex.quote("Content-Type: application/json"))
        sent = [one["value"] for one in operation.get("sent", {}).values()]
        value = sent[0] if sent else example(body, document["components"]["schemas"])
        lines.append(f"--data {shlex.quote(json.dumps(value, ensure_ascii=False))}")
    return " \\\n  ".join([lines[0], *(f"-H {header}" for header in headers), *lines[1:]])


def _address(template: str) -> str:
    """The address with each path parameter as a variable of the shell, because curl would expand braces."""
    return '"' + re.sub(r"{(\w+)}", lambda name: "$" + name[1].upper(), template) + '"'


def example(schema: Schema, definitions: Definitions, inside: tuple[str, ...] = ()) -> Any:
    """A value of the schema with the required fields only."""
    name = name_of(schema)
    schema, inside = resolve(schema, definitions), (*inside, name) if name else inside
    for given in (schema.get("examples", ()), schema.get("enum", ()), [schema["const"]] if "const" in schema else ()):
        if given:
            return given[0]
    if variants := choices(schema):
        return example(variants[0], definitions, inside)
    match schema.get("type"):
        case "object":
            fields = schema.get("properties", {})
            required = [field for field in schema.get("required", ()) if name_of(fields[field]) not in inside]
            return {field: example(fields[field], definitions, inside) for field in required}
        case "array":
            return [example(schema.get("items", {}), definitions, inside)] if schema.get("minItems") else []
        case "integer" | "number":
            near_one = min(1, schema.get("maximum", 1))
            return max(schema.get("minimum", near_one), near_one)
        case "string":
            return FORMATS.get(schema.get("format", ""), "…".ljust(schema.get("minLength", 1), "…"))
        case kind:
            return PLAIN.get(str(kind))
