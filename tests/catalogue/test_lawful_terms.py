"""No promise is longer than the law allows in the same situation, wherever it is written or told (R93)."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue.api.limit_answers import PromisedAnswer, promised_answer
from chalicelib.catalogue.model import ItemDocument, conditions
from chalicelib.catalogue.model.artefacts import facts
from chalicelib.catalogue.model.document import read_document
from chalicelib.catalogue.model.lawful_terms import MOST, over_law
from chalicelib.catalogue.model.limits import PromisedLimit, promised_under, statutory_under
from chalicelib.catalogue.model.promises import limit_here
from chalicelib.catalogue.model.publication import errors_of
from chalicelib.clock.across_units import exceeds
from chalicelib.directory.model.promised import OwnPromise
from chalicelib.foundation.problems import Invalid
from proofs.kit.catalogue import item_document
from tests.catalogue.conftest import DOCUMENT
from tests.catalogue.office import Office

ITEMS = [raw["id"] for raw in DOCUMENT["items"]]
TITLE = "承诺时限不得超过法定时限"
NEW = "construction_nature=='new'"
# The law: 10 workdays, and for a report form on the spot. The department: 5 workdays, and on the spot.
SOIL = item_document("YM-I06")


def route(condition: str, value: int, unit: str = "workday") -> dict[str, Any]:
    return {"condition": condition, "value": value, "unit": unit}


def with_promise(item: ItemDocument, **changes: Any) -> ItemDocument:
    limit = item.promised_limit.model_dump(mode="json", exclude_unset=True) | changes
    return item.model_copy(update={"promised_limit": PromisedLimit.model_validate_json(json.dumps(limit))})


def own(value: int, unit: Any = "workday") -> OwnPromise:
    return OwnPromise(value, unit, "441700", "阳江市", date(2026, 1, 1))


def promise_told(item: ItemDocument, region: OwnPromise | None = None) -> PromisedAnswer:
    told = promised_answer(item, region)
    assert told is not None
    return told


def found(item: ItemDocument) -> set[tuple[str, str]]:
    return {(error.pointer, error.code) for error in errors_of(item) if error.code == "promised_over_statutory"}


@pytest.mark.requirement("R93")
@pytest.mark.parametrize("code", ITEMS)
def test_the_catalogue_promises_nothing_above_the_law(code: str):
    assert over_law(item_document(code)) == []


@pytest.mark.requirement("R93")
@pytest.mark.parametrize("length", [(400, "workday"), (400, "calendar_day")])
def test_a_promise_under_a_condition_is_held_against_the_law_when_it_is_published(office: Office, length: Any):
    promised = office.document()["promised_limit"] | {"routes": [route(NEW, *length)]}
    office.draft(promised_limit=promised)
    with pytest.raises(Invalid) as refused:
        office.approve()
    told = {(error.pointer, error.code) for error in refused.value.errors}
    assert ("/document/promised_limit/routes/0/value", "promised_over_statutory") in told


@pytest.mark.requirement("R93")
def test_a_promise_under_a_condition_is_held_against_the_law_when_it_is_imported():
    place = ITEMS.index("YM-I02")
    items = [dict(raw) for raw in DOCUMENT["items"]]
    items[place]["promised_limit"] = items[place]["promised_limit"] | {"routes": [route(NEW, 999)]}
    with pytest.raises(Invalid) as refused:
        read_document({**DOCUMENT, "items": items})
    told = {error.pointer: error for error in refused.value.errors}
    error = told[f"/items/{place}/promised_limit/routes/0/value"]
    assert (error.code, error.message) == ("promised_over_statutory", f"{TITLE}（20个工作日）")


@pytest.mark.requirement("R93")
@pytest.mark.parametrize(
    ("routes", "refused"),
    [
        # A report form is decided on the spot by law; nobody may promise it later than that.
        ([route("plan_kind=='form'", 1)], {"/promised_limit/routes/0/value"}),
        ([], {"/promised_limit/value"}),
        # What the law says of a form meets no promise that is made for a report book.
        ([route("plan_kind=='form'", 0), route("plan_kind=='book'", 10)], set()),
        ([route("plan_kind=='form'", 0), route("plan_kind=='book'", 11)], {"/promised_limit/routes/1/value"}),
        # Whoever files a form gets the first promise that holds.
        ([route("plan_kind!='book'", 3), route("plan_kind=='form'", 0)], {"/promised_limit/routes/0/value"}),
        # A promise that is never made is held against the usual limit, since people read it.
        ([route("plan_kind=='form'", 0), route("plan_kind=='form'", 11)], {"/promised_limit/routes/1/value"}),
    ],
)
def test_the_laws_shorter_limit_under_a_condition_bounds_the_promises_that_meet_it(routes: Any, refused: set[str]):
    item = with_promise(SOIL, routes=routes)
    assert found(item) == {(pointer, "promised_over_statutory") for pointer in refused}


@pytest.mark.requirement("R93")
def test_with_too_many_combinations_each_promise_is_held_against_the_shorter_limit_too():
    many = " or ".join(f"x{number}==true" for number in range(13))
    assert MOST < 3**13
    item = with_promise(SOIL, routes=[route("plan_kind=='form'", 0), route(many, 3)])
    pointers = {pair.pointer for pair in over_law(item)}
    assert pointers == {"/promised_limit/routes/1/value", "/promised_limit/value"}


def test_the_conditions_of_limits_are_read_of_an_item_without_a_form_too():
    bare = with_promise(SOIL, routes=[route("floor_area<5m", 3)]).model_copy(update={"form_fields": (), "derives": ()})
    assert ("/promised_limit/routes/0/condition", "condition_malformed") in {
        (error.pointer, error.code) for error in errors_of(bare)
    }


@pytest.mark.requirement("R93")
def test_a_regions_own_promise_above_the_law_is_told_with_the_laws_length():
    item = item_document("YM-I02")  # the law: 20 workdays
    assert promise_told(item, own(18)).length == 18
    told = promise_told(item, own(25))
    assert (told.length, told.unit) == (20, "workday")
    assert told.basis == "阳江市自定的承诺办理时限（自2026-01-01起施行），超过法定时限的，以法定时限为准"
    assert promise_told(item, own(40, "calendar_day")).unit == "workday"
    here = limit_here(item, own(25))
    assert (here.value, here.unit) == (20, "workday")


@pytest.mark.requirement("R93")
def test_a_version_from_before_is_told_and_kept_within_the_law():
    item = with_promise(item_document("YM-I02"), routes=[route(NEW, 400)])
    told = promise_told(item)
    assert [(one.length, one.unit) for one in told.routes] == [(20, "workday")]
    assert "400" not in facts.promised(item)
    made = promised_under(limit_here(item, None), {"construction_nature": "new"}, conditions.Words({}, {}))
    assert made is not None
    assert made.value == 20


@pytest.mark.requirement("R93")
def test_an_earlier_promise_with_an_else_is_told_as_its_parts():
    item = with_promise(item_document("YM-I16"), routes=[], value=0, condition="commitment_route==true, else 6")
    told = promise_told(item)
    assert (told.length, told.condition) == (6, None)
    assert [(one.condition, one.length) for one in told.routes] == [("“采用告知承诺方式办理”为“是”", 0)]
    alone = promise_told(with_promise(item, condition="commitment_route==true"))
    assert (alone.length, alone.condition) == (0, "“采用告知承诺方式办理”为“是”")


LENGTHS = st.tuples(st.integers(0, 40), st.sampled_from(["workday", "calendar_day"]))
CONDITIONS = st.sampled_from(
    ["plan_kind=='form'", "plan_kind=='book'", "plan_kind!='book'", "commitment_route==true", "commitment_route==false"]
)
# What the form says, and what follows from it by the item.
ANSWERS = st.sampled_from(
    [{}, {"plan_kind": "form", "commitment_route": True}, {"plan_kind": "book", "commitment_route": False}]
)


@pytest.mark.requirement("R93")
@given(st.lists(st.tuples(CONDITIONS, LENGTHS), max_size=3), LENGTHS, st.none() | LENGTHS, ANSWERS)
def test_whatever_is_published_nobody_is_promised_more_than_the_law(
    routes: Any, usual: Any, region: Any, answers: dict[str, object]
):
    item = with_promise(
        SOIL, value=usual[0], unit=usual[1], routes=[route(condition, *length) for condition, length in routes]
    )
    made = promised_under(limit_here(item, own(*region) if region else None), answers, conditions.Words({}, {}))
    law = statutory_under(item.statutory_limit, answers)
    assert made is not None
    assert law is not None
    assert not exceeds((made.value, made.unit), (law, "workday"))
