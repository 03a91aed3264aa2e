"""Where the profiles of places are kept, and the copy of each that a process holds."""

from datetime import datetime, timedelta

from chalicelib.directory.model import Place
from chalicelib.foundation import register_keys
from chalicelib.foundation.problems import Unavailable
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op, put

FRESH = timedelta(minutes=5)


def load_place(table: Table, division: str, *, wall: datetime) -> Place:
    """The profile of a place. This process keeps it for five minutes, so a change shows on documents that much later.

    Raises Unavailable (code place_unknown) until an administrator has imported one.
    """
    kept = _places.get((table, division))
    if kept and wall - kept[0] < FRESH:
        return kept[1]
    place = find_place(table, division)
    if place is None:
        raise Unavailable(code="place_unknown", title="本地区的机构信息尚未导入，暂时不能办理，请联系平台管理员")
    _places[table, division] = (wall, place)
    return place


def find_place(table: Table, division: str) -> Place | None:
    """The profile as it is now; None before the first import."""
    row = table.get(register_keys.place(division))
    return Place.model_validate_json(row["document"]) if row else None


def keep_place(place: Place) -> Op:
    """The write of a profile, for a transaction of the caller's."""
    key = register_keys.place(place.division)
    return put({"pk": key.pk, "sk": key.sk, "name": place.name, "document": place.model_dump_json(exclude_none=True)})


def forget() -> None:
    """Empty the cache of this process."""
    _places.clear()


_places: dict[tuple[Table, str], tuple[datetime, Place]] = {}
