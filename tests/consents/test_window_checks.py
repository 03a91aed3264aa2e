"""A clerk sees in person who submits a draft: the highest level, for this submission and for a day (G6, R27)."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.access.levels import LevelTooLow
from chalicelib.cases.acts.lookup import item_of, seen_history
from chalicelib.cases.model import Status
from chalicelib.cases.model.identity_check import HOLDS_FOR
from chalicelib.cases.store.records import load_file
from chalicelib.catalogue.model import ServiceItem
from chalicelib.durable.caller import Receipt
from chalicelib.foundation.problems import Forbidden, Invalid, NotFound
from chalicelib.intake.acts.expire_draft import expire_draft
from chalicelib.intake.api import applicant as applicant_api
from proofs.kit.applications import LIN, OF_A_CHILD, PERMIT
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
    accepted,
    draft_by_agent,
    given,
    operator,
    under,
)
from tests.consents.test_agents import call
from tests.consents.test_identity_levels import at_level

SOCIAL = "clerk-social"
LIN_SHOWN: dict[str, Any] = {"relation": "applicant", **LIN, "seen": True}
HUANG_SHOWN: dict[str, Any] = {"relation": "agent", **NAMED, "seen": True}


@pytest.fixture(autouse=True)
def level_5(monkeypatch: pytest.MonkeyPatch) -> None:
    """Items that ask for the highest level."""

    def strict_item(*args: Any) -> ServiceItem:
        return item_of(*args).model_copy(update={"identity_level": 5})

    monkeypatch.setattr("chalicelib.cases.acts.gate.item_of", strict_item)


def complete(hall: Hall, item: str = ITEM, who: str = PRINCIPAL, form: dict[str, Any] | None = None) -> str:
    case_id = hall.draft(item, who, form)
    hall.hand_in(case_id, *hall.required_lines(case_id))
    return case_id


def checked(hall: Hall, case_id: str, clerk: str = SOCIAL, **person: Any) -> Receipt:
    return hall.people.check_identity(case_id, hall.caller(clerk), **(person or LIN_SHOWN))


def submits(hall: Hall, case_id: str, who: str = PRINCIPAL, level: int = 2) -> Receipt:
    return hall.people.submit(case_id, hall.caller(at_level(hall, level, who), case_id))


@pytest.mark.requirement("R27")
def test_after_the_windows_check_the_same_submission_passes(hall: Hall):
    case_id = complete(hall)
    seen = hall.caller(at_level(hall, 2), case_id)
    with pytest.raises(LevelTooLow) as refused:
        hall.people.submit(case_id, seen)
    assert "草稿编号" in refused.value.errors[-1].message
    told = checked(hall, case_id).facts
    until = hall.platform.now() + HOLDS_FOR
    assert told == {
        "id": case_id,
        "status": "draft",
        "status_label": "草稿",
        "at": hall.events(case_id)[0].at.isoformat(),
        "item": ITEM,
        "item_name": hall.case(case_id).item_name,
        "until": hall.case(case_id).identity_check.until.isoformat(),  # pyright: ignore[reportOptionalMemberAccess]
    }
    assert abs((until - hall.case(case_id).identity_check.until).total_seconds()) < 60  # pyright: ignore
    assert hall.people.submit(case_id, seen).facts["status"] == "submitted"


@pytest.mark.requirement("R27")
def test_the_event_says_who_when_and_which_document_and_never_its_number(hall: Hall):
    case_id = complete(hall)
    checked(hall, case_id)
    (event,) = hall.events(case_id)
    assert (event.type, event.actor, event.at) == (
        "identity_checked",
        hall.people.personas[SOCIAL].actor.sub,
        hall.case(case_id).identity_check.at,  # pyright: ignore[reportOptionalMemberAccess]
    )
    assert event.policy == "window_checks_identity"
    assert (event.data["presented_by"], event.data["id_type"]) == ("applicant", "居民身份证")
    assert LIN["id_number"] not in str(event)
    assert LIN["name"] not in str(event)
    submits(hall, case_id)
    submitted = hall.events(case_id)[-1]
    assert (submitted.data["identity_level"], submitted.data["identity_checked_at"]) == (5, event.at.isoformat())
    _, events = seen_history(hall.platform, hall.caller(SOCIAL), case_id)
    assert [one.type for one in events] == ["identity_checked", "submitted"]


def test_the_applicant_is_shown_until_when_it_holds(hall: Hall):
    case_id = complete(hall)

    def shown() -> Any:
        return applicant_api.read_application(call(hall, hall.caller(PRINCIPAL)), case_id).body

    assert shown().identity_checked_until is None
    checked(hall, case_id)
    assert shown().identity_checked_until == hall.case(case_id).identity_check.until  # pyright: ignore


def test_it_holds_for_a_day_and_may_be_repeated(hall: Hall):
    case_id = complete(hall)
    checked(hall, case_id)
    hall.clock.move_to(hall.platform.now() + HOLDS_FOR + timedelta(minutes=1))
    with pytest.raises(LevelTooLow):
        submits(hall, case_id)
    checked(hall, case_id)
    assert submits(hall, case_id).facts["status"] == "submitted"


def test_it_is_of_this_draft_and_this_submission_only(hall: Hall):
    case_id, other = complete(hall), complete(hall)
    checked(hall, case_id)
    with pytest.raises(LevelTooLow):
        submits(hall, other)
    submits(hall, case_id)
    assert (hall.case(case_id).identity_check, hall.case(case_id).identity_seen_at) == (None, None)
    with pytest.raises(LevelTooLow):
        hall.people.withdraw(case_id, hall.caller(at_level(hall, 2), case_id))


def test_an_edited_draft_is_still_that_of_the_person_who_was_seen(hall: Hall):
    case_id = complete(hall)
    checked(hall, case_id)
    hall.people.save_form(case_id, hall.caller(PRINCIPAL, case_id))
    assert submits(hall, case_id).facts["status"] == "submitted"


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ({"relation": "applicant", **NAMED, "seen": True}, "identity_mismatch"),
        (LIN_SHOWN | {"name": "林示利"}, "identity_mismatch"),
        (LIN_SHOWN | {"relation": "guardian", **NAMED}, "identity_mismatch"),
        (LIN_SHOWN | {"relation": "guardian"}, "relation_unsuited"),
        (LIN_SHOWN | {"relation": "legal_representative"}, "identity_mismatch"),
        (HUANG_SHOWN | {"letter_seen": True, "letter": {"signed_on": "2026-11-20"}}, "authorisation_missing"),
        (HUANG_SHOWN | {"authorisation": "a" * 26}, "authorisation_unfit"),
    ],
)
def test_whoever_else_comes_is_turned_away(hall: Hall, person: dict[str, Any], code: str):
    case_id = complete(hall)
    with pytest.raises(Invalid) as refused:
        checked(hall, case_id, **person)
    assert [error.code for error in refused.value.errors] == [code]
    assert "林示例" not in str(refused.value.errors)
    assert hall.events(case_id) == []


def test_the_clerk_of_another_place_and_who_has_no_number_find_nothing(hall: Hall):
    case_id = complete(hall)
    elsewhere = hall.people.personas[SOCIAL].actor.model_copy(update={"region": "441702"})
    with pytest.raises(Forbidden) as refused:  # the register of that place does not have this person
        hall.people.check_identity(case_id, hall.caller(elsewhere), **LIN_SHOWN)
    assert refused.value.code == "not_in_register"
    with pytest.raises(NotFound):
        seen_history(hall.platform, hall.caller(SOCIAL), case_id)


# --------------------------------------------------------------------------------------- companies, agents, guardians
def test_of_a_company_the_legal_representative_is_seen(hall: Hall):
    case_id = complete(hall, PERMIT.item, COMPANY)
    with pytest.raises(Invalid) as alone:
        checked(hall, case_id, CLERK, **LIN_SHOWN)
    assert [error.code for error in alone.value.errors] == ["identity_mismatch"]
    checked(hall, case_id, CLERK, **PERMIT.presented_by)
    assert submits(hall, case_id, COMPANY).facts["status"] == "submitted"


def test_a_draft_that_names_no_representative_is_filled_in_first(hall: Hall):
    case_id = hall.draft(PERMIT.item, COMPANY, {})
    with pytest.raises(Invalid) as refused:
        checked(hall, case_id, CLERK, **PERMIT.presented_by)
    assert [error.code for error in refused.value.errors] == ["representative_unrecorded"]


@pytest.mark.requirement("R19")
def test_an_agent_is_seen_for_the_own_submission_and_not_for_the_principals(hall: Hall):
    authorisation = accepted(hall)
    case_id = draft_by_agent(hall, authorisation)
    hall.hand_in(case_id, *hall.required_lines(case_id))
    checked(hall, case_id, **HUANG_SHOWN, authorisation=authorisation)
    assert hall.events(case_id)[-1].data["authorisation"] == authorisation
    with pytest.raises(LevelTooLow):
        submits(hall, case_id, level=3)
    low = at_level(hall, 3, AGENT)
    assert hall.people.submit(case_id, under(hall, authorisation, case_id, who=low)).facts["status"] == "submitted"


def test_no_agent_is_seen_whose_authorisation_is_not_in_force(hall: Hall):
    case_id = complete(hall)
    for wrong in (given(hall), accepted(hall, STRANGER), accepted(hall, scope={"items": [ITEM], "acts": ["collect"]})):
        with pytest.raises(Invalid) as refused:
            checked(hall, case_id, **HUANG_SHOWN, authorisation=wrong)
        assert refused.value.code == "authorisation_unfit"


def test_an_operator_of_a_company_is_seen_as_the_person(hall: Hall):
    actor = operator(hall).model_copy(update={"level": 3})
    scope = {"items": [PERMIT.item], "acts": ALL}
    authorisation = accepted(hall, COMPANY, operator(hall), kind="operator", scope=scope)
    case_id = complete(hall, PERMIT.item, COMPANY)
    checked(hall, case_id, CLERK, **PERMIT.presented_by)
    caller = hall.caller(actor, case_id, on_behalf_of=authorisation)
    with pytest.raises(LevelTooLow):
        hall.people.submit(case_id, caller)
    checked(hall, case_id, CLERK, **HUANG_SHOWN, authorisation=authorisation)
    assert hall.people.submit(case_id, caller).facts["status"] == "submitted"


def test_of_a_childs_draft_the_guardian_is_seen_whose_account_it_is(hall: Hall):
    child = {"name": "林小示", "id_number": "441702201906010016"}
    applicant = {"kind": "自然人", **child, "guardian": {**LIN, "relationship": "父母"}, "phone": "13800138000"}
    case_id = complete(hall, form={"applicant": applicant, "answers": OF_A_CHILD})
    checked(hall, case_id, **LIN_SHOWN | {"relation": "guardian"})
    assert submits(hall, case_id).facts["status"] == "submitted"


# ----------------------------------------------------------------------------------------------- it goes with the draft
def test_a_draft_that_is_withdrawn_or_has_expired_keeps_nothing_of_it(hall: Hall):
    withdrawn, expired = complete(hall), complete(hall)
    for case_id in (withdrawn, expired):
        checked(hall, case_id)
    hall.people.withdraw(withdrawn, hall.caller(PRINCIPAL, withdrawn))
    found = load_file(hall.platform.table, expired)
    assert found is not None
    assert expire_draft(hall.platform, found)
    for case_id in (withdrawn, expired):
        assert (hall.case(case_id).status, hall.case(case_id).identity_check) == (Status.WITHDRAWN, None)
