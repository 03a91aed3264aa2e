"""A draft of an item that is published already, and the editor who plays it."""

from collections.abc import Iterator

import pytest

from chalicelib.catalogue import store
from chalicelib.catalogue.acts.draft_item import draft_item
from proofs.kit.catalogue import item_document, publish
from proofs.kit.trials import Player
from proofs.kit.world import World, new_world

CODE = "YM-I02"
EDITOR = "editor-ndrc"


@pytest.fixture(scope="session")
def drafted() -> World:
    world = new_world()
    publish(world.platform, CODE)
    document = item_document(CODE).model_dump(mode="json", by_alias=True, exclude_unset=True)
    draft_item(world.platform, Player(world, CODE, EDITOR).caller(), CODE, document)
    return world


@pytest.fixture
def world(drafted: World) -> Iterator[World]:
    before = drafted.moment()
    store.forget()
    yield drafted
    drafted.go_back(before)
    store.forget()


@pytest.fixture
def player(world: World) -> Player:
    return Player(world, CODE, EDITOR)
