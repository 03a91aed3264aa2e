"""Gives every closed list of values a component of its own, so that generated clients have one name for it.

A list is known by its values. A field with a part of a list refers to the list and says which part.
"""

from collections.abc import Callable, Mapping
from typing import Any, cast

from chalicelib.http.documentation.meanings import Meanings
from chalicelib.http.documentation.vocabulary import VOCABULARY, meaning
from chalicelib.http.openapi_schemas import REFERENCE, Schema, changed

COMPONENT = "x-component"
"""Written into a schema by hand: the name of the component that it shall be."""


def with_named_parts(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with references in place of lists of values, and of objects that have a name, written out."""
    schemas = document["components"]["schemas"]
    known = {name: list(schema["enum"]) for name, schema in schemas.items() if "enum" in schema}
    known |= {name: list(values) for name, values in VOCABULARY.items()}
    found: dict[str, Schema] = {}

    def named(schema: Schema) -> Schema:
        return _named_object(_named_list(schema, known, found), found)

    own = {name: schema if "enum" in schema else changed(schema, named) for name, schema in schemas.items()}
    rest = _everywhere({**document, "components": {**document["components"], "schemas": {}}}, named)
    return {**rest, "components": {**rest["components"], "schemas": dict(sorted((found | own).items()))}}


def _everywhere(part: Any, named: Callable[[Schema], Schema]) -> Any:
    """Change each `schema` of operations, parameters, answers and headers; an example is no schema."""
    if isinstance(part, Mapping):
        items = cast(Mapping[str, Any], part).items()
        return {
            name: inner
            if name in ("example", "examples")
            else changed(inner, named)
            if name == "schema"
            else _everywhere(inner, named)
            for name, inner in items
        }
    return [_everywhere(inner, named) for inner in cast(list[Any], part)] if isinstance(part, list) else part


def _named_list(schema: Schema, known: Mapping[str, list[Any]], found: dict[str, Schema]) -> Schema:
    values = schema.get("enum")
    if values is None or "$ref" in schema:
        return schema
    name, whole = _list_with(values, known)
    if name in VOCABULARY:
        found[name] = _list_of(VOCABULARY[name])
    rest = {key: value for key, value in schema.items() if key not in ("enum", "type", "maxLength")}
    return {"$ref": REFERENCE + name, **rest, **({} if whole else {"enum": values})}


def _named_object(schema: Schema, found: dict[str, Schema]) -> Schema:
    if COMPONENT not in schema:
        return schema
    name = schema[COMPONENT]
    found[name] = {key: value for key, value in schema.items() if key != COMPONENT}
    return {"$ref": REFERENCE + name}


def _list_with(values: list[Any], known: Mapping[str, list[Any]]) -> tuple[str, bool]:
    """The name of the list, and whether these are all of its values. LookupError for a list without a name."""
    same = [name for name, others in known.items() if set(others) == set(values)]
    larger = [name for name, others in known.items() if set(others) > set(values)]
    found = same or larger
    if len(found) != 1:
        raise LookupError(f"{values} are the values of {found or 'no list'}: name it in documentation/vocabulary.py")
    return found[0], bool(same)


def _list_of(values: Meanings) -> Schema:
    meanings = {value: meaning(values, value) for value in values}
    names = [told.name for told in meanings.values()]
    kinds = {str: "string", int: "integer"}
    return {
        "type": kinds[type(next(iter(values)))],
        "enum": [*values],
        "description": "；".join(f"{value} {told.words}" for value, told in meanings.items()),
        **(
            {"x-enum-varnames": [told.name or str(value).upper() for value, told in meanings.items()]}
            if any(names)
            else {}
        ),
    }
