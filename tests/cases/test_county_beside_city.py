"""阳春 (441781) beside 阳江 (441700) in one stack (R93), and the points of towns and villages below it (R91).

The same item is played in both: each has its own promise, staff, letters, seal and numbers, and sees nothing of the
other. A village's point receives and accepts for the county, by the county's letter.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pytest

from chalicelib.access.actor import Actor
from chalicelib.cases.acts.lookup import seen_case
from chalicelib.cases.api.case_answers import CaseList
from chalicelib.cases.api.records import CaseSearch, CasesQuery, list_cases, search_cases
from chalicelib.cases.model.status import Status
from chalicelib.cases.store.tasks import inbox, inbox_of_actor
from chalicelib.directory.model.promised import own_promise
from chalicelib.directory.model.regions import full
from chalicelib.directory.store.directories import keep_part, load_directory, next_version
from chalicelib.documents.store import vault
from chalicelib.foundation.problems import Forbidden, NotFound
from chalicelib.http.routes import Call
from local.identity_provider.personas import personas
from proofs.kit.cast import CHIEF, CLERK, OFFICER, staff
from proofs.kit.directory import lay_out
from proofs.kit.hall import Hall
from proofs.kit.places import beside
from proofs.kit.register import change_letters, join
from proofs.kit.world import new_world

CITY, COUNTY = "441700", "441781"
ITEM, RECEIVED = "YM-P01", date(2026, 11, 24)
TOWN, VILLAGE, OTHER_VILLAGE = "441781101000", "441781101201", "441781101202"


class Both(NamedTuple):
    city: Hall
    county: Hall


@pytest.fixture
def both() -> Both:
    world = new_world()
    lay_out(world.platform, with_village)
    return Both(Hall(world), Hall(beside(world, COUNTY, ITEM, "YM-S07")))


def with_village(document: dict[str, Any]) -> None:
    """Two villages of the town have points; one takes the food permit and a card, the other the card only."""
    (town,) = (hall for hall in document["halls"] if hall["region"] == TOWN)
    for region, items in ((VILLAGE, [ITEM, "YM-S07"]), (OTHER_VILLAGE, ["YM-S07"])):
        point = town | {"id": f"HALL-{region}", "region": region, "level": 6, "items": items, "zones": []}
        document["halls"].append(point)


def walked_in(hall: Hall, who: str | Actor) -> str:
    case_id: str = hall.people.receive_walk_in(hall.caller(who)).facts["id"]
    return case_id


def scanned(hall: Hall, case_id: str) -> None:
    for row in hall.rows(case_id, "MATERIAL#"):
        hall.arrives(case_id, row["id"])


def in_list(hall: Hall, who: str | Actor, **query: Any) -> set[str]:
    known = hall.caller(who)
    asked = CasesQuery.model_validate(query)
    answer = list_cases(Call(hall.platform, None, asked, "/v1/cases", "", "r-1", known=known))
    assert isinstance(answer.body, CaseList)
    return {case.id for case in answer.body.cases}


def in_search(hall: Hall, who: str | Actor, **wanted: Any) -> set[str]:
    known, body = hall.caller(who), CaseSearch.model_validate(wanted)
    answer = search_cases(Call(hall.platform, body, None, "/v1/cases/search", "", "r-1", known=known))
    assert isinstance(answer.body, CaseList)
    return {case.id for case in answer.body.cases}


def reads(hall: Hall, who: str | Actor, case_id: str) -> bool:
    try:
        return seen_case(hall.platform, hall.caller(who), case_id).id == case_id
    except NotFound:
        return False


def clerk_at(region: str) -> Actor:
    """A clerk of a hall, or of the point of a town or village."""
    return staff("counter_clerk", region=region).model_copy(update={"windows": ("生产经营", "社会民生")})


@pytest.mark.requirement("R93")
def test_the_same_item_is_promised_and_written_by_each_for_itself(both: Both):
    cases = [hall.accepted() for hall in both]
    (city, county) = (hall.case(case_id) for hall, case_id in zip(both, cases, strict=True))
    # The city promises 7 workdays; the county 8, within the law's ten.
    assert [one.clocks["promised"].length for one in (city, county)] == [7, 8]
    assert [one.due("promised") for one in (city, county)] == [date(2026, 12, 3), date(2026, 12, 4)]
    assert [one.due("statutory") for one in (city, county)] == [date(2026, 12, 8), date(2026, 12, 8)]
    assert county.clocks["promised"].basis.startswith("阳春市自定的承诺办理时限")
    assert "自定" not in city.clocks["promised"].basis
    assert city.number != county.number
    assert [one.division for one in (city, county)] == [CITY, COUNTY]
    for hall, case_id, own, other in ((both.city, cases[0], "阳江", "阳春"), (both.county, cases[1], "阳春", "阳江")):
        papers = {row.kind: row.data for row in vault.whole_documents(hall.platform, case_id)}
        assert own in papers["acceptance_notice"]
        assert other not in papers["acceptance_notice"]
    accepted = [next(one for one in hall.events(case) if one.type == "accepted") for hall, case in _pairs(both, cases)]
    assert accepted[0].data.get("own_promise") is None
    assert accepted[1].data["own_promise"]["region"] == COUNTY


def _pairs(both: Both, cases: list[str]) -> list[tuple[Hall, str]]:
    return [*zip(both, cases, strict=True)]


@pytest.mark.requirement("R93")
@pytest.mark.requirement("R91")
def test_nothing_of_one_is_seen_in_the_other(both: Both):
    cases = {CITY: both.city.accepted(), COUNTY: both.county.accepted()}
    waiting = {CITY: both.city.submitted(), COUNTY: both.county.submitted()}
    halls = {CITY: both.city, COUNTY: both.county}
    for own, other in ((CITY, COUNTY), (COUNTY, CITY)):
        hall = halls[own]
        clerk, officer, chief = (personas(own)[name].actor for name in (CLERK, OFFICER, CHIEF))
        assert in_list(hall, clerk) == {waiting[own]}
        assert in_list(halls[other], clerk) == set()
        for number, seen in ((hall.case(waiting[own]).number, {waiting[own]}), (_number(halls, waiting, other), set())):
            assert in_search(hall, clerk, number=number) == seen
        for who in (clerk, officer, chief):
            assert (reads(hall, who, cases[own]), reads(hall, who, cases[other])) == (True, False)
        tasks, _ = inbox(hall.platform, inbox_of_actor(own, officer), officer, limit=9, after=None)
        assert [task.case_id for task in tasks] == [cases[own]]
        alien, _ = inbox(hall.platform, inbox_of_actor(other, officer), officer, limit=9, after=None)
        assert alien == []


def _number(halls: dict[str, Hall], waiting: dict[str, str], division: str) -> str | None:
    return halls[division].case(waiting[division]).number


@pytest.mark.requirement("R93")
def test_supervisors_of_the_city_see_the_county_and_not_the_other_way_round(both: Both):
    cases = {CITY: both.city.accepted(), COUNTY: both.county.accepted()}
    above = staff("supervisor", region=CITY)
    assert [reads(both.city, above, case_id) for case_id in cases.values()] == [True, True]
    below = staff("supervisor", region=COUNTY)
    assert [reads(both.county, below, case_id) for case_id in cases.values()] == [False, True]


@pytest.mark.requirement("R93")
def test_a_letter_of_the_city_accepts_nothing_in_the_county(both: Both):
    """The county's windows lose their right with the county's letter, whatever the city has signed."""
    change_letters(both.county.platform, "food", accept_letters=())
    case_id = both.county.submitted()
    with pytest.raises(Forbidden):
        both.county.people.accept(case_id, both.county.caller(personas(COUNTY)[CLERK].actor, case_id))
    own = both.city.submitted()
    both.city.people.accept(own, both.city.caller(CLERK, own))
    assert both.city.case(own).status is Status.IN_REVIEW


@pytest.mark.requirement("R93")
def test_nobody_receives_for_the_other_division(both: Both):
    with pytest.raises(Forbidden) as refused:
        walked_in(both.city, personas(COUNTY)[CLERK].actor)
    assert refused.value.code == "region_elsewhere"
    case_id = both.city.submitted()
    with pytest.raises(NotFound):
        both.city.people.accept(case_id, both.city.caller(personas(COUNTY)[CLERK].actor, case_id))


@pytest.mark.requirement("R93")
def test_directories_are_apart(both: Both):
    city, county = (load_directory(both.city.platform.table, division) for division in (CITY, COUNTY))
    assert own_promise(city, ITEM, RECEIVED) is None
    assert own_promise(county, ITEM, RECEIVED)
    assert city.windows.keys().isdisjoint(county.windows)


# ------------------------------------------------------------------------------------------------ a point of a village
@pytest.fixture
def at_village(both: Both) -> tuple[Hall, str, Actor]:
    """A case that the village has received and accepted."""
    hall, clerk = both.county, clerk_at(VILLAGE)
    join(hall.platform, clerk, region=COUNTY)
    case_id = walked_in(hall, clerk)
    scanned(hall, case_id)
    hall.people.accept(case_id, hall.caller(clerk, case_id))
    hall.carry_out_everything()
    return hall, case_id, clerk


@pytest.mark.requirement("R91")
def test_a_village_accepts_for_the_county_by_its_letter_and_rules(at_village: tuple[Hall, str, Actor]):
    hall, case_id, _ = at_village
    case, events = hall.case(case_id), hall.events(case_id)
    assert (case.division, case.point, case.status) == (COUNTY, VILLAGE, Status.IN_REVIEW)
    assert case.clocks["promised"].length == 8
    assert events[0].data["point"] == VILLAGE
    accepted = next(one for one in events if one.type == "accepted")
    assert (accepted.policy, accepted.letter) == ("window_accepts_own_by_letter", "演示委〔2018〕food号")
    papers = {row.kind: row.data for row in vault.whole_documents(hall.platform, case_id)}
    assert "阳春" in papers["acceptance_notice"]


@pytest.mark.requirement("R91")
def test_clerks_of_one_point_go_on_with_each_others_cases(at_village: tuple[Hall, str, Actor]):
    """Whoever has received it there. A window of the county that sits at other themes does not (ADR 0103)."""
    hall, case_id, clerk = at_village
    beside_her = clerk.model_copy(update={"sub": "staff:second-at-the-village", "windows": ()})
    elsewhere = staff("counter_clerk", region=COUNTY)
    for one in (beside_her, elsewhere):
        join(hall.platform, one, region=COUNTY)
    with pytest.raises(Forbidden) as refused:
        hall.people.withdraw(case_id, hall.caller(elsewhere, case_id))
    assert refused.value.more["condition"]["code"] == "case_of_other_window"
    hall.people.withdraw(case_id, hall.caller(beside_her, case_id))
    assert hall.case(case_id).status is Status.WITHDRAWN


@pytest.mark.requirement("R91")
def test_without_the_countys_letter_the_village_only_receives(both: Both):
    hall, clerk = both.county, clerk_at(VILLAGE)
    join(hall.platform, clerk, region=COUNTY)
    change_letters(hall.platform, "food", accept_letters=())
    case_id = walked_in(hall, clerk)
    scanned(hall, case_id)
    with pytest.raises(Forbidden) as refused:
        hall.people.accept(case_id, hall.caller(clerk, case_id))
    assert refused.value.more["offer"] == "transfer"


@pytest.mark.requirement("R91")
def test_a_point_takes_only_what_it_is_listed_for(both: Both):
    hall, clerk = both.county, clerk_at(OTHER_VILLAGE)
    join(hall.platform, clerk, region=COUNTY)
    with pytest.raises(Forbidden) as refused:
        walked_in(hall, clerk)
    assert refused.value.more["condition"]["code"] == "item_not_at_point"


@pytest.mark.requirement("R91")
def test_what_a_point_takes_no_more_it_does_not_accept_either(both: Both):
    """It was listed when it was received; the hall of the county goes on with it."""
    hall, clerk = both.county, clerk_at(VILLAGE)
    join(hall.platform, clerk, region=COUNTY)
    case_id = walked_in(hall, clerk)
    scanned(hall, case_id)
    known = load_directory(hall.platform.table, COUNTY)
    (point,) = [one for one in known.halls.values() if full(one.region) == VILLAGE]
    unlisted = point.model_copy(
        update={"items": tuple(code for code in point.items if code != hall.case(case_id).item)}
    )
    hall.platform.table.write(keep_part(COUNTY, "halls", point.id, point.name, unlisted), next_version(COUNTY))
    for act in (hall.people.accept, hall.people.correct, hall.people.reject):
        with pytest.raises(Forbidden) as refused:
            act(case_id, hall.caller(clerk, case_id))
        assert refused.value.more["condition"]["code"] == "item_not_at_point"
    of_county = clerk_at(COUNTY)
    join(hall.platform, of_county, region=COUNTY)
    hall.people.accept(case_id, hall.caller(of_county, case_id))


# Who works where, and whether that person sees what the village has received, and what the county has.
SCOPES: list[tuple[str, Callable[[], Actor], bool, bool]] = [
    ("province's supervisor", lambda: staff("supervisor", region="440000"), True, True),
    ("city's supervisor", lambda: staff("supervisor", region=CITY), True, True),
    ("city's clerk", lambda: clerk_at(CITY), False, False),
    ("another county's clerk", lambda: clerk_at("441704"), False, False),
    ("county's clerk", lambda: clerk_at(COUNTY), True, True),
    ("county's supervisor", lambda: staff("supervisor", region=COUNTY), True, True),
    ("county's officer", lambda: personas(COUNTY)[OFFICER].actor, True, True),
    ("town's supervisor", lambda: staff("supervisor", region=TOWN), True, False),
    ("town's clerk", lambda: clerk_at(TOWN), False, False),
    ("village's clerk", lambda: clerk_at(VILLAGE), True, False),
    ("village's supervisor", lambda: staff("supervisor", region=VILLAGE), True, False),
    ("next village's clerk", lambda: clerk_at(OTHER_VILLAGE), False, False),
    ("next village's supervisor", lambda: staff("supervisor", region=OTHER_VILLAGE), False, False),
]


@pytest.mark.requirement("R91")
@pytest.mark.parametrize(("name", "who", "of_village", "of_county_"), SCOPES, ids=[row[0] for row in SCOPES])
def test_each_level_sees_its_own_in_lists_search_and_read(
    both: Both, name: str, who: Callable[[], Actor], of_village: bool, of_county_: bool
):
    hall, clerk = both.county, clerk_at(VILLAGE)
    join(hall.platform, clerk, region=COUNTY)
    village, county = walked_in(hall, clerk), hall.submitted()
    actor, wanted = who(), {case for case, seen in ((village, of_village), (county, of_county_)) if seen}
    assert {case for case in (village, county) if reads(hall, actor, case)} == wanted, name
    assert in_list(hall, actor) == wanted
    found = [in_search(hall, actor, number=hall.case(case).number) for case in (village, county)]
    assert set[str]().union(*found) == wanted
