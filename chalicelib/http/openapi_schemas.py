"""The JSON schemas of the models of routes: of bodies and queries as we read them, of answers as we write them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue, models_json_schema

from chalicelib.http.routes import Route

Schema = dict[str, Any]
REFERENCE = "#/components/schemas/"
# Where a schema has other schemas: one, a list of them, some by name.
ONE = ("items", "additionalProperties", "not", "if", "then", "else")
MANY = ("anyOf", "oneOf", "allOf")
NAMED = ("properties", "patternProperties")


class Generator(GenerateJsonSchema):
    """Pydantic's generator with three changes: an answer has all its fields, also those that are null, it may have more
    one day, and fields have no title.
    """

    def model_schema(self, schema: Any) -> JsonSchemaValue:
        made = super().model_schema(schema)
        if self.mode == "serialization" and made.get("additionalProperties") is False:
            del made["additionalProperties"]  # else a client that validates would refuse the first field that is added
        return made

    def field_is_required(self, field: Any, total: bool) -> bool:
        return self.mode == "serialization" or super().field_is_required(field, total)

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        return False


class Schemas:
    """The schema of every model in `routes`. Fields of a query are parameters, so a query is no component."""

    def __init__(self, routes: Sequence[Route]) -> None:
        queries = [route.query for route in routes if route.query]
        bodies = [route.body for route in routes if route.body]
        answers = [route.answer for route in routes if route.answer]
        wanted: list[tuple[type[BaseModel], JsonSchemaMode]] = [
            *((model, "validation") for model in (*queries, *bodies)),
            *((model, "serialization") for model in answers),
        ]
        self._references, definitions = models_json_schema(
            list(dict.fromkeys(wanted)), schema_generator=Generator, ref_template=REFERENCE + "{model}"
        )
        found = cast(dict[str, Schema], definitions.get("$defs", {}))
        self._all = {name: changed(schema, _without_title) for name, schema in found.items()}
        self._queries = {self._name(model) for model in queries} - {self._name(model) for model in bodies}

    def read(self, model: type[BaseModel]) -> JsonSchemaValue:
        """A reference to the schema of a body."""
        return self._references[model, "validation"]

    def written(self, model: type[BaseModel]) -> JsonSchemaValue:
        """A reference to the schema of an answer."""
        return self._references[model, "serialization"]

    def fields(self, model: type[BaseModel]) -> dict[str, tuple[Schema, bool]]:
        """The fields of a query, each with its schema and whether it is required. A parameter is never null."""
        schema = self._all[self._name(model)]
        required = schema.get("required", [])
        return {name: (_without_null(inner), name in required) for name, inner in schema.get("properties", {}).items()}

    @property
    def components(self) -> dict[str, Schema]:
        return {name: schema for name, schema in sorted(self._all.items()) if name not in self._queries}

    def _name(self, model: type[BaseModel]) -> str:
        return str(self.read(model)["$ref"]).removeprefix(REFERENCE)


def changed(schema: Any, change: Callable[[Schema], Schema]) -> Any:
    """The schema with `change` done to it and to every schema inside it."""
    if not isinstance(schema, Mapping):
        return schema
    inner = dict(cast(Mapping[str, Any], schema))
    for key in ONE:
        if key in inner:
            inner[key] = changed(inner[key], change)
    for key in MANY:
        if key in inner:
            inner[key] = [changed(one, change) for one in inner[key]]
    for key in NAMED:
        if key in inner:
            inner[key] = {name: changed(one, change) for name, one in inner[key].items()}
    return change(inner)


def _without_title(schema: Schema) -> Schema:
    """Generators make identifiers of titles, so what people read of a field is its description."""
    title, told = schema.get("title"), schema.get("description")
    rest = {key: value for key, value in schema.items() if key != "title"}
    if not isinstance(title, str) or title.isascii():
        return rest
    return rest | {"description": f"{title}：{told}" if told else title}


def _without_null(schema: Schema) -> Schema:
    choices = [choice for choice in schema.get("anyOf", []) if choice != {"type": "null"}]
    if len(choices) != 1:
        return schema
    rest = {name: value for name, value in schema.items() if name != "anyOf" and (name, value) != ("default", None)}
    return choices[0] | rest
