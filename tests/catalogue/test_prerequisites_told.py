"""`GET /items/{code}` tells of the items that come before as the guide does, also of closed ones (R13, G13)."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from chalice.app import Chalice
from chalice.test import Client

from chalicelib.catalogue import store
from chalicelib.catalogue.acts.end_item import end_item
from chalicelib.catalogue.api import public
from chalicelib.documents.store.sheets import sheet
from chalicelib.foundation import platform as platforms
from proofs.kit.catalogue import publish
from proofs.kit.world import World, new_world

CITY, FOOD = "441700", "YM-P01"  # before it comes YM-R01 or YM-R02


@pytest.fixture
def world() -> Iterator[World]:
    world = new_world()
    platforms.use(world.platform)
    publish(world.platform, "YM-R01", "YM-R02")
    yield world
    platforms.use(None)
    store.forget()


def before(code: str = FOOD) -> list[dict[str, Any]]:
    app = Chalice("yimen", configure_logs=False)
    app.register_blueprint(public.api, url_prefix="/v1")
    with Client(app) as client:
        return json.loads(client.http.get(f"/v1/items/{code}").body)["before"]


def said_in_the_guide(world: World) -> list[str]:
    item = store.load_item(world.platform.table, CITY, FOOD)
    facts = [fact for one in sheet(world.platform, item, "guide").chapters for fact in one.facts]
    return [fact.value for fact in facts if fact.label == "前置事项"]


@pytest.mark.requirement("R13")
def test_what_comes_before_has_its_name(world: World):
    (one,) = before()
    assert [(item["id"], bool(item["name"]), item["ended"], item["why"]) for item in one["items"]] == [
        ("YM-R01", True, False, None),
        ("YM-R02", True, False, None),
    ]
    assert [one["text"]] == said_in_the_guide(world)


@pytest.mark.requirement("R13")
def test_what_is_closed_is_told_as_in_the_guide(world: World):
    end_item(world.platform, world.people.caller("administrator"), "YM-R01", None)
    world.clock.move_to(world.platform.now() + timedelta(minutes=2))
    store.forget()
    (one,) = before()
    closed, still_open = one["items"]
    assert (closed["id"], closed["ended"], closed["why"]) == ("YM-R01", True, "已取消，不再受理申请")
    assert (still_open["ended"], still_open["why"]) == (False, None)
    assert "已取消" in one["text"]
    assert [one["text"]] == said_in_the_guide(world)
