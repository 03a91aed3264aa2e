"""The JSON schemas of the models of routes: of bodies and queries as we read them, of answers as we write them."""

from collections.abc import Sequence
from typing import Any, cast

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue, models_json_schema

from chalicelib.http.routes import Route

Schema = dict[str, Any]
REFERENCE = "#/components/schemas/"


class Generator(GenerateJsonSchema):
    """Pydantic's generator with two changes: nullable fields of answers are not required, and fields have no title."""

    def field_is_required(self, field: Any, total: bool) -> bool:
        nullable = self.mode == "serialization" and field["schema"]["type"] == "nullable"
        return not nullable and super().field_is_required(field, total)

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
        self._all = cast(dict[str, Schema], definitions.get("$defs", {}))
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


def _without_null(schema: Schema) -> Schema:
    choices = [choice for choice in schema.get("anyOf", []) if choice != {"type": "null"}]
    if len(choices) != 1:
        return schema
    rest = {name: value for name, value in schema.items() if name != "anyOf" and (name, value) != ("default", None)}
    return choices[0] | rest
