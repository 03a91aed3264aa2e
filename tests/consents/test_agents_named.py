"""Who has acted for whom is told by name: whole to both sides, masked to the hall unless somebody says what for."""

from typing import Any

import pytest

from chalicelib.access.actor import Actor
from chalicelib.cases.api import access_log as access_api
from chalicelib.cases.api import records, why
from chalicelib.cases.api.case_answers import PurposeQuery
from chalicelib.cases.model.disclosure import Purpose
from chalicelib.foundation import keys
from chalicelib.foundation.problems import NotFound
from chalicelib.http.cursors import Paging
from chalicelib.http.routes import Call
from chalicelib.intake.acts.receive_walk_in import WalkIn, receive_walk_in
from chalicelib.intake.acts.supplement import PaperSupplement, supplement
from chalicelib.intake.acts.withdraw import withdraw
from chalicelib.intake.api import applicant as applicant_api
from chalicelib.intake.model.signing import Signing
from chalicelib.review.api import department
from proofs.kit.applications import PERMIT, paper
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from tests.consents.parties import (
    ALL,
    COMPANY,
    ITEM,
    NAMED,
    PRINCIPAL,
    accepted,
    operator,
    submitted_by_agent,
    under,
)
from tests.intake.test_at_the_window import fact, notice_of
from tests.intake.test_guardianship import CHILD, LIN_GUARDS, form_of

SOCIAL, SUPERVISOR, WHOLE, MASKED = "clerk-social", "supervisor", "黄示例", "黄*例"


def asked(hall: Hall, caller: Any, purpose: Purpose | None = None, query: Any = None) -> Any:
    known = hall.caller(caller) if isinstance(caller, str | Actor) else caller
    query = query or PurposeQuery(purpose=purpose)
    return Call(hall.platform, None, query, "", "", "r-named", known=known)


def names_of(answer: Any) -> list[str]:
    return [agent.name for agent in answer.body.agents]


def reasons(hall: Hall, caller: Any, case_id: str, purpose: Purpose | None = None) -> Any:
    return why.read_why(asked(hall, caller, purpose), case_id, "1").body


def read_whole_by(hall: Hall, case_id: str) -> list[str]:
    body: Any = access_api.read_own_access(asked(hall, PRINCIPAL, query=Paging()), case_id).body
    return [field for reading in body.readings for field in reading.fields]


@pytest.mark.requirement("R19")
def test_principal_and_agent_read_the_name_the_relation_and_the_authorisation(hall: Hall):
    authorisation = accepted(hall, kind="relative", relationship="子女")
    case_id = submitted_by_agent(hall, authorisation)
    for caller in (hall.caller(PRINCIPAL), under(hall, authorisation, case_id)):
        told: Any = applicant_api.read_application(asked(hall, caller), case_id).body
        (agent,) = told.agents
        assert agent.model_dump() == {
            "authorisation": authorisation,
            "kind": "relative",
            "kind_label": "近亲属代理人",
            "relationship": "子女",
            "name": WHOLE,
        }
        explained: Any = why.read_own_why(asked(hall, caller), case_id, "1").body
        assert (explained.acted_by, explained.acted_by_name, explained.authorisation) == (
            "relative",
            WHOLE,
            authorisation,
        )


@pytest.mark.requirement("R19")
def test_the_hall_reads_it_masked_unless_it_says_what_for(hall: Hall):
    case_id = submitted_by_agent(hall, accepted(hall))
    for who in (SOCIAL, SUPERVISOR):
        assert names_of(records.read_case(asked(hall, who), case_id)) == [MASKED]
        stage = records.read_timeline(asked(hall, who), case_id).body.stages[0]  # pyright: ignore
        assert (stage.acted_by, stage.acted_by_name) == ("agent", MASKED)
        assert reasons(hall, who, case_id).acted_by_name == MASKED
    assert read_whole_by(hall, case_id) == []
    purpose = Purpose.ACCEPTANCE
    assert names_of(records.read_case(asked(hall, SOCIAL, purpose), case_id)) == [WHOLE]
    stage = records.read_timeline(asked(hall, SOCIAL, purpose), case_id).body.stages[0]  # pyright: ignore
    assert stage.acted_by_name == WHOLE
    assert reasons(hall, SOCIAL, case_id, purpose).acted_by_name == WHOLE
    assert {"/agents", "/timeline", "/events/1"} <= {*read_whole_by(hall, case_id)}


def test_a_task_names_the_agent_as_it_names_the_applicant(hall: Hall):
    authorisation = accepted(hall, COMPANY, operator(hall), kind="operator", scope={"items": ["YM-P01"], "acts": ALL})
    case_id = walked_in(hall, authorisation)
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    hall.carry_out_everything()
    (task,) = hall.case(case_id).open_tasks
    officer = hall.people.at_post("officer", case_id)
    for purpose, name in ((None, MASKED), (Purpose.REVIEW, WHOLE)):
        told: Any = department.read_task(asked(hall, officer, purpose), f"{case_id}.{task.no}").body
        assert [(agent.name, agent.kind_label) for agent in told.agents] == [(name, "单位经办人")]


def walked_in(hall: Hall, authorisation: str) -> str:
    shown = {**NAMED, "relation": "agent", "seen": True, "authorisation": authorisation}
    body = PERMIT.walk_in | {"scans": [], "form": hall.people.form(), "presented_by": shown}
    return receive_walk_in(hall.platform, hall.caller(CLERK), WalkIn.model_validate(body)).facts["id"]


def test_a_guardian_is_named_too(hall: Hall):
    case_id = hall.submitted(ITEM, PRINCIPAL, form_of(CHILD, LIN_GUARDS))
    told: Any = why.read_own_why(asked(hall, PRINCIPAL), case_id, "1").body
    assert (told.acted_by, told.acted_by_name, told.authorisation) == ("guardian", "林示例", None)
    assert reasons(hall, SOCIAL, case_id).acted_by_name == "林*例"


def test_who_acts_alone_is_named_by_nothing(hall: Hall):
    case_id = hall.submitted(ITEM, PRINCIPAL)
    told: Any = applicant_api.read_application(asked(hall, PRINCIPAL), case_id).body
    assert told.agents == []
    explained = reasons(hall, SOCIAL, case_id)
    assert (explained.acted_by, explained.acted_by_name, explained.authorisation) == (None, None, None)


@pytest.mark.parametrize("act", ["supplement", "withdraw"])
def test_an_agent_at_the_window_is_named_by_the_case_from_then_on(hall: Hall, act: str):
    """The authorisation says so; the case did not know of this agent before."""
    authorisation = accepted(hall)
    case_id = hall.submitted(ITEM, PRINCIPAL)
    phone = "/applicant/phone"
    shown = {**NAMED, "relation": "agent", "seen": True, "signed": True, "authorisation": authorisation}
    caller = hall.caller(SOCIAL, case_id)
    if act == "withdraw":
        withdraw(hall.platform, caller, case_id, "", Signing.model_validate(shown))
    else:
        hall.correct(case_id, phone)
        brought = PaperSupplement.model_validate({"presented_by": shown})
        supplement(hall.platform, hall.caller(SOCIAL, case_id), case_id, {phone: "13900139000"}, brought)
    (agent,) = hall.case(case_id).agents
    assert (agent.authorisation, agent.name, agent.handed_in) == (authorisation, WHOLE, act == "supplement")
    stage = records.read_timeline(asked(hall, SOCIAL), case_id).body.stages[-1]  # pyright: ignore
    assert (stage.acted_by, stage.acted_by_name, stage.authorisation) == ("agent", MASKED, authorisation)


@pytest.mark.requirement("R19")
@pytest.mark.parametrize(
    ("who", "kind", "label"),
    [("citizen", "agent", "委托代理人"), ("company", "operator", "经办人")],
)
def test_the_notice_of_acceptance_names_the_agent_who_applied(hall: Hall, who: str, kind: str, label: str):
    if who == "citizen":
        case_id, clerk = submitted_by_agent(hall, accepted(hall, kind=kind)), SOCIAL
    else:
        scope = {"items": ["YM-P01"], "acts": ALL}
        case_id, clerk = walked_in(hall, accepted(hall, COMPANY, operator(hall), kind=kind, scope=scope)), CLERK
    hall.people.accept(case_id, hall.caller(clerk, case_id))
    assert fact(notice_of(hall, case_id, "acceptance_notice"), label) == WHOLE


def test_the_notice_names_the_agent_of_a_letter_on_paper_and_nobody_who_has_only_drafted(hall: Hall):
    letter = {"letter_seen": True, "letter": {"signed_on": "2026-11-20"}}
    shown = {**NAMED, "relation": "agent", "seen": True, **letter}
    body = PERMIT.walk_in | {"scans": [], "presented_by": shown}
    body["papers"] = [*body["papers"], paper("08")]
    case_id = receive_walk_in(hall.platform, hall.caller(CLERK), WalkIn.model_validate(body)).facts["id"]
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    assert fact(notice_of(hall, case_id, "acceptance_notice"), "委托代理人") == WHOLE

    authorisation = accepted(hall)
    drafted = hall.people.create_application(under(hall, authorisation), ITEM, hall.people.form(ITEM)).facts["id"]
    hall.people.submit(drafted, hall.caller(PRINCIPAL, drafted))
    assert [agent.handed_in for agent in hall.case(drafted).agents] == [False]
    hall.people.accept(drafted, hall.caller(SOCIAL, drafted))
    labels = [one.label for one in notice_of(hall, drafted, "acceptance_notice").facts]
    assert "委托代理人" not in labels
    assert hall.rows(drafted, keys.DOCUMENT)


def test_an_agent_whose_authorisation_is_not_of_the_case_reads_no_reason(hall: Hall):
    case_id = hall.submitted(ITEM, PRINCIPAL)
    other = accepted(hall, scope={"items": ["YM-S06"], "acts": ALL})
    with pytest.raises(NotFound) as refused:
        why.read_own_why(asked(hall, under(hall, other, case_id)), case_id, "1")
    assert refused.value.code == "case_not_found"
