"""不接受委托: the named agent does not want it. The principal sees that."""

from chalicelib.consents.acts.sides import as_agent
from chalicelib.consents.model.acts import DECLINE
from chalicelib.consents.model.authorisation import AuthorisationState
from chalicelib.consents.store import authorisations
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform


@act
def decline_authorisation(platform: Platform, caller: Caller, authorisation_id: str) -> Receipt:
    found = as_agent(platform, caller, authorisation_id, DECLINE)
    ended = {"answered_at": caller.at, "ended_at": caller.at, "ended_by": "agent"}
    after = found.model_copy(update={"state": AuthorisationState.DECLINED, **ended})
    return authorisations.commit(platform, caller, DECLINE, found, after, {"by": "agent"})
