"""The item of a request is kept as versions: the same until the scheme or a member changes."""

from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.catalogue import store as items
from chalicelib.catalogue.acts.import_catalogue import import_catalogue
from chalicelib.catalogue.acts.import_schemes import import_schemes
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.store import load_item, request_items
from chalicelib.catalogue.store import schemes as store
from chalicelib.foundation.problems import NotFound
from chalicelib.foundation.table import Table
from tests.catalogue.conftest import DOCUMENT, REGION
from tests.catalogue.schemes.data import SCHEMES
from tests.catalogue.schemes.test_import import AT


@pytest.fixture
def kept(table: Table) -> Table:
    """A table with catalogue and schemes; what this process read of another one is forgotten."""
    forget()
    import_catalogue(table, REGION, DOCUMENT, AT)
    import_schemes(table, REGION, SCHEMES, AT, demonstrations=True)
    return table


def forget() -> None:
    for one in (store, items, request_items):
        one.forget()


def load(table: Table, code: str = "YM-J02", stage: str = "restaurant", at: datetime = AT) -> ServiceItem:
    return request_items.load_request_item(table, REGION, code, stage, wall=at, at=at)


def test_the_same_version_until_something_changes(kept: Table):
    first = load(kept)
    assert (first.id, first.version, first.handling_type) == ("YM-J02", 1, "联办件")
    forget()
    assert load(kept).version == 1
    changed: Any = deepcopy(SCHEMES)
    changed["schemes"][1]["form"]["questions"][0]["label"] = "经营主体的类型"
    import_schemes(kept, REGION, changed, AT, demonstrations=True)
    forget()
    second = load(kept)
    assert second.version == 2
    assert second.request_of is not None
    assert second.request_of.version == 2
    assert load_item(kept, REGION, "YM-J02", 1) == first


def test_a_new_version_of_a_member_makes_a_new_version_of_the_request(kept: Table):
    assert load(kept).version == 1
    changed: Any = deepcopy(DOCUMENT)
    food = next(item for item in changed["items"] if item["id"] == "YM-P01")
    food["materials"][2]["name"] = "经营场所平面图"
    later = AT + timedelta(hours=1)
    import_catalogue(kept, REGION, changed, later)
    forget()
    second = load(kept, at=later + timedelta(days=1))
    assert second.version == 2
    assert second.request_of is not None
    member = second.request_of.member("YM-P01")
    assert member is not None
    assert member.version == 2
    assert second.materials[int(member.lines["03"]) - 1].name == "平面图"  # the scheme names what members share


def test_a_stage_of_several_has_a_code_of_its_own(kept: Table):
    assert load(kept, "YM-J01", "build").id == "YM-J01-build"
    assert load_item(kept, REGION, "YM-J01-build").request_of is not None


def test_no_list_of_items_shows_requests(kept: Table):
    before = items.newest(kept, REGION).keys()
    load(kept)
    assert items.newest(kept, REGION).keys() == before


@pytest.mark.parametrize(
    ("code", "stage", "told"), [("YM-J99", "build", "scheme_not_found"), ("YM-J01", "nowhere", "stage_not_found")]
)
def test_what_is_no_stage_is_not_found(kept: Table, code: str, stage: str, told: str):
    with pytest.raises(NotFound) as refused:
        load(kept, code, stage)
    assert refused.value.code == told
