"""What an agent does and sees on the principal's cases, from the views of both, of strangers and of the clerk."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.access.actor import Actor
from chalicelib.cases.acts.lookup import own_case, own_file, seen_history
from chalicelib.cases.api import access_log as access_api
from chalicelib.cases.model import Status
from chalicelib.cases.model.timeline import timeline
from chalicelib.documents.api import applicant as documents_api
from chalicelib.durable.caller import Caller
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Forbidden, Invalid, NotFound
from chalicelib.hall.api.own_data import ExportPaging, export_own_data
from chalicelib.http.cursors import Paging
from chalicelib.http.routes import Call
from chalicelib.intake.api import applicant as applicant_api
from proofs.kit.applications import PERMIT
from proofs.kit.hall import Hall
from tests.consents.parties import (
    AGENT,
    ALL,
    COMPANY,
    ITEM,
    NAMED,
    PRINCIPAL,
    STRANGER,
    accepted,
    draft_by_agent,
    given,
    operator,
    revoked,
    submitted_by_agent,
    under,
)

CLERK_SOCIAL = "clerk-social"


def call(hall: Hall, caller: Caller, query: Any = None) -> Any:
    return Call(hall.platform, None, query, "", "", "r-agent", known=caller)


def listed(hall: Hall, caller: Caller) -> list[str]:
    body: Any = applicant_api.list_applications(call(hall, caller, Paging())).body
    return [one.id for one in body.applications]


@pytest.mark.requirement("R19")
def test_the_case_is_the_principals_and_both_see_it(hall: Hall):
    authorisation = accepted(hall)
    case_id = submitted_by_agent(hall, authorisation)
    case = hall.case(case_id)
    assert (case.status, case.applicant_name) == (Status.SUBMITTED, "林示例")
    assert own_file(hall.platform, hall.caller(PRINCIPAL), case_id).form["applicant"]["name"] == "林示例"
    assert own_case(hall.platform, under(hall, authorisation), case_id).id == case_id
    assert case_id in listed(hall, hall.caller(PRINCIPAL))
    assert listed(hall, under(hall, authorisation)) == [case_id]
    assert listed(hall, hall.caller(AGENT)) == []
    for stranger in (hall.caller(AGENT), hall.caller(STRANGER), under(hall, authorisation, who=STRANGER)):
        with pytest.raises(NotFound):
            own_case(hall.platform, stranger, case_id)


def test_every_act_of_an_agent_shows_both(hall: Hall):
    authorisation = accepted(hall)
    case_id = submitted_by_agent(hall, authorisation)
    (event,) = hall.events(case_id)
    assert (event.policy, event.data["acted_by"], event.data["authorisation"]) == (
        "agent_acts_for_principal",
        "agent",
        authorisation,
    )
    assert event.actor == hall.caller(AGENT).actor.sub
    assert "黄示例" not in str(event)
    assert NAMED["id_number"] not in str(event)
    case, events = seen_history(hall.platform, hall.caller(CLERK_SOCIAL), case_id)
    (stage,) = timeline(case, events, hall.platform.now().date(), hall.platform.calendars).stages
    assert (stage.acted_by, stage.acted_by_label, stage.authorisation) == ("agent", "代理人", authorisation)
    (voucher,) = hall.rows(case_id, keys.DOCUMENT)
    assert "委托代理人" in voucher["data"]
    assert "黄示例" in voucher["data"]


def test_what_the_applicant_does_names_no_agent(hall: Hall):
    case_id = hall.submitted(ITEM, PRINCIPAL)
    (event,) = hall.events(case_id)
    assert not {"acted_by", "authorisation", "agent"} & set(event.data)


def test_the_form_is_checked_against_the_principals_identity(hall: Hall):
    authorisation = accepted(hall)
    case_id = draft_by_agent(hall, authorisation)
    form = hall.people.form(ITEM)
    own = form | {"applicant": form["applicant"] | {"name": "黄示例", "id_number": NAMED["id_number"]}}
    receipt = hall.people.save_form(case_id, under(hall, authorisation, case_id), own)
    assert {error["code"] for error in receipt.facts["errors"]} == {"applicant_not_account"}
    hall.hand_in(case_id, *hall.required_lines(case_id))
    with pytest.raises(Invalid):
        hall.people.submit(case_id, under(hall, authorisation, case_id))


def test_whoever_repeats_a_submission_after_the_end_of_the_authorisation_gets_no_receipt(hall: Hall):
    authorisation = accepted(hall)
    case_id = draft_by_agent(hall, authorisation)
    hall.hand_in(case_id, *hall.required_lines(case_id))
    request = under(hall, authorisation, case_id)
    first = hall.people.submit(case_id, request)
    assert hall.people.submit(case_id, request) == first
    revoked(hall, authorisation)
    with pytest.raises(Forbidden) as refused:
        hall.people.submit(case_id, request)
    assert refused.value.code == "authorisation_not_in_force"
    assert hall.case(case_id).status is Status.SUBMITTED


@pytest.mark.parametrize("side", [PRINCIPAL, AGENT])
def test_once_it_is_ended_the_agent_sees_and_does_nothing_more(hall: Hall, side: str):
    authorisation = accepted(hall)
    case_id, draft = submitted_by_agent(hall, authorisation), draft_by_agent(hall, authorisation)
    revoked(hall, authorisation, side)
    for attempt in (
        lambda: own_file(hall.platform, under(hall, authorisation), case_id),
        lambda: listed(hall, under(hall, authorisation)),
        lambda: hall.people.save_form(draft, under(hall, authorisation, draft), hall.people.form(ITEM)),
        lambda: hall.people.withdraw(case_id, under(hall, authorisation, case_id)),
        lambda: draft_by_agent(hall, authorisation),
    ):
        with pytest.raises(Forbidden) as refused:
            attempt()
        assert refused.value.code == "authorisation_not_in_force"
    assert hall.case(case_id).status is Status.SUBMITTED
    assert hall.people.withdraw(case_id, hall.caller(PRINCIPAL, case_id)).facts["status"] == "withdrawn"


def test_once_its_last_day_is_over_nothing_is_done(hall: Hall):
    today = hall.platform.now().date()
    authorisation = accepted(hall, until=today.isoformat())
    case_id = draft_by_agent(hall, authorisation)
    hall.clock.move_to(hall.platform.now() + timedelta(days=1))
    with pytest.raises(Forbidden):
        hall.people.save_form(case_id, under(hall, authorisation, case_id), hall.people.form(ITEM))


def test_cases_of_other_items_do_not_exist_for_the_agent(hall: Hall):
    case_id = hall.submitted(ITEM, PRINCIPAL)
    other = accepted(hall, scope={"items": ["YM-S06"], "acts": ALL})
    themed = accepted(hall, scope={"themes": ["社会民生"], "acts": ["supplement"]})
    with pytest.raises(NotFound):
        own_case(hall.platform, under(hall, other), case_id)
    assert listed(hall, under(hall, other)) == []
    assert listed(hall, under(hall, themed)) == [case_id]
    with pytest.raises(Forbidden) as refused:
        hall.people.create_application(under(hall, other), ITEM, {})
    assert refused.value.code == "authorisation_scope"


def test_who_may_only_apply_does_not_throw_away_a_draft(hall: Hall):
    case_id = hall.draft(ITEM, PRINCIPAL)
    authorisation = accepted(hall, scope={"items": [ITEM], "acts": ["apply"]})
    with pytest.raises(Forbidden) as refused:
        hall.people.withdraw(case_id, under(hall, authorisation, case_id))
    assert (refused.value.code, hall.case(case_id).status) == ("authorisation_scope", "draft")


def test_to_apply_is_no_right_to_read_what_the_principal_has_applied_for(hall: Hall):
    """Lists, reads and documents alike: as if absent, until the agent has acted on the case or the scope has an act."""
    case_id, draft = hall.submitted(ITEM, PRINCIPAL), hall.draft(ITEM, PRINCIPAL)
    scope: dict[str, Any] = {"items": [ITEM]}
    applies = under(hall, accepted(hall, scope=scope | {"acts": ["apply"]}))
    assert listed(hall, applies) == [draft]
    for attempt in (
        lambda: own_file(hall.platform, applies, case_id),
        lambda: own_case(hall.platform, applies, case_id),
        lambda: documents_api.list_documents(call(hall, applies), case_id),
        lambda: applicant_api.read_application(call(hall, applies), case_id),
        lambda: hall.people.withdraw(case_id, hall.caller(AGENT, case_id, on_behalf_of=applies.on_behalf_of)),
    ):
        with pytest.raises(NotFound):
            attempt()
    collects = under(hall, accepted(hall, scope=scope | {"acts": ["collect"]}))
    assert listed(hall, collects) == [case_id]
    withdraws = under(hall, accepted(hall, scope=scope | {"acts": ["withdraw"]}))
    assert set(listed(hall, withdraws)) == {case_id, draft}


def test_who_may_only_apply_goes_on_seeing_the_own_work_and_is_given_no_document(hall: Hall):
    authorisation = accepted(hall, scope={"items": [ITEM], "acts": ["apply"]})
    case_id = submitted_by_agent(hall, authorisation)
    (named,) = hall.case(case_id).agents
    assert (named.authorisation, named.kind, named.name) == (authorisation, "agent", "黄示例")
    agent = under(hall, authorisation)
    assert listed(hall, agent) == [case_id]
    number = hall.rows(case_id, keys.DOCUMENT)[0]["no"]
    for attempt in (
        lambda: documents_api.list_documents(call(hall, agent), case_id),
        lambda: documents_api.read_document(call(hall, agent), case_id, number),
    ):
        with pytest.raises(Forbidden) as refused:
            attempt()
        assert refused.value.code == "authorisation_scope"
    other = under(hall, accepted(hall, scope={"items": [ITEM], "acts": ["apply"]}))
    assert listed(hall, other) == []


def test_who_may_supplement_is_given_the_notice_and_nothing_else(hall: Hall):
    case_id = hall.correcting()
    scope = {"items": [hall.case(case_id).item], "acts": ["supplement"]}
    actor, authorisation = operators(hall, scope=scope)
    agent = under(hall, authorisation, who=actor)
    body: Any = documents_api.list_documents(call(hall, agent), case_id).body
    assert [one.kind for one in body.documents] == ["correction_notice"]
    voucher = next(row["no"] for row in hall.rows(case_id, keys.DOCUMENT) if row["kind"] == "receipt_voucher")
    with pytest.raises(Forbidden) as refused:
        documents_api.read_document(call(hall, agent), case_id, voucher)
    assert refused.value.code == "authorisation_scope"


def test_an_act_that_was_not_given_is_refused_and_the_case_stays(hall: Hall):
    case_id = hall.submitted(ITEM, PRINCIPAL)
    authorisation = accepted(hall, scope={"items": [ITEM], "acts": ["supplement"]})
    with pytest.raises(Forbidden) as refused:
        hall.people.withdraw(case_id, under(hall, authorisation, case_id))
    assert refused.value.code == "authorisation_scope"
    assert hall.case(case_id).status is Status.SUBMITTED


def test_the_cases_of_another_principal_do_not_exist(hall: Hall):
    case_id = hall.submitted(ITEM, PRINCIPAL)
    authorisation = accepted(hall, STRANGER)
    with pytest.raises(NotFound):
        own_case(hall.platform, under(hall, authorisation), case_id)


def test_a_case_that_had_ended_before_is_not_shown(hall: Hall):
    case_id = hall.submitted(ITEM, PRINCIPAL)
    hall.people.withdraw(case_id, hall.caller(PRINCIPAL, case_id))
    hall.clock.move_to(hall.platform.now() + timedelta(days=1))
    authorisation = accepted(hall)
    with pytest.raises(NotFound):
        own_case(hall.platform, under(hall, authorisation), case_id)
    assert listed(hall, under(hall, authorisation)) == []


def test_a_withdrawal_by_an_agent_names_the_agent_in_its_document(hall: Hall):
    authorisation = accepted(hall)
    case_id = submitted_by_agent(hall, authorisation)
    hall.people.withdraw(case_id, under(hall, authorisation, case_id))
    notice = hall.rows(case_id, keys.DOCUMENT)[-1]
    assert f"委托代理人黄示例依据委托{authorisation}撤回申请" in notice["data"]


def test_the_principal_sees_what_the_agent_has_looked_at(hall: Hall):
    authorisation = accepted(hall)
    case_id = submitted_by_agent(hall, authorisation)
    applicant_api.read_application(call(hall, under(hall, authorisation)), case_id)
    documents_api.list_documents(call(hall, under(hall, authorisation)), case_id)
    applicant_api.read_application(call(hall, hall.caller(PRINCIPAL)), case_id)
    body: Any = access_api.read_own_access(call(hall, hall.caller(PRINCIPAL), Paging()), case_id).body
    assert [(one.purpose, one.role) for one in body.readings] == [("agency", "applicant")] * 2
    assert authorisation in body.readings[0].organ
    with pytest.raises(Forbidden):
        access_api.read_own_access(call(hall, under(hall, authorisation), Paging()), case_id)


def test_a_request_costs_no_further_round_trip_where_nobody_acts_for_another(hall: Hall, monkeypatch: Any):
    case_id = hall.submitted(ITEM, PRINCIPAL)
    read: list[str] = []
    monkeypatch.setattr(hall.platform.table, "get", lambda key: read.append(key.pk))
    own_file(hall.platform, hall.caller(PRINCIPAL), case_id)
    assert read == []


# ---------------------------------------------------------------------------------------- operators of companies
def operators(hall: Hall, **changes: Any) -> tuple[Actor, str]:
    actor = operator(hall)
    scope = {"items": [PERMIT.item], "acts": ALL}
    return actor, accepted(hall, COMPANY, actor, **{"kind": "operator", "scope": scope, **changes})


def test_an_operator_acts_for_the_company_that_has_named_the_operator(hall: Hall):
    actor, authorisation = operators(hall)
    draft = hall.people.create_application(hall.caller(actor, on_behalf_of=authorisation), PERMIT.item)
    case_id = draft.facts["id"]
    hall.hand_in(case_id, *hall.required_lines(case_id))
    hall.people.submit(case_id, hall.caller(actor, case_id, on_behalf_of=authorisation))
    (event,) = hall.events(case_id)
    assert (event.data["acted_by"], event.actor) == ("operator", "operator-huang")
    assert hall.case(case_id).applicant_name == "阳江示例餐饮有限公司"
    (voucher,) = hall.rows(case_id, keys.DOCUMENT)
    assert "经办人" in voucher["data"]
    assert case_id in listed(hall, hall.caller(COMPANY))


def test_an_operator_is_not_the_company(hall: Hall):
    case_id = hall.submitted()
    actor, authorisation = operators(hall, scope={"items": ["YM-S05"], "acts": ALL})
    for attempt in (
        lambda: own_file(hall.platform, hall.caller(actor), case_id),
        lambda: listed(hall, hall.caller(actor)),
        lambda: hall.people.create_application(hall.caller(actor), PERMIT.item),
        lambda: hall.people.withdraw(case_id, hall.caller(actor, case_id)),
    ):
        with pytest.raises(Forbidden) as refused:
            attempt()
        assert refused.value.code == "operator_unauthorised"
    with pytest.raises(NotFound):
        own_file(hall.platform, hall.caller(actor, on_behalf_of=authorisation), case_id)
    with pytest.raises(Forbidden):
        export_own_data(call(hall, hall.caller(actor), ExportPaging()))
    revoked(hall, authorisation, COMPANY)
    with pytest.raises(Forbidden):
        hall.people.create_application(hall.caller(actor, on_behalf_of=authorisation), "YM-S05")


def test_an_authorisation_of_one_company_is_of_no_use_with_the_account_of_another(hall: Hall):
    actor, authorisation = operators(hall)
    assert actor.identity
    other = actor.identity.model_copy(update={"number": "91441781MA5YM0015C", "name": "阳春示例餐饮有限公司"})
    elsewhere = actor.model_copy(update={"identity": other})
    with pytest.raises(NotFound):
        hall.people.create_application(hall.caller(elsewhere, on_behalf_of=authorisation), PERMIT.item)


def test_an_offer_that_was_not_accepted_is_of_no_use(hall: Hall):
    authorisation = given(hall)
    with pytest.raises(Forbidden):
        draft_by_agent(hall, authorisation)
