"""A person's list of consents: what was agreed to, what rests on law, and what a withdrawal does (个人信息保护法15)."""

from typing import Any

import pytest

from chalicelib.consents.acts.decline_authorisation import decline_authorisation
from chalicelib.consents.acts.sides import seen_by
from chalicelib.consents.model.authorisation import AuthorisationState
from chalicelib.foundation.problems import Conflict, Forbidden, NotFound
from chalicelib.hall.api.consents import ConsentItem, list_consents, withdraw_consent
from chalicelib.http.cursors import Paging
from chalicelib.http.routes import Call
from proofs.kit.hall import Hall
from tests.consents.parties import AGENT, ITEM, PRINCIPAL, STRANGER, accepted, draft_by_agent, given, operator, under


def listed(hall: Hall, who: Any = PRINCIPAL, limit: int = 20) -> list[ConsentItem]:
    """All pages."""
    found, cursor = list[ConsentItem](), None
    for _ in range(20):
        call: Any = Call(hall.platform, None, Paging(limit=limit, cursor=cursor), "", "", "r-1", known=hall.caller(who))
        body: Any = list_consents(call).body
        found, cursor = [*found, *body.consents], body.next_cursor
        if cursor is None:
            return found
    raise AssertionError("the list has no end")


def withdrawn(hall: Hall, consent: str, who: Any = PRINCIPAL) -> Any:
    call: Any = Call(hall.platform, None, None, "", "", "r-2", known=hall.caller(who))
    return withdraw_consent(call, consent).body


@pytest.mark.parametrize("limit", [1, 2, 20])
def test_all_of_it_with_notice_time_and_case(hall: Hall, limit: int):
    authorisation, case_id = accepted(hall), hall.submitted(ITEM, PRINCIPAL)
    second = hall.submitted(ITEM, PRINCIPAL, None)
    hall.draft(ITEM, PRINCIPAL)
    found = listed(hall, limit=limit)
    assert len({one.id for one in found}) == len(found)
    agreed, *by_law = found
    assert (agreed.kind, agreed.authorisation, agreed.parties) == ("agent", authorisation, ["黄示例"])
    assert (agreed.basis, agreed.withdrawable, agreed.notice_version) == ("consent", True, 1)
    assert {one.case_id for one in by_law} == {case_id, second}
    case = hall.case(case_id)
    told = next(one for one in by_law if one.case_id == case_id)
    assert (told.basis, told.withdrawable, told.given_at, told.case_number) == (
        "law",
        False,
        case.received_at,
        case.number,
    )
    assert "第十三条第一款第三项" in told.basis_text


def test_the_agent_has_agreed_by_accepting_and_not_before(hall: Hall):
    given(hall)
    assert listed(hall, AGENT) == []
    authorisation = accepted(hall)
    (agreed,) = listed(hall, AGENT)
    assert (agreed.kind, agreed.authorisation, agreed.parties) == ("agency", authorisation, ["林示例"])


@pytest.mark.parametrize(("who", "side"), [(PRINCIPAL, "principal"), (AGENT, "agent")])
def test_a_withdrawal_ends_the_authorisation_and_nothing_that_was_done(hall: Hall, who: str, side: str):
    authorisation = accepted(hall)
    draft = draft_by_agent(hall, authorisation)
    answer = withdrawn(hall, f"authorisation-{authorisation}", who)
    assert (answer.withdrawable, answer.withdrawn_at is not None) == (False, True)
    found, _ = seen_by(hall.platform, hall.caller(PRINCIPAL), authorisation)
    assert (found.state, found.ended_by) == (AuthorisationState.REVOKED, side)
    with pytest.raises(Forbidden):
        hall.people.save_form(draft, under(hall, authorisation, draft), {})
    assert hall.case(draft).applicant_name == "林示例"
    with pytest.raises(Conflict):
        withdrawn(hall, f"authorisation-{authorisation}", who)


@pytest.mark.requirement("R37")
def test_who_was_only_offered_an_authorisation_has_agreed_to_nothing(hall: Hall):
    authorisation = given(hall)
    with pytest.raises(Conflict) as refused:
        withdrawn(hall, f"authorisation-{authorisation}", AGENT)
    assert refused.value.code == "authorisation_not_accepted"
    found, _ = seen_by(hall.platform, hall.caller(AGENT), authorisation)
    assert (found.state, found.ended_at) == (AuthorisationState.OFFERED, None)
    answer = withdrawn(hall, f"authorisation-{authorisation}")
    assert (answer.state, answer.withdrawn_at is not None) == (AuthorisationState.REVOKED, True)


def test_an_offer_that_was_declined_is_shown_as_declined(hall: Hall):
    authorisation = given(hall)
    decline_authorisation(hall.platform, hall.caller(AGENT), authorisation)
    (offered,) = listed(hall)
    assert (offered.state, offered.withdrawn_at, offered.withdrawable) == (AuthorisationState.DECLINED, None, False)
    assert listed(hall, AGENT) == []


def test_what_rests_on_law_cannot_be_withdrawn(hall: Hall):
    case_id = hall.submitted(ITEM, PRINCIPAL)
    with pytest.raises(Conflict) as refused:
        withdrawn(hall, f"case-{case_id}")
    assert refused.value.code == "consent_rests_on_law"
    with pytest.raises(NotFound):
        withdrawn(hall, f"case-{case_id}", STRANGER)


def test_nobody_withdraws_for_another(hall: Hall):
    authorisation = accepted(hall)
    for consent in (f"authorisation-{authorisation}", "authorisation-none", "anything"):
        with pytest.raises(NotFound):
            withdrawn(hall, consent, STRANGER)
    with pytest.raises(Forbidden):
        listed(hall, operator(hall))
