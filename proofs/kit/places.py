"""A county beside its city in one stack: the same table, queues and functions, another division."""

from copy import copy
from dataclasses import replace
from typing import Any

from chalicelib.directory.store import keep_place
from proofs.kit.cast import Cast
from proofs.kit.catalogue import place_of, publish
from proofs.kit.register import enrol
from proofs.kit.world import World


def beside(world: World, division: str, *items: str) -> World:
    """The same stack as it serves another division, which has its own catalogue, profile, staff and letters."""
    county = copy(world)
    settings = world.platform.settings.model_copy(update={"division": division})
    county.platform = replace(world.platform, settings=settings)
    clients: dict[str, Any] = {name: one for name, one in vars(world.platform).items() if name != "settings"}
    vars(county.platform).update(clients)
    county.people = Cast(county.platform, world.numbers)
    county.platform.table.write(keep_place(place_of(division)))
    publish(county.platform, *items)
    enrol(county.platform)
    return county
