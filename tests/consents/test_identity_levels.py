"""实名等级: what an act asks for, what is told to whom it refuses, and that nothing is lost by it (G6)."""

from typing import Any

import pytest

from chalicelib.access.levels import WAYS, LevelTooLow
from chalicelib.cases.acts.lookup import item_of, own_file
from chalicelib.cases.model import Status
from chalicelib.catalogue.model import ServiceItem
from chalicelib.foundation.problems import NotFound
from proofs.kit.applications import CARD
from proofs.kit.hall import Hall
from tests.consents.parties import AGENT, ITEM, PRINCIPAL, accepted, draft_by_agent, given, under


def at_level(hall: Hall, level: int, who: str = PRINCIPAL) -> Any:
    return hall.caller(who).actor.model_copy(update={"level": level})


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """An item that asks for level 4."""

    def strict_item(*args: Any) -> ServiceItem:
        return item_of(*args).model_copy(update={"identity_level": 4})

    monkeypatch.setattr("chalicelib.cases.acts.gate.item_of", strict_item)


@pytest.mark.usefixtures("strict")
def test_level_3_at_an_act_of_level_4_is_told_how_and_loses_nothing(hall: Hall):
    low, high = at_level(hall, 3), at_level(hall, 4)
    case_id = hall.people.create_application(hall.caller(low), ITEM, hall.people.form(ITEM)).facts["id"]
    hall.people.save_form(case_id, hall.caller(low, case_id), hall.people.form(ITEM))
    hall.hand_in(case_id, *hall.required_lines(case_id))
    before = own_file(hall.platform, hall.caller(low), case_id)
    with pytest.raises(LevelTooLow) as refused:
        hall.people.submit(case_id, hall.caller(low, case_id))
    told = refused.value
    assert (told.status, told.code) == (403, "identity_level_too_low")
    assert [error.code for error in told.errors] == ["identity_level_4", "face_check", "certificate", "window"]
    assert "需要 4 级" in (told.detail or "")
    assert own_file(hall.platform, hall.caller(low), case_id) == before
    assert hall.people.submit(case_id, hall.caller(high, case_id)).facts["status"] == "submitted"


@pytest.mark.parametrize(("level", "enough"), [(2, False), (3, True), (4, True), (5, True)])
def test_an_item_that_says_nothing_asks_for_level_3(hall: Hall, level: int, enough: bool):
    case_id = hall.submitted(ITEM, PRINCIPAL)
    caller = hall.caller(at_level(hall, level), case_id)
    if not enough:
        with pytest.raises(LevelTooLow):
            hall.people.withdraw(case_id, caller)
        assert hall.case(case_id).status is Status.SUBMITTED
    else:
        assert hall.people.withdraw(case_id, caller).facts["status"] == "withdrawn"


def test_a_draft_is_written_and_thrown_away_with_any_level(hall: Hall):
    low = at_level(hall, 2)
    case_id = hall.people.create_application(hall.caller(low), ITEM, {}).facts["id"]
    assert hall.people.withdraw(case_id, hall.caller(low, case_id)).facts["status"] == "withdrawn"


@pytest.mark.requirement("R27")
@pytest.mark.usefixtures("strict")
def test_whom_the_window_has_seen_has_the_highest_level_for_that_case_only(hall: Hall):
    seen = hall.people.receive_walk_in(hall.caller("clerk-social"), CARD.item).facts["id"]
    other = hall.submitted(ITEM, PRINCIPAL)
    assert hall.case(seen).identity_seen_at == hall.case(seen).received_at
    owner = CARD.who
    with pytest.raises(NotFound):  # the account has not made it, and nobody has checked whose number it is
        hall.people.withdraw(seen, hall.caller(at_level(hall, 2, owner), seen))
    assert hall.people.withdraw(seen, hall.caller(at_level(hall, 3, owner), seen)).facts["status"] == "withdrawn"
    with pytest.raises(LevelTooLow):
        hall.people.withdraw(other, hall.caller(at_level(hall, 3), other))


@pytest.mark.usefixtures("strict")
def test_it_is_the_agents_own_level_that_counts(hall: Hall):
    authorisation = accepted(hall)
    case_id = draft_by_agent(hall, authorisation)
    hall.hand_in(case_id, *hall.required_lines(case_id))
    low = at_level(hall, 3, AGENT)
    with pytest.raises(LevelTooLow):
        hall.people.submit(case_id, under(hall, authorisation, case_id, who=low))
    assert hall.people.submit(case_id, under(hall, authorisation, case_id)).facts["status"] == "submitted"


def test_an_authorisation_is_given_and_accepted_by_people_who_were_checked(hall: Hall):
    with pytest.raises(LevelTooLow):
        given(hall, at_level(hall, 2))
    with pytest.raises(LevelTooLow):
        accepted(hall, agent=at_level(hall, 2, AGENT))


def test_each_way_leads_to_a_level():
    assert {level for level, _ in WAYS.values()} == {3, 4, 5}
