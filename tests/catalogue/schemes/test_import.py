"""Schemes in the table: imported after their items, versions by number and by date, cached reads."""

from copy import deepcopy
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chalicelib.catalogue.acts.import_catalogue import import_catalogue
from chalicelib.catalogue.acts.import_schemes import import_schemes
from chalicelib.catalogue.store import schemes as store
from chalicelib.foundation.problems import Conflict, Invalid, NotFound
from chalicelib.foundation.table import Table
from tests.catalogue.conftest import DOCUMENT, REGION
from tests.catalogue.schemes.data import SCHEMES

AT = datetime(2026, 11, 26, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = AT.date()


@pytest.fixture
def kept(table: Table) -> Table:
    """A table with the catalogue; what this process read of another one is forgotten."""
    store.forget()
    import_catalogue(table, REGION, DOCUMENT, AT)
    return table


def imported(table: Table, document: Any = SCHEMES) -> dict[str, str]:
    plan = import_schemes(table, REGION, document, AT, demonstrations=True)
    return {change.id: change.kind for change in plan.changes}


def load(table: Table, code: str, version: int | None = None, *, day: date = DAY, wall: datetime = AT):
    return store.load_scheme(table, REGION, code, version, day=day, wall=wall)


def test_a_second_import_writes_nothing_and_a_change_makes_a_version(kept: Table):
    assert set(imported(kept).values()) == {"created"}
    assert set(imported(kept).values()) == {"unchanged"}
    changed = deepcopy(SCHEMES)
    changed["schemes"][1]["notes"] = ["新的说明"]
    changed["schemes"][2]["version"] = 9  # versions are counted here, whatever the file says
    assert imported(kept, changed) == {
        "YM-J01": "unchanged",
        "YM-J02": "updated",
        "YM-J03": "unchanged",
        "YM-J04": "unchanged",
        "YM-J05": "unchanged",
    }
    fewer = {**changed, "schemes": changed["schemes"][:4]}
    assert imported(kept, fewer)["YM-J05"] == "absent"
    assert [row.code for row in store.list_schemes(kept, REGION)] == [f"YM-J0{n}" for n in range(1, 6)]


def test_schemes_come_with_a_whole_catalogue_too(table: Table):
    document = {**DOCUMENT, "schemes": SCHEMES["schemes"], "unified_items": SCHEMES["unified_items"]}
    import_catalogue(table, REGION, document, AT, demonstrations=True)
    assert len(list(store.list_schemes(table, REGION))) == 5
    assert load(table, "YM-J01").scheme.unified_items[0].item == "YM-I07"
    with pytest.raises(Invalid) as refused:
        import_catalogue(table, REGION, document, AT)
    assert {error.code for error in refused.value.errors} == {"scheme_demonstration"}


def test_a_scheme_without_its_items_changes_nothing(table: Table):
    with pytest.raises(Invalid) as refused:
        imported(table)
    assert {error.code for error in refused.value.errors} >= {"item_unknown", "department_unknown"}
    assert list(store.list_schemes(table, REGION)) == []


def test_the_version_that_holds_on_a_day_is_found(kept: Table):
    imported(kept)
    later = deepcopy(SCHEMES)
    later["schemes"][1] |= {"effective_from": "2027-01-01", "effective_to": "2027-06-30", "name": "开办餐饮店（新）"}
    imported(kept, later)
    first, second = load(kept, "YM-J02", 1), load(kept, "YM-J02", 2)
    assert (first.version, second.version) == (1, 2)
    store.forget()
    assert load(kept, "YM-J02").version == 1
    assert load(kept, "YM-J02", day=date(2027, 1, 1)).version == 2
    assert load(kept, "YM-J02", day=date(2027, 7, 1)).version == 1
    with pytest.raises(NotFound) as early:
        load(kept, "YM-J02", day=date(2025, 12, 31))
    assert early.value.code == "scheme_not_in_force"
    row = next(one for one in store.list_schemes(kept, REGION) if one.code == "YM-J02")
    assert [row.holding(day) for day in (DAY, date(2027, 3, 1), date(2025, 1, 1))] == [1, 2, None]


@pytest.mark.parametrize(
    ("code", "version", "problem"),
    [
        ("YM-J99", None, "scheme_not_found"),
        ("no code", None, "scheme_not_found"),
        ("YM-J01", 7, "scheme_version_not_found"),
        ("YM-J01", 0, "scheme_version_not_found"),
        ("YM-J01", 10**9, "scheme_version_not_found"),
    ],
)
def test_what_is_not_there_is_told(kept: Table, code: str, version: int | None, problem: str):
    imported(kept)
    with pytest.raises(NotFound) as missing:
        load(kept, code, version)
    assert missing.value.code == problem


def test_reading_again_within_half_a_minute_asks_the_table_nothing(kept: Table, monkeypatch: pytest.MonkeyPatch):
    imported(kept)
    asked = list[str]()
    for name in ("get_item", "batch_get_item"):
        real = getattr(kept.client, name)
        monkeypatch.setattr(kept.client, name, lambda real=real, name=name, **how: asked.append(name) or real(**how))

    def read(wall: datetime) -> None:
        scheme = load(kept, "YM-J01", wall=wall).scheme
        assert len(store.member_items(kept, REGION, scheme.items, wall=wall, at=AT)) == 16

    read(AT)
    assert asked == ["get_item", "batch_get_item"]
    read(AT + timedelta(seconds=29))
    assert len(asked) == 2
    read(AT + timedelta(seconds=31))
    assert len(asked) == 4


def test_two_imports_at_once_publish_one_version(kept: Table, monkeypatch: pytest.MonkeyPatch):
    imported(kept)
    changed = deepcopy(SCHEMES)
    changed["schemes"][0]["notes"] = ["一"]
    real = kept.write
    once = [True]

    def interrupted(*ops: Any) -> None:
        if once.pop() if once else False:
            imported(kept, changed)
        real(*ops)

    monkeypatch.setattr(kept, "write", interrupted)
    other = deepcopy(changed)
    other["schemes"][0]["notes"] = ["二"]
    with pytest.raises(Conflict):
        imported(kept, other)
    assert load(kept, "YM-J01").version == 2
    assert load(kept, "YM-J01").scheme.notes == ("一",)
