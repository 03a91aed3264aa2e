"""A clerical correction is checked as a draft is: nothing is kept that could not be read as an item again."""

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.catalogue import store
from chalicelib.catalogue.acts.confirm_item_correction import confirm_item_correction
from chalicelib.catalogue.acts.correct_item import correct_item
from chalicelib.catalogue.model.closing import correctable, text_at
from chalicelib.catalogue.model.corrections import correction_errors
from chalicelib.catalogue.model.drafts import read_draft
from chalicelib.catalogue.model.life import OpenCorrection
from chalicelib.catalogue.store.life import keep_life, load_life
from chalicelib.foundation.problems import Invalid
from proofs.kit.catalogue import item_document, publish
from tests.catalogue.office import CITY, CODE, EDITOR, LEADER, Office

UNFIT = [
    ("长" * 501, "string_too_long"),
    (" ", "string_too_short"),
    ("\t\n", "string_too_short"),
    ("公章\x00备案", "hidden_characters"),
    ("公章\u202e备案", "hidden_characters"),
    ("公章\x0b备案", "hidden_characters"),
    ("公章\n备案", "hidden_characters"),
]


def proposed(office: Office, after: str, pointer: str = "/name", before: str = "") -> None:
    before = before or office.item().name
    correct_item(office.platform, office.by(EDITOR), CODE, pointer=pointer, before=before, after=after, why="漏字")


@pytest.mark.parametrize(("after", "code"), UNFIT)
def test_words_that_no_draft_could_have_are_not_proposed(office: Office, after: str, code: str):
    with pytest.raises(Invalid) as refused:
        proposed(office, after)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/after", code)]
    assert office.life.correction is None


@pytest.mark.parametrize(("after", "code"), UNFIT)
def test_what_was_proposed_before_it_was_asked_is_not_confirmed(office: Office, after: str, code: str):
    name = office.item().name
    proposed(office, "另一名称")
    life = load_life(office.platform.table, CITY, CODE).life
    assert life.correction
    worse: OpenCorrection = life.correction.model_copy(update={"after": after})
    office.platform.table.write(keep_life(CITY, CODE, life, life.model_copy(update={"correction": worse})))
    with pytest.raises(Invalid) as refused:
        confirm_item_correction(office.platform, office.by(LEADER), CODE, confirmed=True, note="")
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/confirmed", code)]
    confirm_item_correction(office.platform, office.by(LEADER), CODE, confirmed=False, note="")
    store.forget()
    assert (office.item().name, office.life.correction) == (name, None)


def test_a_name_of_five_hundred_characters_is_read_again(office: Office):
    proposed(office, "长" * 500)
    confirm_item_correction(office.platform, office.by(LEADER), CODE, confirmed=True, note="")
    store.forget()
    assert office.item().name == "长" * 500
    assert store.load_item(office.platform.table, CITY, CODE, 1).name == "长" * 500


def test_notes_may_have_breaks_and_two_thousand_characters():
    document = stored(item_document(CODE)) | {"notes": "旧的说明"}
    assert correction_errors(document, "/notes", "旧的说明", "第一行\n第二行") == []
    assert correction_errors(document, "/notes", "旧的说明", "长" * 2000) == []
    (found,) = correction_errors(document, "/notes", "旧的说明", "长" * 2001)
    assert (found.pointer, found.code) == ("/after", "string_too_long")


def test_what_was_wrong_before_does_not_keep_a_word_from_being_put_right():
    """An item of an older time may have what no draft may have today."""
    document = stored(item_document(CODE)) | {"acceptance_window": "每周\u200b一"}
    assert correction_errors(document, "/name", str(document["name"]), "另一名称") == []
    assert correction_errors(document, "/acceptance_window", "每周\u200b一", "每周一") == []


def stored(item: Any) -> dict[str, Any]:
    return store.raw_document(item)


def texts(part: Any, at: str = "") -> Iterator[str]:
    if isinstance(part, str):
        yield at
    elif isinstance(part, dict | list):
        for step, value in part.items() if isinstance(part, dict) else enumerate(part):
            yield from texts(value, f"{at}/{step}")


def replaced(document: dict[str, Any], pointer: str, text: str) -> dict[str, Any]:
    changed, (*path, last) = deepcopy(document), pointer.split("/")[1:]
    place: Any = changed
    for step in path:
        place = place[int(step) if isinstance(place, list) else step]
    place[int(last) if isinstance(place, list) else last] = text
    return changed


def test_nothing_but_wordings_is_corrected():
    """Every text of every kind of item: departments, codes, numbers, conditions and bases need a new version."""
    wordings = {"name", "notes", "acceptance_window", "sub_items"}
    tried: set[str] = set()
    for code in ("YM-P13", "YM-I02", "YM-I06", "YM-I16", "YM-S13"):
        document = stored(item_document(code)) | {"notes": "说明", "acceptance_window": "每周一"}
        for at in texts(document):
            part = at.split("/")[1]
            found = correction_errors(document, at, text_at(document, at) or "", "另一文字")
            refused = [error.code for error in found] == ["correction_of_substance"]
            assert refused == (part not in wordings), at
            tried.add(part)
    assert {"dept", "dept_name_now", "basic_code_SYNTHETIC", "legal_basis", "materials", "promised_limit"} <= tried
    assert wordings <= tried


@pytest.mark.parametrize("pointer", ["/sub_items/²", "/sub_items/*", "/sub_items/00", "/sub_items/", "/sub_items/0/1"])
def test_what_names_no_entry_is_refused(pointer: str):
    (found,) = correction_errors({"sub_items": ["甲"]}, pointer, "甲", "乙")
    assert (found.pointer, found.code) == ("/pointer", "correction_of_substance")


@pytest.mark.parametrize("after", ["长" * 300, "长" * 501, "长" * 2001, " ", "\n", "甲\u202e乙", "甲\x00乙", "甲"])
def test_a_correction_is_refused_wherever_the_draft_would_be(after: str):
    """Every text of the item that can be corrected."""
    document = stored(item_document("YM-P13")) | {"notes": "说明", "acceptance_window": "每周一"}
    places = [at for at in texts(document) if correctable(at)]
    assert {"/name", "/notes", "/acceptance_window", "/sub_items/0"} <= set(places)
    for at in places:
        try:
            read_draft("YM-P13", None, replaced(document, at, after))
            refused = False
        except Invalid:
            refused = True
        found = correction_errors(document, at, text_at(document, at) or "", after)
        assert bool(found) or not refused, at


@pytest.mark.parametrize("after", ["长" * 501, "长" * 2001, " ", "", "\n", "甲\x0b乙"])
def test_whatever_a_draft_may_say_is_read_again_once_it_is_published(office: Office, after: str):
    """Each text of the item in turn. Import and merging read their documents by the same model as drafts."""
    document = stored(item_document(CODE))
    read = 0
    for at in texts(document):
        try:
            draft = read_draft(CODE, None, replaced(document, at, after))
        except Invalid:
            continue
        row = json.loads(store.canonical(draft))
        assert read_draft(CODE, None, row) == draft
        assert store.as_version(CITY, draft, 2).version == 2
        read += 1
    assert read or after != " "


def test_both_versions_are_read_after_a_correction_of_one_that_waits(office: Office):
    table, now = office.platform.table, office.platform.now()
    publish(office.platform, CODE, version=2, notes="另一次导入")
    store.forget()
    proposed(office, "企业投资项目核准（含换发）")
    confirm_item_correction(office.platform, office.by(LEADER), CODE, confirmed=True, note="")
    store.forget()
    assert store.load_item(table, CITY, CODE, at=now + timedelta(days=1)).name == "企业投资项目核准（含换发）"
    assert store.load_item(table, CITY, CODE, 1).version == 1
