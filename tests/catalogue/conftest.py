import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from chalicelib.catalogue import store
from chalicelib.catalogue.model import ServiceItem
from chalicelib.foundation.table import Table
from proofs.kit.catalogue import publish
from proofs.kit.directory import lay_out
from proofs.kit.dynamo import MemoryDynamo
from proofs.kit.world import World, new_world
from tests.catalogue.office import CODE, Office

DOCUMENT = json.loads((Path(__file__).parents[2] / "local" / "data" / "items.json").read_text("utf-8"))
REGION = "441700"


@pytest.fixture
def document() -> dict[str, Any]:
    """The demonstration catalogue, free to be spoiled."""
    return deepcopy(DOCUMENT)


@pytest.fixture(scope="session")
def item() -> Callable[..., ServiceItem]:
    """An item of the demonstration catalogue as its first published version, with changes to its fields."""
    raw = {part["id"]: part for part in DOCUMENT["items"]}

    def build(code: str, **changes: Any) -> ServiceItem:
        published = {"region": REGION, "version": 1, "content_hash": "-"}
        return ServiceItem.model_validate_json(json.dumps(raw[code] | published | changes))

    return build


@pytest.fixture
def small() -> dict[str, Any]:
    """Four items of it, with the place and all departments."""
    few = {"YM-S01", "YM-R01", "YM-R02", "YM-P01"}
    items = [part for part in DOCUMENT["items"] if part["id"] in few]
    return deepcopy({"place": DOCUMENT["place"], "departments": DOCUMENT["departments"], "items": items})


@pytest.fixture
def table() -> Iterator[Table]:
    with empty_table() as table:
        yield table


@contextmanager
def empty_table() -> Iterator[Table]:
    """The catalogue's store remembers what it has read, so it forgets before and after."""
    store.forget()
    yield Table(MemoryDynamo(), "yimen-local")  # pyright: ignore[reportArgumentType]
    store.forget()


@pytest.fixture(scope="module")
def office_world() -> World:
    """One item is published in it; its other items are those of every world. The directory knows two counties."""
    world = new_world()
    publish(world.platform, CODE)
    lay_out(world.platform)
    return world


@pytest.fixture
def office(office_world: World) -> Iterator[Office]:
    """The world is as it was again afterwards."""
    world = office_world
    before = world.moment()
    store.forget()
    yield Office(world)
    world.go_back(before)
    store.forget()
