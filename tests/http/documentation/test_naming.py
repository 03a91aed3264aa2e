"""Lists of values become components: named, explained, and the same wherever they are used."""

from typing import Any

import pytest

from chalicelib.http.documentation.naming import with_named_parts
from chalicelib.http.documentation.vocabulary import VOCABULARY
from tools.openapi import published


def document(schema: dict[str, Any]) -> dict[str, Any]:
    return {"paths": {}, "components": {"schemas": {"Thing": {"type": "object", "properties": {"part": schema}}}}}


def part_of(named: dict[str, Any]) -> dict[str, Any]:
    return named["components"]["schemas"]["Thing"]["properties"]["part"]


def test_a_list_becomes_a_component_and_the_field_keeps_its_own_words():
    named = with_named_parts(document({"type": "string", "enum": ["refuse", "grant"], "description": "决定"}))
    assert part_of(named) == {"$ref": "#/components/schemas/Outcome", "description": "决定"}
    assert named["components"]["schemas"]["Outcome"] == {
        "type": "string",
        "enum": ["grant", "refuse"],
        "description": "grant 准予；refuse 不予",
    }


def test_a_part_of_a_list_refers_to_the_list():
    named = with_named_parts(document({"type": "string", "enum": ["retrying", "failed"]}))
    assert part_of(named) == {"$ref": "#/components/schemas/DeliveryState", "enum": ["retrying", "failed"]}


def test_values_that_are_no_identifiers_have_names_for_generated_code():
    named = with_named_parts(document({"type": "string", "enum": ["原件", "复印件"]}))
    assert named["components"]["schemas"]["PaperForm"]["x-enum-varnames"] == ["ORIGINAL", "COPY"]


def test_an_example_is_left_alone():
    shown = {"examples": {"one": {"value": {"schema": {"enum": ["no", "list"]}}}}}
    assert with_named_parts({**document({"type": "string"}), "paths": shown})["paths"] == shown


def test_a_list_that_nobody_has_named_is_refused():
    with pytest.raises(LookupError, match=r"\['x', 'y'\].*vocabulary"):
        with_named_parts(document({"type": "string", "enum": ["x", "y"]}))


def test_every_name_is_used_and_every_value_explained():
    schemas = published()["components"]["schemas"]
    assert set(VOCABULARY) - set(schemas) == set()
    listed = {name: schema for name, schema in schemas.items() if "enum" in schema}
    assert "Status" in listed
    for name, schema in listed.items():
        assert all(str(value) in schema["description"] for value in schema["enum"]), name
        assert all(str(value).isascii() for value in schema.get("x-enum-varnames", schema["enum"])), name


def test_open_lists_say_so():
    kinds = published()["components"]["schemas"]["TaskAnswer"]["properties"]["kind"]
    assert kinds["type"] == "string"
    own = ["review", "decide", "report", "superior", "amend", "confirm", "opinion", "convene", "verify"]
    assert kinds["x-extensible-enum"] == [*own, "refund", "outside"]
    assert "今后可能增加" in kinds["description"]
