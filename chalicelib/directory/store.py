"""Where departments and places are kept: a row for each, departments of one region in one partition."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from chalicelib.directory.model import Department, DepartmentDocument, Place
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Unavailable
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op, put

FRESH = timedelta(minutes=5)


def list_departments(table: Table, region: str) -> Iterator[Department]:
    """Every department of a region, in the order of their ids."""
    for row in table.query_all(keys.department(region, "").pk, prefix=keys.department(region, "").sk):
        yield Department.model_validate_json(row["document"])


def department_names(table: Table, place: Place, departments: Iterable[str]) -> dict[str, str]:
    """The full names of these departments of a place, in one read; a department that has ended keeps its id as name."""
    wanted = {one: keys.department(place.division, one) for one in departments}
    rows = table.get_many([*wanted.values()])
    known = {one: rows[key]["name"] for one, key in wanted.items() if key in rows}
    return {one: place.full_name(one, known[one]) if one in known else one for one in wanted}


def department_of(region: str, department_id: str, document: DepartmentDocument) -> Department:
    return Department.model_validate({**document.model_dump(), "id": department_id, "region": region})


def keep_department(department: Department) -> Op:
    """The write of one department, for a transaction of the caller's."""
    key = keys.department(department.region, department.id)
    document = department.model_dump_json(by_alias=True)
    return put({"pk": key.pk, "sk": key.sk, "name": department.name, "document": document})


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
    row = table.get(keys.place(division))
    return Place.model_validate_json(row["document"]) if row else None


def keep_place(place: Place) -> Op:
    """The write of a profile, for a transaction of the caller's."""
    key = keys.place(place.division)
    return put({"pk": key.pk, "sk": key.sk, "name": place.name, "document": place.model_dump_json(exclude_none=True)})


def forget() -> None:
    """Empty the cache of this process."""
    _places.clear()


_places: dict[tuple[Table, str], tuple[datetime, Place]] = {}
