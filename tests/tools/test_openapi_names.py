"""The checker of what clients are generated from: each kind of fault is refused where it stands."""

from typing import Any

import pytest

from tools.openapi import published
from tools.openapi_names import faults

PLACE = "components/schemas/Thing/properties/part"


def with_part(part: dict[str, Any], name: str = "Thing") -> dict[str, Any]:
    return {"components": {"schemas": {name: {"type": "object", "properties": {"part": part}}}}}


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"type": "string", "title": "与申请人的关系"}, "title"),
        ({"type": "string", "title": "Part"}, "title"),
        ({"type": "string", "enum": ["a", "b"]}, "a list of values"),
        ({"type": "object", "additionalProperties": True}, "an object"),
        ({"type": "array", "items": {"type": "object"}}, "an object"),
        ({"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]}, "a union"),
        ({"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "null"}]}, "a list of values"),
    ],
)
def test_what_a_generator_would_have_to_name_is_refused(part: dict[str, Any], said: str):
    (fault,) = faults(with_part(part))
    assert fault.startswith(PLACE)
    assert said in fault


@pytest.mark.parametrize(
    "part",
    [
        {"$ref": "#/components/schemas/Status", "enum": ["draft"]},
        {"anyOf": [{"$ref": "#/components/schemas/Form"}, {"type": "null"}]},
        {"type": "string", "const": "1.0"},
    ],
)
def test_what_has_a_name_passes(part: dict[str, Any]):
    assert faults(with_part(part)) == []


@pytest.mark.parametrize("name", ["recipient", "Recipient与申请人的关系", "Recipient-Input", "chalicelib__Form"])
def test_a_component_has_a_name_that_is_an_identifier(name: str):
    assert faults(with_part({"type": "string"}, name)) == [f"components/schemas/{name}: is no PascalCase name"]


def test_an_operation_says_act_and_thing_and_is_the_only_one():
    same = {"get": {"operationId": "claim_task"}, "put": {"operationId": "claim_task"}}
    found = faults({"paths": {"/a": {"post": {"operationId": "claim"}}, "/b": same}})
    assert [fault.partition(":")[0] for fault in found] == ["paths//a/post", "paths//b/get", "paths//b/put"]


def test_the_published_document_passes():
    assert faults(published()) == []


def test_an_operation_of_an_act_is_named_as_the_act():
    import app

    wrong = [
        (route.name, route.act.name)
        for route in app.ROUTES
        if route.act and route.name != route.act.name and not route.name.startswith(route.act.name.partition("_")[0])
    ]
    assert wrong == []
