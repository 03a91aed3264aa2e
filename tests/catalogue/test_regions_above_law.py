"""A version with a shorter limit of the law waits until regions' own promises and schemes are within it (R93)."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.catalogue.acts.import_catalogue import import_catalogue, plan_whole, read_own
from chalicelib.catalogue.acts.import_schemes import import_schemes
from chalicelib.catalogue.acts.own_promises import directories_of, own_promises_above
from chalicelib.catalogue.acts.publishable import looked_at
from chalicelib.catalogue.store import schemes
from chalicelib.clock import WorkCalendar
from chalicelib.directory.acts.import_directory import carry_out, plan_directory
from chalicelib.foundation.problems import Invalid
from local.catalogues import schemes_of
from local.directories import demonstration, import_demonstration
from proofs.kit.catalogue import item_document, keep_departments
from tests.catalogue.conftest import DOCUMENT
from tests.catalogue.office import CITY, Office

CALENDAR, SCHEMES = WorkCalendar(), schemes_of(CITY)


@pytest.mark.requirement("R93")
def test_a_limit_below_a_regions_own_promise_is_refused(office: Office):
    """The county 441781 promises 8 workdays for YM-P01."""
    keep_departments(office.platform)
    table, today = office.platform.table, office.platform.now().date()
    import_demonstration(table, CITY)
    directories, item = directories_of(table), item_document("YM-P01")
    assert list(own_promises_above(directories, item, today, CALENDAR)) == []
    law = item.statutory_limit.model_copy(update={"value": 2, "unit": "workday"})
    draft = item.model_copy(update={"statutory_limit": law})
    assert {one.code for one in own_promises_above(directories, draft, today, CALENDAR)} == {"region_promise_above_law"}
    told = {(one.pointer, one.code) for one in looked_at(office.platform, draft, None)[0]}
    assert ("/document/statutory_limit/value", "region_promise_above_law") in told

    document = shorter("YM-P01", 2)
    (place,) = [number for number, raw in enumerate(document["items"]) if raw["id"] == "YM-P01"]
    with pytest.raises(Invalid) as refused:
        import_catalogue(table, CITY, document, office.platform.now(), demonstrations=True)
    assert {(one.pointer, one.code) for one in refused.value.errors} == {
        (f"/items/{place}/statutory_limit/value", "region_promise_above_law")
    }


def shorter(code: str, value: int) -> dict[str, Any]:
    """The demonstration's catalogue with another limit of the law, and a promise within it."""
    items = [dict(raw) for raw in DOCUMENT["items"]]
    (place,) = [number for number, raw in enumerate(items) if raw["id"] == code]
    items[place]["statutory_limit"] = items[place]["statutory_limit"] | {"value": value, "unit": "workday"}
    items[place]["promised_limit"] = items[place]["promised_limit"] | {"value": value, "unit": "workday", "routes": []}
    items[place]["manual"] = [stage | {"inner_workdays": 0} for stage in items[place]["manual"]]
    return {**DOCUMENT, "items": items}


@pytest.fixture
def schemes_published(office: Office) -> Iterator[Office]:
    keep_departments(office.platform)
    table, now = office.platform.table, office.platform.now()
    import_catalogue(table, CITY, DOCUMENT, now)
    schemes.forget()
    import_schemes(table, CITY, SCHEMES, now, demonstrations=True)
    yield office
    schemes.forget()


def member() -> tuple[str, int, set[str]]:
    """An item of a scheme, what the schemes promise for it at least, and their codes."""
    code = "YM-S04"  # no region promises another length for it
    nodes = {one["code"]: node for one in SCHEMES["schemes"] for node in one["nodes"] if node["item"] == code}
    assert nodes
    return code, min(node["promised"]["value"] for node in nodes.values()), {*nodes}


@pytest.mark.requirement("R93")
def test_a_limit_below_a_published_schemes_promise_names_the_scheme(schemes_published: Office):
    platform, (code, promised, of) = schemes_published.platform, member()
    item = item_document(code)
    assert "scheme_promise_above_law" not in {one.code for one in looked_at(platform, item, None)[0]}
    law = item.statutory_limit.model_copy(update={"value": promised - 1, "unit": "workday"})
    told = looked_at(platform, item.model_copy(update={"statutory_limit": law}), None)[0]
    named = {(one.pointer, one.message) for one in told if one.code == "scheme_promise_above_law"}
    assert {pointer for pointer, _ in named} == {"/document/statutory_limit/value"}
    assert all(any(f"（{scheme}）" in words for _, words in named) for scheme in of)


@pytest.mark.requirement("R93")
def test_an_import_of_items_alone_names_the_scheme_and_one_with_both_may_shorten_it(schemes_published: Office):
    table, now, (code, promised, _) = schemes_published.platform.table, schemes_published.platform.now(), member()
    document = shorter(code, promised - 1)
    with pytest.raises(Invalid) as refused:
        import_catalogue(table, CITY, document, now)
    assert {one.code for one in refused.value.errors} == {"scheme_promise_above_law"}
    both = copy.deepcopy(dict(SCHEMES))
    for node in (node for one in both["schemes"] for node in one["nodes"] if node["item"] == code):
        node["promised"]["value"] = promised - 1
        node["promised_when"] = []
    plan = plan_whole(table, CITY, read_own(CITY, {**document, **both}, demonstrations=True), now)
    assert plan.count("updated", "item") == 1


@pytest.mark.requirement("R93")
def test_an_import_of_schemes_alone_asks_what_regions_promise_within_them(schemes_published: Office):
    """The file of a region may come first, when nobody knows yet which item a member is."""
    table, now, code = schemes_published.platform.table, schemes_published.platform.now(), "YM-P01"
    document = copy.deepcopy(dict(demonstration()))
    law = item_document(code).statutory_limit.value
    assert law is not None
    settings = next(one for one in document["regions"] if one["code"] == "441781")
    (own,) = [one for one in settings["overrides"]["schemes"] if one.get("nodes")]
    own["nodes"] = [{"id": code, "promised": {"value": law + 5, "unit": "workday"}}]
    for _ in carry_out(table, plan_directory(table, CITY, document, {})):
        pass
    with pytest.raises(Invalid) as refused:
        import_schemes(table, CITY, SCHEMES, now, demonstrations=True)
    place = next(at for at, one in enumerate(SCHEMES["schemes"]) if one["code"] == own["scheme"])
    number = next(at for at, one in enumerate(SCHEMES["schemes"][place]["nodes"]) if one["item"] == code)
    assert [(one.pointer, one.code) for one in refused.value.errors] == [
        (f"/schemes/{place}/nodes/{number}/promised", "region_promise_above_law")
    ]
