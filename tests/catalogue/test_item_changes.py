"""What a change of an item must hold to, when it is proposed and again when it is published."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.catalogue import store
from chalicelib.catalogue.model.closed import closed_at
from chalicelib.catalogue.store.closed import closed_for, place_of
from chalicelib.directory.store.directories import load_directory
from chalicelib.foundation.problems import Conflict, Invalid
from tests.catalogue.office import CITY, CODE, Office

DAY = timedelta(days=1)


def consented(office: Office, kind: str, **facts: Any) -> None:
    """All steps but the last."""
    office.propose(kind, **facts)
    office.approve()
    if kind != "resume":
        office.review()
    office.consent()


def closed_on(office: Office, days: int) -> bool:
    store.forget()
    return closed_at(office.item(), office.platform.now() + days * DAY) is not None


# ----------------------------------------------------------------------------------------------- suspend and resume
@pytest.mark.requirement("R42")
@pytest.mark.parametrize("later", [0, 1, 30])
def test_a_resumption_that_is_no_earlier_is_not_proposed(office: Office, later: int):
    until = office.platform.now() + 9 * DAY
    office.carry_out("suspend", until=until)
    with pytest.raises(Invalid) as refused:
        office.propose("resume", effective_at=until + later * DAY)
    assert [(e.pointer, e.code) for e in refused.value.errors] == [("/effective_at", "resumption_not_earlier")]


@pytest.mark.requirement("R42")
@pytest.mark.parametrize("later", [0, 1, 30])
def test_whoever_publishes_a_resumption_cannot_prolong_the_suspension(office: Office, later: int):
    until = office.platform.now() + 9 * DAY
    office.carry_out("suspend", until=until)
    consented(office, "resume")
    with pytest.raises(Invalid) as refused:
        office.publish(until + later * DAY)
    assert [(e.pointer, e.code) for e in refused.value.errors] == [("/effective_at", "resumption_not_earlier")]
    suspension = office.item().suspension
    assert suspension
    assert suspension.until == until
    office.publish(until - DAY)
    suspension = office.item().suspension
    assert suspension
    assert suspension.until == until - DAY


@pytest.mark.requirement("R42")
def test_an_item_that_is_open_again_is_not_suspended_by_a_resumption(office: Office):
    office.carry_out("suspend", until=office.platform.now() + 3 * DAY)
    consented(office, "resume")
    office.world.clock.pass_time(5 * DAY)
    for effective_at in (None, office.platform.now() + 60 * DAY):
        with pytest.raises(Conflict) as refused:
            office.publish(effective_at)
        assert refused.value.code == "item_not_suspended"
    assert not any(closed_on(office, days) for days in (0, 1, 59, 61))


@pytest.mark.requirement("R42")
def test_a_suspension_that_has_no_end_gets_one(office: Office):
    office.carry_out("suspend")
    consented(office, "resume", effective_at=office.platform.now() + 90 * DAY)
    office.publish()
    assert [closed_on(office, days) for days in (0, 89, 91)] == [True, True, False]


@pytest.mark.requirement("R42")
def test_what_resumes_before_it_was_suspended_was_never_suspended(office: Office):
    now = office.platform.now()
    office.carry_out("suspend", effective_at=now + 9 * DAY, until=now + 20 * DAY)
    office.carry_out("resume")
    assert office.item().suspension is None
    assert not closed_on(office, 10)


@pytest.mark.requirement("R42")
def test_a_longer_suspension_passes_the_office_of_law_and_leaves_no_gap(office: Office):
    now = office.platform.now()
    office.carry_out("suspend", until=now + 9 * DAY)
    began = office.item().suspension
    assert began
    for until in (now + 5 * DAY, now + 9 * DAY):
        with pytest.raises(Conflict) as refused:
            office.propose("suspend", until=until)
        assert refused.value.code == "item_suspended_already"
    with pytest.raises(Invalid) as wrong:
        office.propose("suspend", effective_at=now + 10 * DAY, until=now + 20 * DAY)
    assert [(e.pointer, e.code) for e in wrong.value.errors] == [("/effective_at", "suspension_interrupted")]
    office.propose("suspend", effective_at=now + 8 * DAY, until=now + 20 * DAY)
    office.approve()
    with pytest.raises(Conflict) as unreviewed:
        office.consent()
    assert unreviewed.value.code == "item_law_review_missing"
    office.review()
    office.consent()
    office.publish()
    longer = office.item().suspension
    assert longer
    assert (longer.from_, longer.until) == (began.from_, now + 20 * DAY)
    assert all(closed_on(office, days) for days in range(20))


@pytest.mark.requirement("R42")
def test_a_suspension_that_ran_out_meanwhile_is_no_part_of_the_next(office: Office):
    now = office.platform.now()
    office.carry_out("suspend", until=now + 2 * DAY)
    consented(office, "suspend", until=now + 9 * DAY)
    office.world.clock.pass_time(5 * DAY)
    starts = office.platform.now()
    office.publish()
    suspension = office.item().suspension
    assert suspension
    assert suspension.from_ >= starts


# ------------------------------------------------------------------------------------------- days that have passed
@pytest.mark.requirement("R42")
@pytest.mark.parametrize("chosen", [None, 5, 30])
def test_a_suspension_whose_end_has_passed_is_not_published(office: Office, chosen: int | None):
    """Neither after its end, nor from a later day on that whoever publishes it chooses."""
    consented(office, "suspend", until=office.platform.now() + 4 * DAY)
    if chosen is None:
        office.world.clock.pass_time(6 * DAY)
    with pytest.raises(Invalid) as refused:
        office.publish(chosen and office.platform.now() + chosen * DAY)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/until", "dates_reversed")]
    store.forget()
    assert office.item().suspension is None
    assert "item_suspended" not in office.events()


@pytest.mark.requirement("R42")
def test_a_day_to_take_effect_that_has_passed_is_the_earliest_now(office: Office):
    """Nothing is closed for a time that has passed: what was applied for then was applied for rightly."""
    consented(office, "cancel", effective_at=office.platform.now() + 2 * DAY)
    office.world.clock.pass_time(6 * DAY)
    published = office.platform.now()
    office.publish()
    ended = office.item().ended_at
    assert ended
    assert ended > published


# -------------------------------------------------------------------------------------------------------- devolution
@pytest.mark.requirement("R93")
@pytest.mark.parametrize(
    ("codes", "wrong"),
    [
        (["441700"], {"/to_divisions/0": "division_not_below"}),
        (["441700000000"], {"/to_divisions/0": "division_not_below"}),
        (["440000000000"], {"/to_divisions/0": "division_not_below"}),
        (["440100"], {"/to_divisions/0": "division_not_below"}),
        (["441799"], {"/to_divisions/0": "division_unknown"}),
        (["441799000000", "441781"], {"/to_divisions/0": "division_unknown"}),
        (["441781999000"], {"/to_divisions/0": "division_unknown"}),
        (["441781", "441781000000"], {"/to_divisions/1": "duplicate"}),
    ],
)
def test_an_item_goes_to_regions_below_that_the_directory_knows(
    office: Office, codes: list[str], wrong: dict[str, str]
):
    with pytest.raises(Invalid) as refused:
        office.propose("devolve", to_divisions=codes)
    assert {error.pointer: error.code for error in refused.value.errors} == wrong


@pytest.mark.requirement("R93")
@pytest.mark.parametrize("code", ["441781", "441781000000"])
def test_people_are_told_the_hall_of_the_region_that_takes_an_item_over(office: Office, code: str):
    office.carry_out("devolve", to_divisions=[code])
    platform, now = office.platform, office.platform.now()
    closed = closed_for(platform.table, CITY, office.item(), now, platform.wall())
    assert closed
    assert list(closed.divisions) == ["441781"]
    directory = load_directory(platform.table, "441781")
    rules = directory.rules_on(now.date())
    assert rules
    hall = directory.halls[rules.region.hall or ""]
    assert f"请到{rules.region.name}（441781）{hall.name}" in closed.text


@pytest.mark.requirement("R93")
def test_a_town_is_told_by_its_own_name_and_point(office: Office):
    platform = office.platform
    towns = load_directory(platform.table, "441781").townships
    town = next(one for one in towns.values() if one.hall)
    place = place_of(platform.table, town.code, platform.now().date(), platform.wall())
    assert (place.code, place.name) == (town.code, town.name)
    assert place.hall == load_directory(platform.table, "441781").halls[town.hall or ""].name
    office.carry_out("devolve", to_divisions=[town.code])
    assert office.item().closing
    assert office.item().closing.to_divisions == (town.code,)  # pyright: ignore[reportOptionalMemberAccess]


@pytest.mark.requirement("R42")
def test_every_step_before_the_last_leaves_the_item_as_it_is(office: Office):
    consented(office, "devolve", to_divisions=["441781"])
    assert office.item().ended_at is None
    assert office.item().id == CODE
