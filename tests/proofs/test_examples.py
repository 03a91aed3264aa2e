"""The examples of the API description: valid, as the app answers now, and of invented people only."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from chalicelib.http.documentation.recorded import FILE, examples, with_examples
from proofs.examples.recorder import written
from proofs.examples.stories import recorded
from tools.openapi import published

LARGEST = 320_000

# Their answers are documents and drawings, not data.
PAGES = {
    *("draw_graph", "draw_request_graph", "draw_own_graph"),
    *("feed_item_changes", "read_openapi", "read_docs", "read_callback_guide", "read_error_guide"),
}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return published()


def shown(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], Any]]:
    """(place, schema, value) of every example."""
    for calls in (*document["paths"].values(), *document["webhooks"].values()):
        for call in calls.values():
            parts = {"request": call.get("requestBody", {}), **call["responses"]}
            for place, part in parts.items():
                for media in part.get("content", {}).values():
                    for name, one in media.get("examples", {}).items():
                        yield f"{call['operationId']} {place} {name}", media["schema"], one["value"]


def test_what_is_recorded_now_is_what_is_shown(capfd: pytest.CaptureFixture[str]):
    assert written(recorded()) == FILE.read_text("utf-8"), "run `make fmt`"
    assert "_aws" not in capfd.readouterr().out, "metrics are not for whoever formats the code"


def test_every_webhook_shows_the_event_that_was_sent(document: dict[str, Any]):
    for name, calls in document["webhooks"].items():
        (content,) = calls["post"]["requestBody"]["content"].values()
        (event,) = [one["value"] for one in content["examples"].values()]
        assert event["type"].endswith(f".{name}")


def test_every_example_is_as_its_schema_says(document: dict[str, Any]):
    components, found = {"schemas": document["components"]["schemas"]}, 0
    for place, schema, value in shown(document):
        validator = Draft202012Validator({**schema, "components": components}, format_checker=FormatChecker())
        assert [error.message for error in validator.iter_errors(value)] == [], place
        found += 1
    assert found > 120


def test_every_operation_with_a_model_has_its_examples(document: dict[str, Any]):
    described = (*document["paths"].values(), *document["webhooks"].values())
    known = {call["operationId"] for calls in described for call in calls.values()}
    assert known - set(examples()) == PAGES
    assert set(examples()) - known == set()


def test_no_receipt_has_a_field_that_its_act_never_fills(document: dict[str, Any]):
    filled = defaultdict[str, set[str]](set)
    for _, schema, value in shown(document):
        name = schema.get("$ref", "").rpartition("/")[2]
        if name.endswith("Receipt"):
            filled[name] |= {field for field, told in value.items() if told not in (None, False)}
    schemas = document["components"]["schemas"]
    never = {
        f"{name}.{field}"
        for name in schemas
        if name.endswith("Receipt")
        for field in schemas[name]["properties"]
        if field not in filled[name] and schemas[name]["properties"][field].get("type") != "boolean"
    }
    assert never == set()


def test_the_examples_stay_small_enough_to_ship():
    assert FILE.stat().st_size < LARGEST


def test_numbers_of_people_are_those_of_the_invented_ones():
    text = FILE.read_text("utf-8")
    assert "44170219900307801X" in text
    assert "13800138000" in text
    # Of the two persons of `local/identity_provider/personas.py` who appear, and of the child whom the catalogue takes
    # as its example.
    # The last one is the example of GB 11643, which the applicant of a trial has.
    invented = ("44170219900307801X", "441702199506120021", "441702202609180021", "11010519491231002X")
    for number in set(re.findall(r"(?<![0-9A-Za-z/])[1-9][0-9]{16}[0-9X](?![0-9A-Za-z])", text)):
        assert number in invented


def test_an_operation_without_examples_stays_as_it_is(document: dict[str, Any]):
    assert with_examples(document, {}) == document
    assert json.loads(FILE.read_text("utf-8")) == examples()
