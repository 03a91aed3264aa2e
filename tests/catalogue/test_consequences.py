"""Who ends an item is told what refers to it, and so are the bureau and everybody (G13)."""

from typing import Any

import pytest

from chalicelib.catalogue.acts.end_item import end_item
from chalicelib.catalogue.api.life import LifeReceipt
from chalicelib.catalogue.api.life_views import proposal_answer
from chalicelib.catalogue.model.consequences import Consequence, Ending, Listed, Member, consequences
from chalicelib.catalogue.model.settling import SETTLED_AFTER
from chalicelib.catalogue.store import end_version, load_item, newest
from chalicelib.catalogue.store.life import changes, filings, load_item_events
from chalicelib.catalogue.store.referring import consequences_of
from proofs.kit.catalogue import publish, publish_schemes
from proofs.kit.world import World, new_world
from tests.catalogue.office import CITY, CODE, LAW, Office

OTHER = "YM-P03"


def needs(code: str, *prerequisites: str, **facts: Any) -> Listed:
    return Listed(code, "另一事项", facts.pop("ended", False), prerequisites, **facts)


@pytest.mark.requirement("R42")
@pytest.mark.parametrize(
    ("item", "told"),
    [
        (needs(OTHER, CODE), "没有其他事项可以代替"),
        (needs(OTHER, f"{CODE}?kind=='new'"), "没有其他事项可以代替"),
        (needs(OTHER, f"{CODE}|YM-R01"), "届时还可以办理 YM-R01"),
        (needs(OTHER, f"{CODE}|YM-R02"), "没有其他事项可以代替"),
        (needs(OTHER, materials=["营业执照"]), "的材料“营业执照”是本事项的办理结果"),
        (needs(OTHER, ended=True, successors=[CODE]), "由本事项承接，届时没有承接的事项"),
    ],
)
def test_each_reference_is_told_with_what_is_left(item: Listed, told: str):
    others = [item, Listed("YM-R01", "甲", ended=False), Listed("YM-R02", "乙", ended=True)]
    (found,) = consequences(Ending(CODE, "营业执照"), others, [])
    assert (found.code, found.name) == (OTHER, "另一事项")
    assert told in found.text


@pytest.mark.parametrize(
    "item",
    [
        needs(OTHER, "YM-R01"),
        needs(OTHER, CODE, ended=True),
        needs(OTHER, materials=["营业执照"], ended=True),
        needs(OTHER, ended=True, successors=["YM-R01"]),
        needs(CODE, CODE),
    ],
)
def test_what_has_ended_or_names_another_item_does_not_refer_to_it(item: Listed):
    assert consequences(Ending(CODE, "营业执照"), [item], [Member("YM-J01", "联办", frozenset({"YM-R01"}))]) == []


def test_where_something_follows_it_is_named():
    (found,) = consequences(Ending(CODE, "", ("YM-P01",)), [needs(OTHER, ended=True, successors=[CODE])], [])
    assert found.text.endswith("届时改为 YM-P01")


def asking_for(office: Office) -> None:
    """Another item that has this one before it, and one that has ended and sends people to it."""
    publish(office.platform, OTHER, prerequisites=(CODE,))
    closing = {"kind": "merge", "successors": [CODE]}
    version = load_item(office.platform.table, CITY, "YM-P02").version
    office.platform.table.write(*end_version(CITY, "YM-P02", version, office.platform.now(), closing))


@pytest.mark.requirement("R42", "R48")
@pytest.mark.parametrize(
    ("kind", "facts"),
    [("cancel", {}), ("devolve", {"to_divisions": ["441781"]}), ("merge", {"successors": ["YM-P01"]})],
)
def test_whoever_decides_reads_it_and_the_announcement_has_it(office: Office, kind: str, facts: dict[str, Any]):
    asking_for(office)
    proposed = office.propose(kind, **facts)
    told = [(one["kind"], one["code"]) for one in proposed.facts["consequences"]]
    assert told == [("prerequisite", OTHER), ("successor", "YM-P02")]
    assert LifeReceipt.model_validate(proposed.facts).consequences
    read, _ = proposal_answer(office.platform, office.world.people.personas[LAW].actor, CODE)
    assert [(one.kind, one.code) for one in read.consequences] == told
    office.approve()
    office.review()
    office.consent()
    published = office.publish()
    assert published.facts["consequences"] == proposed.facts["consequences"]
    texts = [one["text"] for one in published.facts["consequences"]]
    announced = changes(office.platform.table, CITY, limit=1, after=None)[0][0]
    (notice,) = filings(office.platform.table, CITY, "pending", limit=10, after=None).items
    assert announced["lines"] == notice["lines"] == texts
    event = load_item_events(office.platform.table, CITY, CODE)[-1]
    assert event.data["consequences"] == [f"prerequisite {OTHER}", "successor YM-P02"]


@pytest.mark.requirement("R42")
def test_what_came_to_refer_to_it_meanwhile_is_told_at_the_publication(office: Office):
    assert "consequences" not in office.propose("cancel").facts
    office.approve()
    office.review()
    office.consent()
    asking_for(office)
    assert [one["code"] for one in office.publish().facts["consequences"]] == [OTHER, "YM-P02"]


@pytest.mark.requirement("R42")
def test_a_suspension_ends_nothing_and_tells_nothing(office: Office):
    asking_for(office)
    assert "consequences" not in office.propose("suspend").facts
    read, _ = proposal_answer(office.platform, office.world.people.personas[LAW].actor, CODE)
    assert read.consequences == []


@pytest.mark.requirement("R42")
def test_the_administrator_is_told_too(office: Office):
    asking_for(office)
    receipt = end_item(office.platform, office.by("administrator"), CODE)
    office.world.clock.pass_time(SETTLED_AFTER)
    assert [one["code"] for one in receipt.facts["consequences"]] == [OTHER, "YM-P02"]
    announced = changes(office.platform.table, CITY, limit=1, after=None)[0][0]
    assert announced["lines"] == [one["text"] for one in receipt.facts["consequences"]]


@pytest.mark.requirement("R42", "R77")
def test_prerequisites_and_schemes_of_the_demonstration_are_found():
    world: World = new_world()
    publish_schemes(world.platform, "YM-J02")
    publish(world.platform, *(one for one in ("YM-R01", "YM-R02") if not there(world, one)))
    found = of(world, "YM-R01")
    assert ("prerequisite", "YM-P01") in {(one.kind, one.code) for one in found}
    assert ("scheme", "YM-J02") in {(one.kind, one.code) for one in of(world, "YM-R05")}
    assert all(one.text for one in found)


def there(world: World, code: str) -> bool:
    return code in newest(world.platform.table, CITY)


def of(world: World, code: str) -> list[Consequence]:
    platform = world.platform
    item = load_item(platform.table, CITY, code)
    return consequences_of(platform.table, CITY, item, (), platform.now(), platform.wall())
