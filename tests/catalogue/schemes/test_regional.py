"""A region's own promises hold inside schemes and their plans too (R93)."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from chalicelib.catalogue.acts.import_catalogue import import_catalogue
from chalicelib.catalogue.acts.import_schemes import import_schemes
from chalicelib.catalogue.model.schemes.planning import plan
from chalicelib.catalogue.model.schemes.plans import Facts
from chalicelib.catalogue.model.schemes.regional import in_region
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.situation import situation_of
from chalicelib.catalogue.store import schemes
from chalicelib.clock import WorkCalendar
from chalicelib.directory.acts.import_directory import carry_out, plan_directory
from chalicelib.directory.model.outcome import Limit
from chalicelib.directory.model.regions import Region
from chalicelib.directory.store import directories
from chalicelib.foundation.platform import Platform
from local.directories import demonstration
from proofs.kit.world import new_world
from tests.catalogue.conftest import DOCUMENT, REGION
from tests.catalogue.schemes.data import SCHEMES, scheme
from tests.catalogue.schemes.test_api import RESTAURANT, client, get, post

__all__ = ["client"]
START = date(2026, 4, 23)
REGIONS = {one["code"]: one for one in demonstration()["regions"]}


def region(code: str, **overrides: Any) -> Region:
    known = {field.alias or name for name, field in Region.model_fields.items()}
    raw = {name: value for name, value in REGIONS[code].items() if name in known}
    return Region.model_validate_json(json.dumps({**raw, "overrides": {**raw.get("overrides", {}), **overrides}}))


def due_days(document: SchemeDocument) -> dict[str, str]:
    made = plan(situation_of(document, RESTAURANT), Facts(START), WorkCalendar())
    return {name: str(one.own_review_done) for name, one in made.members.items()}


@pytest.mark.requirement("R93")
def test_the_plan_counts_the_promise_of_the_county():
    """阳春 promises 8 workdays for YM-P01 and 4 for YM-I14, where the city promises 7 and 5."""
    city, county = scheme("YM-J02"), in_region(scheme("YM-J02"), region("441781"))
    lengths = {node.id: node.promised.value for node in county.nodes}
    assert (lengths["YM-P01"], lengths["YM-I14"]) == (8, 4)
    changed = {node.id for node, other in zip(city.nodes, county.nodes, strict=True) if node != other}
    assert changed <= {"YM-P01", "YM-I14"}
    here, there = due_days(county), due_days(city)
    assert here["YM-P01"] > there["YM-P01"]
    assert {name for name in here if here[name] != there[name]} <= {"YM-P01", "YM-I14"}


@pytest.mark.requirement("R93")
def test_an_items_own_promise_counts_where_the_scheme_has_none():
    own = [{"item": "YM-P01", "promised": {"value": 2, "unit": "workday"}}]
    here = in_region(scheme("YM-J02"), region("441781", schemes=[], promised=own))
    assert {node.id: node.promised.value for node in here.nodes}["YM-P01"] == 2
    total = [{"scheme": "YM-J02", "promised_total": {"value": 30, "unit": "workday"}}]
    here = in_region(scheme("YM-J02"), region("441781", schemes=total))
    assert here.promised_total is not None
    assert here.promised_total.value == 30


def test_a_region_without_promises_of_its_own_has_the_scheme_as_it_is():
    document = scheme("YM-J02")
    assert in_region(document, None) is document
    assert in_region(document, region("441700", promised=[], schemes=[])) is document


@pytest.fixture
def platform() -> Iterator[Platform]:
    """The city, which promises 2 workdays for YM-P01 and has not opened one scheme."""
    platform = new_world().platform
    schemes.forget()
    import_catalogue(platform.table, REGION, DOCUMENT, platform.now())
    import_schemes(platform.table, REGION, SCHEMES, platform.now(), demonstrations=True)
    own = {
        "promised": [{"item": "YM-P01", "promised": {"value": 2, "unit": "workday"}}],
        "schemes": [{"scheme": "YM-J05", "offered": False, "why": "尚未开通"}],
    }
    city, *counties = demonstration()["regions"]
    document = {**demonstration(), "regions": [{**city, "overrides": own}, *counties]}
    for _ in carry_out(
        platform.table, plan_directory(platform.table, REGION, document, {"YM-P01": Limit(20, "workday")})
    ):
        pass
    directories.forget_directories()
    yield platform
    directories.forget_directories()
    schemes.forget()


@pytest.mark.requirement("R93")
def test_scheme_and_plan_tell_the_regions_own_promise(platform: Platform, client: Any):
    answer = post(client, "/schemes/YM-J02/plan", {"answers": RESTAURANT, "start": "2026-04-23"})[1]
    shown = get(client, "/schemes/YM-J02", at="2026-04-23")[1]
    for body in (answer, shown):
        assert {one["id"]: one["promised"]["length"] for one in body["members"]}["YM-P01"] == 2
    early = get(client, "/schemes/YM-J02", at="2025-06-30")
    assert early[0] == 404 or {one["id"]: one["promised"]["length"] for one in early[1]["members"]}["YM-P01"] == 7
    status, body = post(client, "/schemes/YM-J05/plan", {"answers": {}})
    assert (status, body["code"]) == (409, "scheme_not_offered")
    assert "尚未开通" in body["title"]
    assert platform.settings.division == REGION
