"""更正文字: the second person finds what waits by reading, and confirms it with the ETag that was read (R42)."""

from collections.abc import Iterator

import pytest

from local.identity_provider.personas import PERSONAS
from proofs.kit.seams import only_acts_and_rows
from proofs.kit.world import new_world
from proofs.matrix.door import Door, opened
from proofs.matrix.items import CODE, PATH, correction, put_there

EDITOR, LEADER = "editor-food", "leader-food"


@pytest.fixture
def door() -> Iterator[Door]:
    door = Door(new_world(), {name: persona.actor for name, persona in PERSONAS.items()})
    put_there(door.world.platform)
    with only_acts_and_rows(), opened(door):
        yield door


@pytest.mark.requirement("R42")
def test_the_second_person_reads_what_waits_and_confirms_it(door: Door):
    path, words = f"{PATH}/corrections", correction()
    assert door.ask(LEADER, "GET", path).body == {"waiting": None, "made": []}
    door.done(EDITOR, "POST", path, words)
    # No proposal is open, so there is no draft to be read.
    assert door.ask(LEADER, "GET", f"{PATH}/drafts").status == 404
    shown = door.ask(LEADER, "GET", path)
    assert {name: shown.body["waiting"][name] for name in words} == words
    assert (shown.body["waiting"]["version"], shown.body["made"]) == (1, [])
    assert door.ask("leader-si", "GET", path).status == 404
    confirming = f"{path}/confirm"
    assert door.ask(LEADER, "POST", confirming, {"confirmed": True}).status == 428
    door.done(LEADER, "POST", confirming, {"confirmed": True}, headers={"If-Match": shown.etag})
    told = door.ask(LEADER, "GET", path)
    assert told.etag != shown.etag
    assert told.body["waiting"] is None
    (made,) = told.body["made"]
    assert ({name: made[name] for name in words}, made["version"]) == (words, 1)
    assert door.done(EDITOR, "GET", f"/items/{CODE}")["name"] == words["after"]


@pytest.mark.requirement("R42")
def test_what_was_read_before_somebody_else_acted_confirms_nothing(door: Door):
    path = f"{PATH}/corrections"
    door.done(EDITOR, "POST", path, correction())
    seen = door.ask(LEADER, "GET", path).etag
    door.done(EDITOR, "POST", f"{PATH}/drafts", {})
    late = door.ask(LEADER, "POST", f"{path}/confirm", {"confirmed": True}, headers={"If-Match": seen})
    assert late.status == 412
    assert door.ask(LEADER, "GET", "/admin/items/YM-X99/corrections").status == 404
