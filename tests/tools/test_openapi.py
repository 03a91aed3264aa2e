"""The checker of the OpenAPI document."""

from typing import Any

from tools import openapi

SOUND: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Yimen", "version": "1"},
    "paths": {"/v1/items": {"get": {"responses": {"200": {"description": "事项"}}}}},
}


def test_a_valid_document_passes():
    assert openapi.violations(SOUND) == []


def test_a_broken_document_is_refused_with_the_place():
    broken = SOUND | {"paths": {"/v1/items": {"get": {"responses": {"200": {}}}}}}
    (violation,) = openapi.violations(broken)
    assert violation.startswith("paths//v1/items/get/responses/200: ")


def test_a_path_parameter_that_is_not_described_is_refused():
    route = {"get": {"responses": {"200": {"description": "事项"}}}}
    assert any("code" in violation for violation in openapi.violations(SOUND | {"paths": {"/v1/items/{code}": route}}))


def test_a_document_without_paths_is_refused():
    assert openapi.violations(SOUND | {"paths": {}}) == ["paths: the document describes none"]


def test_a_reference_to_nothing_is_refused():
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Missing"}}}
    answer = {"200": {"description": "事项", "content": content}}
    broken = SOUND | {"paths": {"/v1/items": {"get": {"responses": answer}}}}
    assert openapi.violations(broken) == ["/components/schemas/Missing: is referred to and does not exist"]
