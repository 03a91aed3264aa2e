from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chalicelib.catalogue import store
from chalicelib.catalogue.acts.import_catalogue import import_catalogue
from chalicelib.catalogue.store import load_item
from chalicelib.catalogue.store.public_list import list_items
from chalicelib.directory.store import find_place, list_departments
from chalicelib.foundation import register_keys
from chalicelib.foundation.problems import Conflict, Invalid, NotFound
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op
from tests.catalogue.conftest import REGION

AT = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
Document = dict[str, Any]


class Killed(BaseException):
    """The process dies."""


def counts(table: Table, document: Document, at: datetime = AT) -> tuple[int, int, int]:
    report = import_catalogue(table, REGION, document, at)
    return report.created, report.updated, report.unchanged


def rows(table: Table) -> int:
    return len(table.client.scan(TableName=table.name, ConsistentRead=True)["Items"])


def test_importing_twice_changes_nothing(table: Table, document: Document):
    assert counts(table, document) == (58, 0, 0)
    before = rows(table)
    report = import_catalogue(table, REGION, document, AT + timedelta(days=1))
    assert (report.unchanged, report.departments_written) == (58, 0)
    assert rows(table) == before


def test_a_changed_item_becomes_version_2_and_version_1_stays(table: Table, small: Document):
    import_catalogue(table, REGION, small, AT)
    old = load_item(table, REGION, "YM-S01", 1)
    small["items"][0]["notes"] = "新说明"
    small["departments"]["food"]["name_2018_rules"] = "食药监局(原)"
    report = import_catalogue(table, REGION, small, AT)
    assert (report.created, report.updated, report.unchanged, report.departments_written) == (0, 1, 3, 1)
    assert (load_item(table, REGION, "YM-S01").version, load_item(table, REGION, "YM-S01").notes) == (2, "新说明")
    store.forget()
    assert load_item(table, REGION, "YM-S01", 1) == old
    summaries, _ = list_items(table, REGION, q="YM-S01")
    assert [row.version for row in summaries] == [2]


def test_the_order_of_fields_is_no_change(table: Table, small: Document):
    import_catalogue(table, REGION, small, AT)
    small["items"] = [dict(reversed(part.items())) for part in reversed(small["items"])]
    assert counts(table, small) == (0, 0, 4)


def test_a_wrong_document_writes_nothing(table: Table, small: Document):
    small["items"][-1]["name"] = ""
    with pytest.raises(Invalid):
        import_catalogue(table, REGION, small, AT)
    assert rows(table) == 0


def test_an_import_that_broke_off_is_completed_by_the_next(
    table: Table, small: Document, monkeypatch: pytest.MonkeyPatch
):
    written, write = [], table.write

    def write_until_killed(*ops: Op) -> None:
        if len(written) == 3:
            raise Killed
        written.append(ops)
        write(*ops)

    monkeypatch.setattr(table, "write", write_until_killed)
    with pytest.raises(Killed):
        import_catalogue(table, REGION, small, AT)
    monkeypatch.undo()
    assert counts(table, small) == (2, 0, 2)
    assert len(store.newest(table, REGION)) == 4
    assert all(newest.version == 1 for newest in store.newest(table, REGION).values())


def test_the_slower_of_two_imports_is_told(table: Table, small: Document, monkeypatch: pytest.MonkeyPatch):
    import_catalogue(table, REGION, small, AT)
    small["items"][0]["notes"] = "甲"
    seen = store.newest(table, REGION)
    import_catalogue(table, REGION, small, AT)
    small["items"][0]["notes"] = "乙"
    monkeypatch.setattr(store, "newest", lambda *_: seen)
    with pytest.raises(Conflict) as refusal:
        import_catalogue(table, REGION, small, AT)
    assert refusal.value.code == "catalogue_import_concurrent"
    assert load_item(table, REGION, "YM-S01").notes == "甲"


def test_regions_are_apart(table: Table, small: Document):
    import_catalogue(table, REGION, small, AT)
    small["place"]["division"] = "441702"
    small["items"][0]["promised_limit"]["value"] = 9
    assert counts_in(table, small, "441702") == (4, 0, 0)
    assert load_item(table, REGION, "YM-S01").promised_limit.value == 10
    assert load_item(table, "441702", "YM-S01").promised_limit.value == 9


def counts_in(table: Table, document: Document, region: str) -> tuple[int, int, int]:
    report = import_catalogue(table, region, document, AT)
    return report.created, report.updated, report.unchanged


def test_the_profile_of_the_place_is_kept_in_the_directory(table: Table, small: Document):
    import_catalogue(table, REGION, small, AT)
    kept = find_place(table, REGION)
    assert kept is not None
    assert (kept.name, kept.phone, kept.number_prefix) == ("阳江市", "0662-12345", "阳")
    small["place"]["phone"] = "0662-54321"
    report = import_catalogue(table, REGION, small, AT)
    assert (report.unchanged, report.departments_written) == (4, 0)
    changed = find_place(table, REGION)
    assert changed is not None
    assert changed.phone == "0662-54321"


def test_the_catalogue_of_another_place_is_refused(table: Table, small: Document):
    with pytest.raises(Invalid) as refusal:
        import_catalogue(table, "441781", small, AT)
    assert (refusal.value.code, [error.pointer for error in refusal.value.errors]) == (
        "catalogue_invalid",
        ["/place/division"],
    )
    assert refusal.value.title == "该事项目录属于区划 441700，不能导入区划 441781"
    assert rows(table) == 0


def test_departments_are_kept_in_the_directory(table: Table, small: Document):
    import_catalogue(table, REGION, small, AT)
    kept = {department.id: department for department in list_departments(table, REGION)}
    assert len(kept) == 40
    assert (kept["food"].name_2018, kept["food"].name, kept["food"].window_theme) == (
        "食药监局",
        "市场监督管理局",
        "生产经营",
    )


def test_the_item_read_is_the_item_imported(table: Table, small: Document):
    import_catalogue(table, REGION, small, AT)
    item = load_item(table, REGION, "YM-P01")
    assert (item.region, item.version) == (REGION, 1)
    raw = next(part for part in small["items"] if part["id"] == "YM-P01")
    dumped = item.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude=set(store.OF_ROW))
    assert dumped == raw


@pytest.mark.parametrize("code", ["YM-P99", "ym-p01", "YM-P01#x", "", "x" * 5000])
def test_an_unknown_item_is_not_found(table: Table, small: Document, code: str):
    with pytest.raises(NotFound) as refusal:
        load_item(table, REGION, code)
    assert refusal.value.code == "item_not_found"


def test_the_newest_version_is_read_again_after_30_seconds(table: Table, small: Document):
    import_catalogue(table, REGION, small, AT)
    assert load_item(table, REGION, "YM-S01", wall=AT).version == 1
    small["items"][0]["notes"] = "新说明"
    import_catalogue(table, REGION, small, AT)
    assert load_item(table, REGION, "YM-S01", wall=AT + timedelta(seconds=29)).version == 1
    assert load_item(table, REGION, "YM-S01").version == 2
    assert load_item(table, REGION, "YM-S01", wall=AT + timedelta(seconds=30)).version == 2


def test_a_pinned_version_is_read_once(table: Table, small: Document):
    import_catalogue(table, REGION, small, AT)
    load_item(table, REGION, "YM-S01", 1)
    key = register_keys.item_version(REGION, "YM-S01", 1)
    table.client.delete_item(TableName=table.name, Key={"pk": {"S": key.pk}, "sk": {"S": key.sk}})
    assert load_item(table, REGION, "YM-S01", 1).version == 1
