"""What people read of an item has no name of a variable in it: conditions are told in the item's words."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.catalogue.api.item_answers import item_answer
from chalicelib.catalogue.api.limit_answers import promised_answer
from chalicelib.catalogue.model import ItemDocument, ServiceItem
from chalicelib.catalogue.model.artefacts import facts
from chalicelib.catalogue.model.checklists import checklist, said
from chalicelib.catalogue.model.declared import declared
from chalicelib.catalogue.model.limits import Route
from chalicelib.catalogue.model.promises import promise_of
from chalicelib.catalogue.model.record_checks import stated_conditions
from chalicelib.clock import WorkCalendar
from chalicelib.directory.model.promised import NOTHING_OWN
from proofs.kit.applications import FILLED_ON
from proofs.kit.catalogue import item_document
from tests.catalogue.conftest import DOCUMENT

ITEMS = [raw["id"] for raw in DOCUMENT["items"]]
# Parts of the answer that programs read: names of fields, and conditions as trees.
FOR_PROGRAMS = {"key", "expression", "variable", "sources", "map", "choices", "shared_key", "of", "certificate_field"}
FOR_PROGRAMS |= {"prerequisites", "examples", "example", "from", "until_field", "columns", "schema", "operator"}
WORD = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+|“[a-z][a-z0-9_]*”")


def published(code: str) -> ServiceItem:
    same = {name: getattr(item_document(code), name) for name in ItemDocument.model_fields}
    return ServiceItem.model_construct(**same, region="441700", version=1, content_hash="")


def texts(part: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of an answer that has Chinese in it, with the name of its field."""
    if isinstance(part, dict):
        for key, value in part.items():
            told_beside = key == "condition" and "condition_text" in part
            if key not in FOR_PROGRAMS and not told_beside:
                yield from texts(value, key)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from texts(value, name)
    elif isinstance(part, str) and (re.search(r"[\u4e00-\u9fff]", part) or "==" in part):
        yield name, part


@pytest.mark.requirement("R10")
@pytest.mark.parametrize("code", ITEMS)
def test_what_is_told_of_an_item_names_no_variable(code: str):
    item = published(code)
    told = [*texts(item_answer(item, demonstration=False).model_dump(mode="json", by_alias=True))]
    told += [("promised", facts.promised(item)), *(("why", line.why) for line in checklist(item, {}))]
    told += [(one.pointer, said(item, one.text)) for one in stated_conditions(item)]
    assert [(name, text) for name, text in told if WORD.search(text) or re.search(r"==|!=|<=|>=", text)] == []


@pytest.mark.requirement("R10")
@pytest.mark.parametrize("code", ITEMS)
def test_every_variable_of_an_item_has_words(code: str):
    """Also one that follows from the form, which has no title of its own."""
    item = item_document(code)
    for name, known in declared(item).items():
        value = {"boolean": "true", "integer": "3"}.get(known.kind) or f"'{(*known.choices, 'x')[0]}'"
        told = said(item, f"{name}=={value}")
        assert f"“{name}”" not in told
        assert not [choice for choice in known.choices if choice.isascii() and f"“{choice}”" in told]


@pytest.mark.requirement("R10")
def test_the_condition_of_a_promise_is_told_in_the_items_words_in_every_place():
    """`construction_nature` is a field of this item alone."""
    item = item_document("YM-I02")
    route = Route(condition="construction_nature=='new'", value=3, unit="workday")
    promised = item.promised_limit.model_copy(update={"routes": (route,)})
    item = item.model_copy(update={"promised_limit": promised})
    words = "“建设性质”为“新建”"
    told = promised_answer(item)
    assert told is not None
    assert told.routes[0].condition == words
    made = promise_of(item, {"construction_nature": "new"}, NOTHING_OWN, FILLED_ON, WorkCalendar())
    assert made is not None
    assert made.promise.condition == words
    assert words in facts.promised(item)
