"""Where the published lists of proofs and intermediary services are kept: every version, and a copy of the newest."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib.catalogue.model.grounds import ServiceLists
from chalicelib.catalogue.store import will_end
from chalicelib.foundation import register_keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import ABSENT, Op, equals, put


class KeptLists(NamedTuple):
    """The lists, their version, and from when they hold."""

    version: int
    at: datetime
    lists: ServiceLists


def load_lists(table: Table, division: str) -> KeptLists | None:
    """The lists in force; None where the division has not published any."""
    row = table.get(register_keys.service_lists(division))
    return _kept(row) if row else None


def load_lists_at(table: Table, division: str, at: datetime) -> KeptLists | None:
    """The lists that were in force at this legal time; None before the first."""
    place = register_keys.service_lists(division, 0)
    for row in table.query_all(place.pk, prefix=register_keys.VERSION, limit=5, forward=False):
        if datetime.fromisoformat(row["at"]) <= at:
            return _kept(row)
    return None


def open_items_and_lists(table: Table, division: str, codes: Sequence[str]) -> tuple[frozenset[str], KeptLists | None]:
    """Of these codes those of items that are open, and the lists in force, in one call."""
    place = register_keys.service_lists(division)
    rows = table.get_many([place, *(register_keys.item_summary(division, code) for code in codes)])
    lists = rows.pop(place, None)
    items = frozenset(row["id"] for row in rows.values() if not will_end(row))
    return items, _kept(lists) if lists else None


def keep_lists(division: str, version: int, at: datetime, lists: ServiceLists) -> list[Op]:
    """Refused when somebody else has published that version first."""
    row = {"version": version, "at": at.isoformat(), "document": lists.model_dump_json(by_alias=True)}
    before = equals(version=version - 1) if version > 1 else ABSENT
    return [
        put({**register_keys.service_lists(division, version)._asdict(), **row}, when=ABSENT),
        put({**register_keys.service_lists(division)._asdict(), **row}, when=before),
    ]


def _kept(row: Item) -> KeptLists:
    lists = ServiceLists.model_validate_json(row["document"])
    return KeptLists(row["version"], datetime.fromisoformat(row["at"]), lists)
