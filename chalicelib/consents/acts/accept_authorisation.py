"""接受委托: the named agent agrees, after reading the notice. Before that nothing can be done with it."""

from pydantic import JsonValue

from chalicelib.consents.acts.sides import as_agent
from chalicelib.consents.model.acts import ACCEPT
from chalicelib.consents.model.agency import is_minor
from chalicelib.consents.model.authorisation import AuthorisationState
from chalicelib.consents.model.notices import require_shown
from chalicelib.consents.store import authorisations
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError


@act
def accept_authorisation(platform: Platform, caller: Caller, authorisation_id: str, notice_version: int) -> Receipt:
    found = as_agent(platform, caller, authorisation_id, ACCEPT)
    today = caller.at.date()
    require_shown("agency", notice_version, today)
    if is_minor(found.agent.id_type, found.agent.id_number, today):
        error = FieldError("", "agent_not_adult", "受托人应为成年人（民法典第十八条）")
        raise problems.Invalid(code="agent_not_adult", title="受托人应为成年人，不能接受委托", errors=[error])
    after = found.model_copy(
        update={
            "state": AuthorisationState.ACTIVE,
            "answered_at": caller.at,
            "agent_notice_version": notice_version,
        }
    )
    data: dict[str, JsonValue] = {"notice": {"id": "agency", "version": notice_version}}
    return authorisations.commit(platform, caller, ACCEPT, found, after, data)
