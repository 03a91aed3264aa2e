"""The document of an item as the API describes it: each field with its name, how it is written, and its type.

The description is made from the record and the table of names when it is asked for. A draft itself is read by
`model.drafts.read_draft`, which names every error in it.
"""

from collections.abc import Mapping
from typing import Annotated, Any, cast, get_args

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema
from typing_extensions import TypeAliasType

from chalicelib.catalogue.model.field_names import ITEM, PARTS
from chalicelib.catalogue.model.form_fields import ColumnType, FieldSource, FieldType
from chalicelib.catalogue.model.item import HandlingMode, ItemDocument, ResultKind
from chalicelib.catalogue.model.values import ApplicantKind, HandlingType, MaterialSource, Necessity, Theme

Schema = dict[str, Any]
NULL: Schema = {"type": "null"}
COMPONENT = "x-component"
# The closed lists that are components of the document.
LISTS = frozenset(
    frozenset(get_args(kind))
    for kind in (
        *(Theme, HandlingType, ApplicantKind, Necessity, MaterialSource, HandlingMode, ResultKind),
        *(FieldType, ColumnType, FieldSource),
    )
)
WHOLE = "事项的一个版本，格式与导入的相同。设定依据等写作“《社会保险经办条例》第十条”。"


class _Described:
    """Has the schema of the record in place of that of any object."""

    def __get_pydantic_json_schema__(self, _: CoreSchema, __: GetJsonSchemaHandler) -> Schema:
        return described()


ItemContent = TypeAliasType("ItemContent", Annotated[dict[str, Any], _Described()])


def described() -> Schema:
    """The JSON schema of an item's document. Parts that occur in several places are components of their own."""
    whole = ItemDocument.model_json_schema(mode="validation")
    made = _object("ItemDocument", whole, whole["$defs"])
    return {**made, "description": WHOLE}


def _object(name: str, schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Schema:
    names = ITEM if name == "ItemDocument" else PARTS[name]
    of = "Draft" if name == "ItemDocument" else f"Draft{name}"
    properties = {
        field: {
            **_named(_plain(inner, definitions), f"{of}{field.title().replace('_', '')}", names[field]),
            "description": names[field],
        }
        for field, inner in schema["properties"].items()
    }
    required = {"required": schema["required"]} if "required" in schema else {}
    return {"type": "object", "properties": properties, **required, "additionalProperties": False}


def _named(schema: Schema, name: str, told: str) -> Schema:
    """A union, and an object whose keys are free, are components: generators of clients need a name for them."""
    if "anyOf" not in schema:
        free = schema.get("type") == "object" and COMPONENT not in schema
        return {**schema, "description": told, COMPONENT: name} if free else schema
    choices = [one for one in schema["anyOf"] if one != NULL]
    if len(choices) > 1:
        schema = {**schema, "anyOf": choices, "description": told, COMPONENT: name}
        return {"anyOf": [schema, NULL]} if len(choices) < len(schema["anyOf"]) else schema
    return {"anyOf": [_named(choices[0], name, told), NULL]}


def _plain(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Schema:
    """Without references to our classes; a part of the record is a component called `Draft…`. A list of values that the
    document has no component for is told in words.
    """
    if reference := cast("str | None", schema.get("$ref")):
        name = reference.rpartition("/")[2]
        if name not in PARTS:
            return _plain(definitions[name], definitions)
        part = _object(name, definitions[name], definitions)
        return {**part, "description": f"事项的一部分：{'、'.join(PARTS[name])}", COMPONENT: f"Draft{name}"}
    left_out = {"title", "description", "default", "const", "$defs"}
    if frozenset(schema.get("enum", ())) not in LISTS:
        left_out.add("enum")
    kept: Schema = {name: value for name, value in schema.items() if name not in left_out}
    for word in ("items", "additionalProperties"):
        if isinstance(kept.get(word), Mapping):
            kept[word] = _plain(kept[word], definitions)
    if "anyOf" in kept:
        kept["anyOf"] = [_plain(one, definitions) for one in kept["anyOf"]]
    return kept
