"""Makes of a JSON schema a flat list of fields that people can read: path, type, whether it is required, meaning."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Schema = Mapping[str, Any]
Definitions = Mapping[str, Any]

TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "是否 (true/false)",
    "object": "对象",
    "null": "空",
}
FORMATS = {"date": "日期", "date-time": "日期时间", "uri": "网址"}
LIMITS = {
    "minLength": "至少 {} 字",
    "maxLength": "至多 {} 字",
    "minimum": "≥ {}",
    "maximum": "≤ {}",
    "exclusiveMinimum": "> {}",
    "exclusiveMaximum": "< {}",
    "minItems": "至少 {} 项",
    "maxItems": "至多 {} 项",
    "pattern": "格式 {}",
}
DEPTH = 6


class FieldRow(NamedTuple):
    """A field with its dotted path, such as `days[].date`. `default` is its value when it is not given."""

    path: str
    type: str
    required: bool
    description: str
    default: str = ""


def rows(schema: Schema, definitions: Definitions) -> list[FieldRow]:
    """Every field of the schema, each path once. A schema that contains itself is listed once."""
    found: dict[str, FieldRow] = {}
    for row in _below(schema, definitions, "", ()):
        found.setdefault(row.path, row)
    return list(found.values())


def type_of(schema: Schema, definitions: Definitions) -> str:
    """The type in words, with its limits: 文字（至多 20 字）."""
    schema = resolve(schema, definitions)
    if variants := choices(schema):
        return " 或 ".join(dict.fromkeys(type_of(variant, definitions) for variant in variants))
    if "const" in schema:
        return f"固定为 {schema['const']}"
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"列表，每项为{type_of(schema.get('items', {}), definitions)}{_limits(schema)}"
    kind = str(schema.get("type", ""))
    return FORMATS.get(str(schema.get("format", "")), TYPES.get(kind, "任意")) + _limits(schema)


def resolve(schema: Schema, definitions: Definitions) -> Schema:
    name = name_of(schema)
    return {**definitions[name], **{key: value for key, value in schema.items() if key != "$ref"}} if name else schema


def name_of(schema: Schema) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def choices(schema: Schema) -> list[Schema]:
    return [*schema.get("anyOf", ()), *schema.get("oneOf", ())]


def _limits(schema: Schema) -> str:
    words = [text.format(schema[name]) for name, text in LIMITS.items() if name in schema]
    return f"（{'，'.join(words)}）" if words else ""


def _below(schema: Schema, definitions: Definitions, path: str, inside: tuple[str, ...]) -> Iterator[FieldRow]:
    name = name_of(schema)
    if name in inside or len(inside) > DEPTH:
        return
    inside = (*inside, name) if name else inside
    schema = resolve(schema, definitions)
    for variant in choices(schema):
        yield from _below(variant, definitions, path, inside)
    if schema.get("type") == "array":
        yield from _below(schema.get("items", {}), definitions, f"{path}[]", inside)
    required = schema.get("required", ())
    for field, inner in schema.get("properties", {}).items():
        here = f"{path}.{field}" if path else str(field)
        words = _words(inner, definitions)
        yield FieldRow(here, type_of(inner, definitions), field in required, words, default_of(inner))
        yield from _below(inner, definitions, here, inside)


def _words(schema: Schema, definitions: Definitions) -> str:
    """What is said of the field itself, and of the list of values that it takes."""
    own, named = str(schema.get("description", "")), [schema, *choices(schema)]
    listed = [definitions[name_of(one)] for one in named if name_of(one)]
    told = [str(one["description"]) for one in listed if "enum" in one and "description" in one]
    whole = str(resolve(schema, definitions).get("description") or "")
    return "；".join(dict.fromkeys(part for part in (own or ("" if told else whole), *told) if part))


def default_of(schema: Schema) -> str:
    """The value of a field that is not given, as JSON; empty when that is null or empty."""
    value = schema.get("default")
    return "" if value in (None, "", [], {}) else json.dumps(value, ensure_ascii=False)
