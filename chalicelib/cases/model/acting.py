"""Who acts where it is not the applicant: an agent, an operator of a company, or a guardian. Both are told. Pure."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import JsonValue

from chalicelib.access.actor import Identity, Role, blind_index
from chalicelib.cases.model.case import Case
from chalicelib.consents.model.authorisation import KIND_LABELS, Authorisation
from chalicelib.durable.audit import Event
from chalicelib.durable.caller import Caller
from chalicelib.foundation.open_lists import OpenList
from chalicelib.foundation.writing import same_name

ACTING_LABELS: Mapping[str, str] = {**KIND_LABELS, "guardian": "监护人（法定代理人）"}
ActingAs = Annotated[str, OpenList("代为办理的人", ACTING_LABELS)]


def is_guardian(identity: Identity | None, case: Case) -> bool:
    """Whether the account is that of the guardian whom the form names (民法典23)."""
    return bool(case.guardian_name) and identity is not None and same_name(identity.name, case.guardian_name)


def acting_for(caller: Caller, under: Authorisation | None, after: Case) -> dict[str, JsonValue]:
    """For the event of what is done with an account, with its level of identity. An agent's number stands there as a
    keyed digest: events never change and name nobody.
    """
    if caller.actor.role is not Role.APPLICANT:
        return {}
    level: dict[str, JsonValue] = {"identity_level": caller.actor.level}
    if under is not None:
        agent = blind_index(after.chain_key, after.id, under.agent.id_number)
        return level | {"acted_by": under.kind, "authorisation": under.id, "agent": agent}
    return level | ({"acted_by": "guardian"} if is_guardian(caller.actor.identity, after) else {})


def acted_by(event: Event) -> str | None:
    """Who acted in the applicant's name, as a person at the keyboard or at the window."""
    said = event.data.get("acted_by") or event.data.get("presented_by") or event.data.get("relation")
    return said if isinstance(said, str) and said in ACTING_LABELS else None
