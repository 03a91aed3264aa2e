"""Giving, accepting, declining and ending an authorisation: by whom, when, and what everybody else learns of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.consents.acts.accept_authorisation import accept_authorisation
from chalicelib.consents.acts.decline_authorisation import decline_authorisation
from chalicelib.consents.acts.give_authorisation import give_authorisation
from chalicelib.consents.acts.revoke_authorisation import revoke_authorisation
from chalicelib.consents.acts.sides import seen_by
from chalicelib.consents.api import authorisations as api
from chalicelib.consents.model.agency import MOST_YEARS, impossible_relative
from chalicelib.consents.model.authorisation import RELATIVES, Authorisation, AuthorisationState, NamedPerson
from chalicelib.consents.model.notices import NOTICES, notice_on
from chalicelib.consents.store import authorisations
from chalicelib.durable.audit import broken_at
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import load
from chalicelib.foundation.problems import Conflict, Forbidden, Invalid, NotFound
from chalicelib.http.cursors import Paging
from chalicelib.http.routes import Call
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from tests.consents.parties import (
    AGENT,
    ALL,
    COMPANY,
    ITEM,
    NAMED,
    PRINCIPAL,
    STRANGER,
    UNTIL,
    accepted,
    given,
    operator,
    revoked,
    under,
    wanted,
)


def stored(hall: Hall, authorisation: str) -> Authorisation:
    found = authorisations.load(hall.platform.table, authorisation)
    assert found
    return found


def state(hall: Hall, authorisation: str) -> AuthorisationState:
    return stored(hall, authorisation).state_at(hall.platform.now().date())


def listed(hall: Hall, view: Any, who: Any) -> list[Any]:
    call: Any = Call(hall.platform, None, Paging(), "", "", "r-1", known=hall.caller(who))
    return view(call).body.authorisations


def faults(hall: Hall, who: str = PRINCIPAL, **changes: Any) -> set[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        given(hall, who, **changes)
    return {(error.pointer, error.code) for error in refused.value.errors}


@pytest.mark.requirement("R19")
def test_an_agent_may_do_nothing_before_accepting(hall: Hall):
    authorisation = given(hall)
    assert state(hall, authorisation) is AuthorisationState.OFFERED
    with pytest.raises(Forbidden) as refused:
        hall.people.create_application(under(hall, authorisation), ITEM, {})
    assert refused.value.code == "authorisation_not_in_force"
    accept_authorisation(hall.platform, hall.caller(AGENT), authorisation, 1)
    assert hall.people.create_application(under(hall, authorisation), ITEM, {}).facts["status"] == "draft"


def test_both_sides_find_it_and_nobody_else_does(hall: Hall):
    authorisation = given(hall)
    assert [one.id for one in listed(hall, api.list_given, PRINCIPAL)] == [authorisation]
    assert [one.id for one in listed(hall, api.list_received, AGENT)] == [authorisation]
    for who, view in ((AGENT, api.list_given), (PRINCIPAL, api.list_received), (STRANGER, api.list_given)):
        assert listed(hall, view, who) == []
    assert listed(hall, api.list_received, STRANGER) == []
    for act in (revoke_authorisation, decline_authorisation):
        with pytest.raises(NotFound):
            act(hall.platform, hall.caller(STRANGER), authorisation)
    with pytest.raises(NotFound):
        seen_by(hall.platform, hall.caller(STRANGER), authorisation)


def test_either_side_sees_of_the_other_only_part_of_the_number(hall: Hall):
    given(hall)
    (one,) = listed(hall, api.list_received, AGENT)
    assert one.principal.name == "林示例"
    assert one.principal.id_number == "441***************"
    assert one.agent.id_number == "441***************"


def test_who_has_the_number_and_another_name_learns_nothing(hall: Hall):
    given(hall, agent=NAMED | {"name": "黄别人"})
    assert listed(hall, api.list_received, AGENT) == []


def test_the_answer_does_not_tell_whether_the_named_person_has_an_account(hall: Hall):
    unknown = {"name": "无账号", "id_type": "居民身份证", "id_number": "441702198501010013"}
    receipt = give_authorisation(hall.platform, hall.caller(PRINCIPAL), wanted(hall))
    other = give_authorisation(hall.platform, hall.caller(PRINCIPAL), wanted(hall, agent=unknown))
    assert (receipt.etag, set(receipt.facts)) == (other.etag, set(other.facts))


def test_nobody_gives_one_for_somebody_else(hall: Hall):
    authorisation = accepted(hall)
    with pytest.raises(Forbidden) as refused:
        give_authorisation(hall.platform, under(hall, authorisation), wanted(hall, agent=NAMED))
    assert refused.value.code == "principal_only"
    with pytest.raises(Forbidden):
        given(hall, operator(hall), kind="operator")
    with pytest.raises(Forbidden):
        given(hall, CLERK)


def test_only_the_named_agent_accepts_or_declines(hall: Hall):
    authorisation = given(hall)
    with pytest.raises(Forbidden) as refused:
        accept_authorisation(hall.platform, hall.caller(PRINCIPAL), authorisation, 1)
    assert refused.value.code == "agent_only"
    with pytest.raises(NotFound):
        accept_authorisation(hall.platform, hall.caller(STRANGER), authorisation, 1)
    decline_authorisation(hall.platform, hall.caller(AGENT), authorisation)
    assert state(hall, authorisation) is AuthorisationState.DECLINED
    with pytest.raises(Conflict) as settled:
        accept_authorisation(hall.platform, hall.caller(AGENT), authorisation, 1)
    assert settled.value.code == "authorisation_settled"


@pytest.mark.parametrize("side", [PRINCIPAL, AGENT])
def test_either_side_ends_it_once(hall: Hall, side: str):
    authorisation = accepted(hall)
    revoked(hall, authorisation, side)
    found = stored(hall, authorisation)
    assert (found.state, found.ended_by) == (
        AuthorisationState.REVOKED,
        "principal" if side == PRINCIPAL else "agent",
    )
    with pytest.raises(Conflict):
        revoked(hall, authorisation, side)


def test_the_principal_takes_back_what_the_agent_has_not_accepted_yet(hall: Hall):
    """The agent has agreed to nothing, so there is nothing to resign from: declining is the agent's way."""
    authorisation = given(hall)
    with pytest.raises(Conflict) as refused:
        revoked(hall, authorisation, AGENT)
    assert refused.value.code == "authorisation_not_accepted"
    assert state(hall, authorisation) is AuthorisationState.OFFERED
    revoked(hall, authorisation)
    assert state(hall, authorisation) is AuthorisationState.REVOKED
    with pytest.raises(Conflict) as refused:
        accept_authorisation(hall.platform, hall.caller(AGENT), authorisation, 1)
    assert refused.value.code == "authorisation_settled"


def test_the_newest_is_listed_first(hall: Hall):
    made = list[str]()
    for _ in range(3):
        made.append(given(hall))
        hall.clock.pass_time(minutes=1)
    for view, who in ((api.list_given, PRINCIPAL), (api.list_received, AGENT)):
        assert [one.id for one in listed(hall, view, who)] == made[::-1]


def test_it_holds_from_its_first_to_its_last_day(hall: Hall):
    today = hall.platform.now().date()
    begins = today + timedelta(days=3)
    authorisation = accepted(hall, **{"from": begins.isoformat(), "until": (begins + timedelta(days=1)).isoformat()})
    found = stored(hall, authorisation)
    states = [found.state_at(today + timedelta(days=days)) for days in (2, 3, 4, 5)]
    assert states == [
        AuthorisationState.PENDING,
        AuthorisationState.ACTIVE,
        AuthorisationState.ACTIVE,
        AuthorisationState.EXPIRED,
    ]
    offered = stored(hall, given(hall))
    assert offered.state_at(UNTIL + timedelta(days=1)) is AuthorisationState.UNANSWERED


def test_what_is_wrong_is_told_at_once(hall: Hall):
    today = hall.platform.now().date()
    child = {"name": "小示例", "id_type": "居民身份证", "id_number": "441702201601010031"}
    assert faults(hall, agent=child) == {("/agent/id_number", "agent_not_adult")}
    own = {"name": "林示例", "id_type": "居民身份证", "id_number": "44170219900307801X"}
    assert faults(hall, agent=own) == {("/agent/id_number", "agent_is_principal")}
    late = {"from": today.isoformat(), "until": date(today.year + MOST_YEARS + 1, 1, 1).isoformat()}
    assert faults(hall, **late) == {("/until", "term_too_long")}
    assert given(hall, until=today.replace(year=today.year + MOST_YEARS).isoformat())
    too_long = (today.replace(year=today.year + MOST_YEARS) + timedelta(days=1)).isoformat()
    assert faults(hall, until=too_long) == {("/until", "term_too_long")}
    begun = {"from": (today - timedelta(days=1)).isoformat()}
    assert faults(hall, **begun) == {("/from", "term_begun")}
    assert faults(hall, until="2020-01-01") == {("/until", "term_reversed")}
    nothing = {"items": ["YM-X99"], "acts": ALL}
    assert faults(hall, scope=nothing, kind="operator") == {
        ("/kind", "kind_unsuited"),
        ("/scope/items/0", "item_unknown"),
    }
    assert faults(hall, scope={"acts": ALL}) == {("/scope", "scope_empty")}
    assert faults(hall, kind="relative") == {("/relationship", "relationship_missing")}
    assert faults(hall, relationship="子女") == {("/relationship", "relationship_unsuited")}
    assert faults(hall, COMPANY) == {("/kind", "kind_unsuited")}


def test_a_relative_is_one_of_those_whom_the_law_names(hall: Hall):
    """民法典1045(2)."""
    for word in ("老板", "女儿", "儿媳"):
        with pytest.raises(ValidationError) as wrong:
            wanted(hall, kind="relative", relationship=word)
        assert [error["loc"] for error in wrong.value.errors()] == [("relationship",)]
    for word in RELATIVES:
        assert wanted(hall, kind="relative", relationship=word).relationship == word


def test_who_agrees_has_been_shown_the_notice_in_force(hall: Hall):
    for act in (
        lambda: given(hall, notice_version=2),
        lambda: accept_authorisation(hall.platform, hall.caller(AGENT), given(hall), 2),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "notice_changed"
    assert notice_on("agent", hall.platform.now().date()).version == 1
    (first,) = [notice for notice in NOTICES if notice.id == "agent"]
    assert notice_on("agent", first.since) is first, "a notice is shown from its first day on"
    with pytest.raises(LookupError):
        notice_on("agent", first.since - timedelta(days=1))
    assert len({(notice.id, notice.version) for notice in NOTICES}) == len(NOTICES)


def test_a_repeated_request_is_one_authorisation(hall: Hall):
    caller = hall.caller(PRINCIPAL)
    first = give_authorisation(hall.platform, caller, wanted(hall))
    assert give_authorisation(hall.platform, caller, wanted(hall)) == first
    assert len(listed(hall, api.list_given, PRINCIPAL)) == 1


def test_its_history_is_a_whole_chain_without_names(hall: Hall):
    authorisation = accepted(hall)
    revoked(hall, authorisation)
    events = authorisations.events(hall.platform.table, authorisation)
    assert [event.type for event in events] == ["authorised", "authorisation_accepted", "authorisation_revoked"]
    assert broken_at(events) is None
    assert "黄示例" not in str(events)
    assert NAMED["id_number"] not in str(events)


def test_names_and_numbers_reach_the_table_encrypted(hall: Hall):
    authorisation = accepted(hall, kind="relative", relationship="子女")
    key = keys.authorisation(authorisation)
    plain = hall.platform.table.get(key)
    assert plain
    assert plain["agent"]["name"] == "黄示例"
    raw = hall.platform.table.stored_many([key])[key]
    for word in ("黄示例", "林示例", "子女", NAMED["id_number"], "44170219900307801X"):
        assert word not in str(load(raw))


@pytest.mark.parametrize(
    ("relationship", "born", "possible"),
    [
        ("父母", 1970, True),
        ("父母", 1988, True),  # a step-parent
        ("父母", 1989, False),
        ("父母", 1995, False),
        ("子女", 1995, True),
        ("子女", 1985, False),
        ("祖父母", 1960, True),
        ("祖父母", 1961, False),
        ("外祖父母", 1995, False),
        ("孙子女", 2020, True),
        ("外孙子女", 1995, False),
        ("兄弟姐妹", 1960, True),
        ("配偶", 1960, True),
    ],
)
def test_a_relative_has_an_age_that_can_be(hall: Hall, relationship: str, born: int, *, possible: bool):
    principal = hall.people.personas[PRINCIPAL].actor.identity
    assert principal is not None
    own = principal.number
    agent = NamedPerson(name="黄示例", id_type="居民身份证", id_number=f"{own[:6]}{born}{own[10:]}")
    fault = impossible_relative(principal, relationship, agent)
    assert (fault is None) is possible
    if fault:
        assert (fault.pointer, fault.code) == ("/relationship", "relationship_impossible")


def test_an_impossible_relative_is_refused(hall: Hall):
    assert faults(hall, kind="relative", relationship="祖父母") == {("/relationship", "relationship_impossible")}
