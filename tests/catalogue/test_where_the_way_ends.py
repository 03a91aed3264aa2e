"""Whoever is sent on from an item that has ended is told where the way ends: at an open item, a hall, or nowhere."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.catalogue import store
from chalicelib.catalogue.acts import end_item as ending
from chalicelib.catalogue.model.called import Gone, Named, Place
from chalicelib.catalogue.model.closed import Closed
from chalicelib.catalogue.model.closed_answers import ClosedAnswer, closed_answer
from chalicelib.catalogue.model.settling import SETTLED_AFTER
from chalicelib.catalogue.store import end_version, load_item, stand
from chalicelib.catalogue.store.closed import closed_for, names_of
from chalicelib.documents.store.sheets import sheet
from proofs.kit.catalogue import publish
from tests.catalogue.office import CITY, Office

A, B, C, D = "YM-A01", "YM-B01", "YM-C01", "YM-D01"
NAMES = {A: "甲", B: "乙", C: "丙", D: "丁"}


def gone(**ends: Any) -> Named:
    codes = {"a": A, "b": B, "c": C, "d": D}
    places = {"441781": Place("441781", "阳春市", "阳春大厅")}
    return Named(NAMES, places, {codes[name]: one for name, one in ends.items()})


@pytest.mark.requirement("R42")
@pytest.mark.parametrize(
    ("named", "heirs"),
    [
        (gone(), [A]),
        (gone(a=Gone("merge", (B,))), [B]),
        (gone(a=Gone("merge", (B,)), b=Gone("merge", (C,))), [C]),
        (gone(a=Gone("split", (B, C)), b=Gone("merge", (D,))), [D, C]),
        (gone(a=Gone("split", (B, C)), b=Gone("merge", (C,))), [C]),
        (gone(a=Gone("merge", (B,)), b=Gone("cancel")), [B]),
        (gone(a=Gone("suspend")), [A]),
    ],
)
def test_the_chain_is_followed_to_its_end(named: Named, heirs: list[str]):
    assert named.heirs([A]) == heirs


@pytest.mark.requirement("R42")
def test_items_that_follow_one_another_in_a_circle_are_told_as_ended():
    named = gone(a=Gone("merge", (B,)), b=Gone("merge", (A,)))
    assert named.heirs([A]) == [B]
    assert named.said(B) == "“乙”（YM-B01）（已合并，不再受理申请）"


@pytest.mark.requirement("R42")
@pytest.mark.parametrize(
    ("named", "told", "not_told"),
    [
        (gone(), "请改为申请“甲”（YM-A01）。", "也已"),
        (gone(a=Gone("merge", (B,))), "请改为申请“乙”（YM-B01）。", "YM-A01"),
        (gone(a=Gone("cancel")), "承接的“甲”（YM-A01）也已取消，不再受理申请。", "请改为"),
        (gone(a=Gone("devolve", (), ("441781",))), "也已下放，请到阳春市（441781）阳春大厅申请。", "请改为"),
        (gone(a=Gone("suspend")), "请改为申请“甲”（YM-A01）（目前暂停受理）。", "也已"),
    ],
)
def test_the_sentence_and_the_problem_say_the_same(office: Office, named: Named, told: str, not_told: str):
    now = office.platform.now()
    closed = Closed("merge", "某事项", now, None, "合并", "", (A,), (), in_force=True, named=named)
    assert told in closed.text
    assert not_told not in closed.text
    assert any(told.removesuffix("。") in error.message for error in closed.errors)


def closed_of(office: Office, code: str = "") -> ClosedAnswer:
    platform, now = office.platform, office.platform.now()
    store.forget()
    item = load_item(platform.table, CITY, code, at=now) if code else office.item()
    told = closed_answer(closed_for(platform.table, CITY, item, now, platform.wall()))
    assert told
    return told


def ended(office: Office, code: str) -> None:
    ending.end_item(office.platform, office.world.people.caller("administrator"), code)
    office.world.clock.pass_time(SETTLED_AFTER)


@pytest.mark.requirement("R42")
def test_nobody_is_sent_to_an_item_that_the_administrator_has_ended_since(office: Office):
    office.carry_out("merge", successors=["YM-P01"])
    assert [(one.id, one.ended) for one in closed_of(office).successors] == [("YM-P01", False)]
    ended(office, "YM-P01")
    told = closed_of(office)
    assert [(one.id, one.ended) for one in told.successors] == [("YM-P01", True)]
    assert "请改为申请" not in told.text
    assert "（YM-P01）也已取消，不再受理申请" in told.text


@pytest.mark.requirement("R42")
def test_people_are_sent_to_what_follows_the_item_that_followed(office: Office):
    office.carry_out("merge", successors=["YM-P01"])
    now = office.platform.now()
    version = load_item(office.platform.table, CITY, "YM-P01").version
    closing = {"kind": "split", "successors": ["YM-P02", "YM-P03"]}
    office.platform.table.write(*end_version(CITY, "YM-P01", version, now, closing))
    told = closed_of(office)
    assert [(one.id, one.ended) for one in told.successors] == [("YM-P02", False), ("YM-P03", False)]
    assert "YM-P01" not in told.text


@pytest.mark.requirement("R42")
def test_the_hall_to_which_the_item_that_followed_was_devolved_is_told(office: Office):
    office.carry_out("merge", successors=["YM-P01"])
    now = office.platform.now()
    version = load_item(office.platform.table, CITY, "YM-P01").version
    closing = {"kind": "devolve", "to_divisions": ["441781"]}
    office.platform.table.write(*end_version(CITY, "YM-P01", version, now, closing))
    told = closed_of(office)
    (place,) = told.to_divisions
    assert place.code == "441781"
    assert place.hall
    assert place.hall in told.text


@pytest.mark.requirement("R42")
def test_an_item_that_follows_and_is_suspended_is_told_as_such(office: Office):
    office.carry_out("merge", successors=["YM-P01"])
    now = office.platform.now()
    version = load_item(office.platform.table, CITY, "YM-P01").version
    pause = {"from": now.isoformat(), "until": (now + timedelta(days=3)).isoformat()}
    office.platform.table.write(*stand(CITY, "YM-P01", version, {"suspension": pause}))
    assert "（YM-P01）（目前暂停受理，预计" in closed_of(office).text


@pytest.mark.requirement("R42")
def test_an_end_that_is_only_announced_does_not_end_the_way_yet(office: Office):
    office.carry_out("merge", successors=["YM-P01"])
    later = office.platform.now() + timedelta(days=9)
    ending.end_item(office.platform, office.world.people.caller("administrator"), "YM-P01", later)
    names = names_of(office.platform.table, CITY, [office.item()], office.platform.now(), office.platform.wall())
    assert names.is_open("YM-P01")
    assert not names_of(office.platform.table, CITY, [office.item()], later, office.platform.wall()).is_open("YM-P01")


@pytest.mark.requirement("R42", "R13")
def test_the_guide_says_that_nobody_can_get_what_comes_before(office: Office):
    publish(office.platform, "YM-R01", "YM-R02")
    for code in ("YM-R01", "YM-R02"):
        ended(office, code)
    item = load_item(office.platform.table, CITY, "YM-P01")
    told = sheet(office.platform, item, "guide").model_dump_json()
    assert "（YM-R01）（已取消，不再受理申请）或者“" in told
    assert "（YM-R02）（已取消，不再受理申请）" in told
