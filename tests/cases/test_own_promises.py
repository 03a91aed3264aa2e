"""A region's own promise (R93): it holds for its own items from its own day on, in guide and case, within the law.

The files are those of the demonstration: two counties have promises of their own, the city has none.
"""

import json
from collections.abc import Mapping
from copy import deepcopy
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.cases.model.clocks import UNITS, on_acceptance
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.guidance import guidance, questions_asked
from chalicelib.catalogue.model.promises import limit_here
from chalicelib.catalogue.model.schemes.terms import statutory_of
from chalicelib.clock import WorkCalendar
from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.outcome import Limit, outcome_of
from chalicelib.directory.model.promised import hall_terms, own_promise
from chalicelib.directory.model.sections import read_parts
from local.catalogues import CITY_DIVISION, catalogue_of, county
from local.directories import demonstration
from proofs.kit.catalogue import publish
from proofs.kit.directory import lay_out
from proofs.kit.hall import Hall

CALENDAR = WorkCalendar()
COUNTY, OTHER = "441781", "441704"
REGIONS = (CITY_DIVISION, OTHER, COUNTY)
FIRST, SWITCH = date(2026, 1, 1), date(2026, 9, 1)
# From the 1st of September on the county has other promises: 9 workdays for YM-P01, none of its own for YM-P16.
LATER_PROMISES = [
    {"item": "YM-P01", "promised": {"value": 9, "unit": "workday"}, "statutory": {"value": 10, "unit": "workday"}},
    {"item": "YM-P07", "promised": {"value": 3, "unit": "calendar_day"}},
]


@cache
def directories() -> Mapping[str, Directory]:
    """What the regions have after both files were imported, the second with the county's later settings."""
    later = deepcopy(dict(demonstration()))
    regions = [region for region in later["regions"] if region["code"] == COUNTY]
    regions[0] |= {"effective_from": str(SWITCH), "overrides": {"promised": LATER_PROMISES}}
    known = {region: Directory(region) for region in REGIONS}
    for document in (demonstration(), later | {"regions": regions}):
        outcome = outcome_of(CITY_DIVISION, read_parts(document), known, {}, limits())
        known = {region: outcome.after(region) for region in REGIONS}
    return known


def limits() -> dict[str, Limit]:
    found = ((item.id, item.statutory_limit) for item in items(CITY_DIVISION).values())
    return {code: Limit(limit.value, limit.unit) for code, limit in found if limit.value is not None and limit.unit}


@cache
def items(region: str) -> Mapping[str, ItemDocument]:
    """What the region's own catalogue has; 阳东 has none in the demonstration and takes the city's."""
    document = county(region) if region == COUNTY else catalogue_of(CITY_DIVISION)
    return {part["id"]: ItemDocument.model_validate_json(json.dumps(part)) for part in document["items"]}


def told_by_the_file(region: str, item: str, day: date) -> tuple[int, str] | None:
    """Read from the file as it is written, not through the product."""
    if region == COUNTY and day >= SWITCH:
        overrides: list[dict[str, Any]] = LATER_PROMISES
    else:
        (settings_,) = (one for one in demonstration()["regions"] if one["code"] == region)
        overrides = settings_["overrides"]["promised"] if day >= date.fromisoformat(settings_["effective_from"]) else []
    own = next((one["promised"] for one in overrides if one["item"] == item), None)
    return (own["value"], own["unit"]) if own else None


DAYS = st.dates(FIRST - timedelta(days=40), date(2026, 12, 31))


@pytest.mark.requirement("R93")
@pytest.mark.requirement("R94")
@settings(max_examples=200, deadline=None)
@given(st.sampled_from(REGIONS), st.data(), DAYS, st.integers(0, 12))
def test_each_region_has_its_own_promise_and_no_other(region: str, data: st.DataObject, day: date, waited: int):
    code = data.draw(st.sampled_from(sorted(items(region))))
    item, here = items(region)[code], hall_terms(directories()[region], code, items(region)[code].department, day)
    answers = data.draw(answers_of(item))
    own = told_by_the_file(region, code, day)
    assert (here.own and (here.own.value, here.own.unit)) == own
    accepted = day + timedelta(days=waited)
    clocks = on_acceptance({}, item, answers, received=day, accepted=accepted, calendar=CALENDAR, here=here)
    plain = on_acceptance({}, item, answers, received=day, accepted=accepted, calendar=CALENDAR)
    promised, law = clocks["promised"], clocks.get("statutory")
    assert law is None or promised.due <= law.due
    assert clocks.get("statutory") == plain.get("statutory")
    conditional = any(route.value == promised.length for route in item.promised_limit.routes)
    if own and not conditional:
        assert (promised.length, promised.unit) == (own[0], UNITS[own[1]])
        assert str(promised.basis).startswith(here.own.name if here.own else "?")
    elif not own:
        assert (promised.length, promised.unit) == (plain["promised"].length, plain["promised"].unit)
    if waited == 0:
        told = guidance(item, answers, day, CALENDAR, here)
        assert told.promised
        assert told.promised.due == promised.due
        # Of a term that begins with neither receipt nor acceptance (教师资格条例16) the guide knows no last day yet.
        assert (told.statutory.due if told.statutory else None) == (law.due if law and statutory_of(item) else None)


def answers_of(item: ItemDocument) -> st.SearchStrategy[dict[str, Any]]:
    kinds = {"boolean": st.booleans(), "integer": st.integers(0, 30)}
    return st.fixed_dictionaries(
        {
            one.variable: st.sampled_from(list(one.choices)) if one.choices else kinds.get(one.kind, st.just(""))
            for one in questions_asked(item)
        }
    )


@pytest.mark.requirement("R93")
def test_the_city_and_the_other_county_have_nothing_of_the_countys():
    """Also after the county has changed its promises: its day and its lengths are its own."""
    for code in items(CITY_DIVISION):
        for day in (SWITCH - timedelta(days=1), SWITCH):
            assert own_promise(directories()[CITY_DIVISION], code, day) is None
            other = own_promise(directories()[OTHER], code, day)
            assert (other and (other.value, other.unit, other.region)) == (
                (*told, OTHER) if (told := told_by_the_file(OTHER, code, day)) else None
            )


@pytest.mark.requirement("R93")
def test_a_promise_under_a_condition_stays_as_it_is_published():
    fire = items(CITY_DIVISION)["YM-I16"]
    own = own_promise(directories()[COUNTY], "YM-P01", FIRST)
    assert limit_here(fire, own).routes == fire.promised_limit.routes
    earlier = {"routes": (), "value": 0, "condition": "commitment_route==true, else 6"}
    before_routes = fire.model_copy(update={"promised_limit": fire.promised_limit.model_copy(update=earlier)})
    here = limit_here(before_routes, own)
    assert (here.value, here.condition, [route.value for route in here.routes]) == (8, None, [0])
    assert limit_here(fire, None) is fire.promised_limit


# ----------------------------------------------------------------------------------------------------------- in a case
def own(document: dict[str, Any]) -> None:
    """The city itself promises 3 workdays for YM-P01, from the 1st of July 2025 on."""
    city = next(region for region in document["regions"] if region["code"] == CITY_DIVISION)
    city["overrides"]["promised"] = [{"item": "YM-P01", "promised": {"value": 3, "unit": "workday"}}]
    city["overrides"]["promised"][0]["statutory"] = {"value": 10, "unit": "workday"}


@pytest.mark.requirement("R93")
def test_the_acceptance_keeps_the_regions_promise_and_where_it_comes_from(hall: Hall):
    hall.clock.pass_time(seconds=1)
    lay_out(hall.platform, own)
    case_id = hall.accepted()
    case, event = hall.case(case_id), hall.events(case_id)
    assert (case.clocks["promised"].length, case.due("promised")) == (3, date(2026, 11, 27))
    assert case.clocks["promised"].basis == "阳江市自定的承诺办理时限（自2025-07-01起施行）"
    accepted = next(one for one in event if one.type == "accepted")
    told = {"value": 3, "unit": "workday", "region": CITY_DIVISION, "since": "2025-07-01"}
    assert accepted.data["own_promise"] == told
    lay_out(hall.platform)
    assert hall.case(case_id).due("promised") == date(2026, 11, 27)
    again = hall.accepted()
    assert hall.case(again).clocks["promised"].length == 7


@pytest.mark.requirement("R93")
def test_a_region_that_shortens_nothing_keeps_to_the_law(hall: Hall):
    """A promise as long as the law's term ends with it, also where the law counts from the receipt."""
    hall.clock.pass_time(seconds=1)
    limit = {"value": 10, "unit": "workday", "start": "收到申请之日", "source": "某法", "status": "ILLUSTRATIVE"}
    item = items(CITY_DIVISION)["YM-P01"]
    statutory = type(item.statutory_limit).model_validate(limit)
    publish(hall.platform, "YM-P01", version=2, statutory_limit=statutory)
    lay_out(hall.platform, lambda document: (own(document), _as_long(document)))
    case_id = hall.accepted()
    assert hall.case(case_id).due("promised") == hall.case(case_id).due("statutory")


def _as_long(document: dict[str, Any]) -> None:
    city = next(region for region in document["regions"] if region["code"] == CITY_DIVISION)
    city["overrides"]["promised"][0]["promised"]["value"] = 10
