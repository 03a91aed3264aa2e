"""Who stands on which side in these tests, and the acts of both sides in short form."""

from datetime import date
from typing import Any

from chalicelib.access.actor import Actor, Identity
from chalicelib.consents.acts.accept_authorisation import accept_authorisation
from chalicelib.consents.acts.give_authorisation import NewAuthorisation, give_authorisation
from chalicelib.consents.acts.revoke_authorisation import revoke_authorisation
from chalicelib.durable.caller import Caller
from proofs.kit.hall import Hall

ITEM = "YM-S07"
PRINCIPAL, AGENT, STRANGER, COMPANY = "citizen-lin", "citizen-huang", "citizen-permit", "company"
NAMED = {"name": "黄示例", "id_type": "居民身份证", "id_number": "441702199506120021"}
ALL = ["apply", "supplement", "withdraw", "collect"]
UNTIL = date(2027, 11, 22)


def wanted(hall: Hall, **changes: Any) -> NewAuthorisation:
    usual: dict[str, Any] = {
        "kind": "agent",
        "agent": NAMED,
        "scope": {"items": [ITEM], "acts": ALL},
        "from": hall.platform.now().date().isoformat(),
        "until": UNTIL.isoformat(),
        "notice_version": 1,
    }
    return NewAuthorisation.model_validate(usual | changes)


def given(hall: Hall, who: str | Actor = PRINCIPAL, **changes: Any) -> str:
    return give_authorisation(hall.platform, hall.caller(who), wanted(hall, **changes)).facts["id"]


def accepted(hall: Hall, who: str | Actor = PRINCIPAL, agent: str | Actor = AGENT, **changes: Any) -> str:
    authorisation = given(hall, who, **changes)
    accept_authorisation(hall.platform, hall.caller(agent), authorisation, 1)
    return authorisation


def revoked(hall: Hall, authorisation: str, by: str | Actor = PRINCIPAL) -> None:
    revoke_authorisation(hall.platform, hall.caller(by), authorisation)


def under(hall: Hall, authorisation: str, case_id: str | None = None, who: str | Actor = AGENT, **more: Any) -> Caller:
    return hall.caller(who, case_id, on_behalf_of=authorisation, **more)


def operator(hall: Hall) -> Actor:
    """黄示例 with the account of the company."""
    company = hall.people.personas[COMPANY].actor
    person = Identity(kind="person", id_type="resident_id", number=NAMED["id_number"], name=NAMED["name"])
    return Actor.model_validate({**company.model_dump(), "sub": "operator-huang", "name": "黄示例", "operator": person})


def draft_by_agent(hall: Hall, authorisation: str) -> str:
    """The principal's form, filled in by the agent."""
    caller = under(hall, authorisation)
    return hall.people.create_application(caller, ITEM, hall.people.form(ITEM)).facts["id"]


def submitted_by_agent(hall: Hall, authorisation: str) -> str:
    case_id = draft_by_agent(hall, authorisation)
    hall.hand_in(case_id, *hall.required_lines(case_id))
    hall.people.submit(case_id, under(hall, authorisation, case_id))
    return case_id
