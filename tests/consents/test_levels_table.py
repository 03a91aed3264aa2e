"""Levels of identity by channel and act: each act has its minimum on this item, on every channel the same (G6).

The window is no channel of this table: what a clerk does with a person present asks for no level of a token.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from pydantic import ValidationError

from chalicelib.access.levels import LevelTooLow, needed_for
from chalicelib.cases.acts.lookup import item_of
from chalicelib.catalogue.model import ItemDocument, ServiceItem
from chalicelib.durable.caller import Caller, Channel
from proofs.kit.catalogue import item_document
from proofs.kit.hall import Hall
from tests.consents.parties import AGENT, ITEM, PRINCIPAL, accepted, given
from tests.consents.test_identity_levels import at_level

MINIMUM = {"submit": 4, "withdraw": 5}  # what the item says of single acts
OF_THE_ITEM, USUAL, ANY = 3, 3, 2
CHANNELS: tuple[Channel, ...] = ("web", "mobile", "kiosk")
Do = Callable[[Hall, str, Caller], object]


class Row(NamedTuple):
    """`ready` makes a case, `do` is the act on it, `minimum` the lowest level that may do it."""

    minimum: int
    ready: Callable[[Hall], str]
    do: Do


def draft(hall: Hall) -> str:
    return hall.draft(ITEM, PRINCIPAL)


def complete(hall: Hall) -> str:
    case_id = draft(hall)
    hall.hand_in(case_id, *hall.required_lines(case_id))
    return case_id


def submitted(hall: Hall) -> str:
    case_id = complete(hall)
    hall.people.submit(case_id, hall.caller(at_level(hall, 5), case_id))
    return case_id


def noticed(hall: Hall) -> str:
    case_id = submitted(hall)
    hall.correct(case_id, "/applicant/phone")
    return case_id


TABLE = {
    "save_form": Row(ANY, draft, lambda hall, case_id, caller: hall.people.save_form(case_id, caller)),
    "add_material": Row(ANY, draft, lambda hall, case_id, caller: hall.people.add_material(case_id, caller)),
    "withdraw a draft": Row(ANY, draft, lambda hall, case_id, caller: hall.people.withdraw(case_id, caller)),
    "submit": Row(4, complete, lambda hall, case_id, caller: hall.people.submit(case_id, caller)),
    "supplement": Row(OF_THE_ITEM, noticed, lambda hall, case_id, caller: hall.people.supplement(case_id, caller)),
    "withdraw": Row(5, submitted, lambda hall, case_id, caller: hall.people.withdraw(case_id, caller)),
}


@pytest.fixture
def item_with_minima(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Hall:
    def strict_item(*args: Any) -> ServiceItem:
        return item_of(*args).model_copy(update={"identity_level": OF_THE_ITEM, "identity_levels": MINIMUM})

    monkeypatch.setattr("chalicelib.cases.acts.gate.item_of", strict_item)
    return hall


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("level", [2, 3, 4, 5])
@pytest.mark.parametrize("act", TABLE)
def test_an_act_is_done_from_its_minimum_on(item_with_minima: Hall, act: str, level: int, channel: Channel):
    hall, row = item_with_minima, TABLE[act]
    case_id = row.ready(hall)
    before = hall.rows(case_id)
    caller = hall.caller(at_level(hall, level), case_id, channel=channel)
    if level >= row.minimum:
        row.do(hall, case_id, caller)
        assert hall.rows(case_id) != before
        return
    with pytest.raises(LevelTooLow) as refused:
        row.do(hall, case_id, caller)
    assert refused.value.errors[0].code == f"identity_level_{row.minimum}"
    assert hall.rows(case_id) == before


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("level", [2, 3, 4, 5])
def test_authorising_asks_for_the_usual_level(hall: Hall, level: int, channel: Channel):
    del channel  # no act on an authorisation knows one
    low, agent = at_level(hall, level), at_level(hall, level, AGENT)
    if level >= USUAL:
        assert accepted(hall, low, agent)
        return
    with pytest.raises(LevelTooLow):
        given(hall, low)
    with pytest.raises(LevelTooLow):
        accepted(hall, agent=agent)


@pytest.mark.parametrize(
    ("item", "by_act", "needed"),
    [(None, None, 3), (4, None, 4), (4, {"submit": 2}, 2), (2, {"withdraw": 5}, 2), (None, {"supplement": 5}, 3)],
)
def test_what_the_item_says_of_the_act_goes_before_what_it_says_of_all(item: Any, by_act: Any, needed: int):
    assert needed_for("submit", item, by_act) == needed


@pytest.mark.parametrize("wrong", [{"submit": 1}, {"submit": 6}, {"decide": 3}])
def test_a_record_names_acts_of_applicants_and_levels_that_there_are(wrong: dict[str, int]):
    record = item_document(ITEM).model_dump(exclude_none=True)
    assert ItemDocument.model_validate(record | {"identity_levels": {"submit": 4}}).identity_levels == {"submit": 4}
    with pytest.raises(ValidationError):
        ItemDocument.model_validate(record | {"identity_levels": wrong})


def test_where_a_clerk_receives_no_level_of_a_token_is_asked_for(item_with_minima: Hall):
    receipt = item_with_minima.people.receive_walk_in(item_with_minima.caller("clerk-social"), ITEM)
    assert receipt.facts["status"] == "submitted"
