"""实名等级 2: name and number prove nobody, so an account sees what it has made itself, and nothing of the person's."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.access.actor import Actor, account_of
from chalicelib.access.levels import LevelTooLow
from chalicelib.cases.acts.lookup import ONLY_OWN, own_file, own_list
from chalicelib.cases.model.access import may_see_own
from chalicelib.durable.caller import Caller
from chalicelib.foundation import keys
from chalicelib.foundation.problems import NotFound
from chalicelib.intake.api import applicant as applicant_api
from chalicelib.intake.store import open_drafts
from chalicelib.operations.store.erasing import erase_beside
from proofs.kit.hall import Hall
from tests.consents.parties import AGENT, ITEM, PRINCIPAL, accepted, given, under
from tests.consents.test_agents import call
from tests.consents.test_identity_levels import at_level

Act = Callable[[Hall, str, Caller], object]


def impostor(hall: Hall) -> Actor:
    """Another account, in which somebody has typed the name and number of the principal."""
    return at_level(hall, 2).model_copy(update={"sub": "somebody-else"})


def second(hall: Hall, level: int = 3) -> Actor:
    """Another account of the principal."""
    return at_level(hall, level).model_copy(update={"sub": "second-account"})


def complete(hall: Hall, who: Actor) -> str:
    case_id = hall.people.create_application(hall.caller(who), ITEM, hall.people.form(ITEM)).facts["id"]
    hall.hand_in(case_id, *hall.required_lines(case_id))
    return case_id


def listed(hall: Hall, who: str | Actor, **more: Any) -> list[str]:
    return [one.id for one in own_list(hall.platform, hall.caller(who, **more), limit=100, after=None)[0]]


def sees(hall: Hall, who: str | Actor, case_id: str) -> bool:
    """Whether reading and the list agree that the case is there for this account, and whether it is."""
    try:
        own_file(hall.platform, hall.caller(who), case_id)
    except NotFound:
        found = False
    else:
        found = True
    assert (case_id in listed(hall, who)) is found
    return found


@pytest.mark.requirement("R14")
def test_whoever_types_a_name_and_number_finds_nothing_of_the_person(hall: Hall):
    mine, wrong = hall.draft(ITEM, PRINCIPAL), impostor(hall)
    received = hall.people.receive_walk_in(hall.caller("clerk-social"), ITEM).facts["id"]
    for case_id in (mine, hall.submitted(ITEM, PRINCIPAL), received):
        assert not sees(hall, wrong, case_id)
    for act in (hall.people.save_form, hall.people.add_material, hall.people.withdraw):
        with pytest.raises(NotFound) as refused:
            act(mine, hall.caller(wrong, mine))
        assert (refused.value.code, refused.value.detail) == ("case_not_found", ONLY_OWN)


def test_the_words_depend_on_the_level_alone(hall: Hall):
    with pytest.raises(NotFound) as of_nobody:
        own_file(hall.platform, hall.caller(impostor(hall)), "a" * 26)
    with pytest.raises(NotFound) as of_the_checked:
        own_file(hall.platform, hall.caller(PRINCIPAL), "a" * 26)
    assert (of_nobody.value.detail, of_the_checked.value.detail) == (ONLY_OWN, None)


def test_the_same_account_goes_on_with_its_drafts_at_every_level(hall: Hall):
    low, high = at_level(hall, 2), at_level(hall, 3)
    case_id, received = complete(hall, low), hall.people.receive_walk_in(hall.caller("clerk-social"), ITEM).facts["id"]
    hall.people.save_form(case_id, hall.caller(low, case_id))
    assert (sees(hall, low, case_id), sees(hall, low, received)) == (True, False)
    assert (sees(hall, high, case_id), sees(hall, high, received)) == (True, True)
    hall.people.submit(case_id, hall.caller(high, case_id))
    assert sees(hall, low, case_id)


def test_what_an_account_made_at_a_higher_level_it_finds_at_a_lower_one(hall: Hall):
    case_id = hall.submitted(ITEM, PRINCIPAL)
    assert hall.case(case_id).account_standing == "known"
    assert sees(hall, at_level(hall, 2), case_id)


def test_a_page_goes_on_where_the_one_before_ended(hall: Hall):
    low = at_level(hall, 2)
    made = [complete(hall, low) for _ in range(3)]
    hall.draft(ITEM, PRINCIPAL)
    first, more = own_list(hall.platform, hall.caller(low), limit=3, after=None)
    rest, end = own_list(hall.platform, hall.caller(low), limit=3, after=more)
    assert {one.id for one in (*first, *rest)} >= set(made)
    assert (len(first), len(rest), end) == (3, 1, None)


def shown(hall: Hall, who: str | Actor, case_id: str) -> Any:
    return applicant_api.read_application(call(hall, hall.caller(who)), case_id).body


def test_the_person_is_told_whose_draft_it_may_be(hall: Hall):
    case_id, own = complete(hall, impostor(hall)), hall.draft(ITEM, PRINCIPAL)
    assert sees(hall, PRINCIPAL, case_id)
    flags = [shown(hall, who, one).of_unchecked_account for who, one in ((PRINCIPAL, case_id), (PRINCIPAL, own))]
    assert (flags, shown(hall, impostor(hall), case_id).of_unchecked_account) == ([True, False], False)


ACTS: dict[str, Act] = {
    "save_form": lambda hall, case_id, caller: hall.people.save_form(case_id, caller),
    "add_material": lambda hall, case_id, caller: hall.people.add_material(case_id, caller),
    "submit": lambda hall, case_id, caller: hall.people.submit(case_id, caller),
    "withdraw": lambda hall, case_id, caller: hall.people.withdraw(case_id, caller),
}


@pytest.mark.parametrize("act", ACTS)
def test_once_the_person_has_acted_the_stranger_is_shut_out(hall: Hall, act: str):
    case_id, wrong = complete(hall, impostor(hall)), impostor(hall)
    assert sees(hall, wrong, case_id)
    ACTS[act](hall, case_id, hall.caller(PRINCIPAL, case_id))
    assert hall.case(case_id).account_standing == "shut"
    assert not sees(hall, wrong, case_id)
    assert sees(hall, PRINCIPAL, case_id)
    for other in ACTS.values():
        with pytest.raises(NotFound):
            other(hall, case_id, hall.caller(wrong, case_id))


@pytest.mark.parametrize("act", ACTS)
def test_an_agent_of_the_person_shuts_the_stranger_out_too(hall: Hall, act: str):
    authorisation, case_id = accepted(hall), complete(hall, impostor(hall))
    ACTS[act](hall, case_id, under(hall, authorisation, case_id))
    assert not sees(hall, impostor(hall), case_id)


def test_a_supplement_by_another_account_of_the_person_shuts_out_who_was_never_checked(hall: Hall):
    case_id = complete(hall, at_level(hall, 2))
    hall.people.check_identity(case_id, hall.caller("clerk-social"), relation="applicant", seen=True, **lin(hall))
    hall.people.submit(case_id, hall.caller(at_level(hall, 2), case_id))
    hall.correct(case_id, "/applicant/phone")
    assert sees(hall, at_level(hall, 2), case_id)
    hall.people.supplement(case_id, hall.caller(second(hall), case_id))
    assert not sees(hall, at_level(hall, 2), case_id)
    assert sees(hall, at_level(hall, 3), case_id)


def lin(hall: Hall) -> dict[str, Any]:
    form = hall.people.form(ITEM)["applicant"]
    return {"name": form["name"], "id_type": "居民身份证", "id_number": form["id_number"]}


@pytest.mark.parametrize("act", ["save_form", "add_material"])
def test_an_account_that_was_checked_meanwhile_is_not_shut_out(hall: Hall, act: str):
    case_id = complete(hall, at_level(hall, 2))
    ACTS[act](hall, case_id, hall.caller(at_level(hall, 3), case_id))
    assert hall.case(case_id).account_standing == "known"
    ACTS[act](hall, case_id, hall.caller(second(hall), case_id))
    assert sees(hall, at_level(hall, 2), case_id)


def test_an_account_that_names_another_number_now_finds_nothing_of_the_former(hall: Hall):
    low = at_level(hall, 2)
    case_id = complete(hall, low)
    other = low.model_copy(update={"identity": hall.caller(AGENT).actor.identity})
    assert not sees(hall, other, case_id)


def test_what_an_agent_made_is_not_found_by_the_principal_below_the_usual_level(hall: Hall):
    authorisation = accepted(hall)
    made = hall.people.create_application(under(hall, authorisation), ITEM, {}).facts["id"]
    assert [sees(hall, who, made) for who in (PRINCIPAL, at_level(hall, 2), AGENT)] == [True, False, False]


@pytest.mark.requirement("R19")
def test_an_agent_whom_nobody_has_checked_learns_of_no_authorisation(hall: Hall):
    low, told = at_level(hall, 2, AGENT), list[tuple[str | None, list[str]]]()
    for authorisation in (accepted(hall), given(hall), "a" * 26):
        with pytest.raises(LevelTooLow) as refused:
            own_list(hall.platform, under(hall, authorisation, who=low), limit=9, after=None)
        told.append((refused.value.detail, [error.code for error in refused.value.errors]))
    assert told == [told[0]] * 3
    assert told[0][1] == ["identity_level_3", "register_check", "face_check", "certificate"]


def test_drafts_of_others_take_no_places(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(open_drafts, "MOST_DRAFTS", 1)
    made = [complete(hall, impostor(hall)), hall.draft(ITEM, PRINCIPAL)]
    counters = [hall.platform.table.get(open_drafts.counter_of(hall.case(one))) for one in made]
    assert [row["value"] for row in counters if row] == [1, 1]


def test_a_case_from_before_accounts_were_kept_is_found_by_the_checked_only(hall: Hall):
    case = hall.case(hall.draft(ITEM, PRINCIPAL)).model_copy(update={"account": ""})
    secrets = hall.platform.index_keys.reads
    found = [may_see_own(who, case, secrets) for who in (at_level(hall, 2), at_level(hall, 3))]
    assert found == [False, True]


def test_what_is_erased_leaves_the_list_of_its_account(hall: Hall):
    case_id = complete(hall, at_level(hall, 2))
    partition = keys.of_account(account_of(at_level(hall, 2)))
    assert [row["id"] for row in hall.world.rows(partition)] == [case_id]
    erase_beside(hall.platform, hall.case(case_id))
    assert hall.world.rows(partition) == []
