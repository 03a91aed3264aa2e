"""What is told of the items and schemes that refer to an item that is to end."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.consequences import Consequence
from chalicelib.catalogue.model.life import CLOSINGS
from chalicelib.catalogue.store.referring import consequences_of
from chalicelib.foundation.platform import Platform


def consequences_told(
    platform: Platform, item: ServiceItem | None, kind: str, successors: Iterable[str], at: datetime
) -> list[Consequence]:
    """Nothing of a change that ends no item. Read anew each time: what refers to an item changes meanwhile."""
    if item is None or (kind not in CLOSINGS and kind != "end"):
        return []
    return consequences_of(platform.table, item.region, item, tuple(successors), at, platform.wall())


def in_receipt(told: Sequence[Consequence]) -> dict[str, Any]:
    return {"consequences": [one._asdict() for one in told]} if told else {}


def in_event(told: Sequence[Consequence]) -> dict[str, Any]:
    return {"consequences": [f"{one.kind} {one.code}" for one in told]} if told else {}
