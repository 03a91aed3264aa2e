"""终止委托: the principal revokes it, or the agent resigns, at any time (民法典173). It ends with the next request.

What was done under it stays done.
"""

from chalicelib.consents.acts.sides import require_state, seen_by
from chalicelib.consents.model.acts import REVOKE
from chalicelib.consents.model.authorisation import AuthorisationState
from chalicelib.consents.store import authorisations
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform


@act
def revoke_authorisation(platform: Platform, caller: Caller, authorisation_id: str) -> Receipt:
    found, side = seen_by(platform, caller, authorisation_id)
    require_state(REVOKE, found, caller)
    ended = {"ended_at": caller.at, "ended_by": side}
    after = found.model_copy(update={"state": AuthorisationState.REVOKED, **ended})
    return authorisations.commit(platform, caller, REVOKE, found, after, {"by": side})
