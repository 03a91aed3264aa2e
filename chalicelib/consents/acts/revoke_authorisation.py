"""终止委托: the principal revokes it, or the agent resigns, at any time (民法典173). It ends with the next request.

What was done under it stays done.
"""

from chalicelib.consents.acts.sides import require_state, seen_by
from chalicelib.consents.model.acts import REVOKE
from chalicelib.consents.model.authorisation import AuthorisationState
from chalicelib.consents.store import authorisations
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform


class NotAccepted(problems.Conflict):
    """The named agent has agreed to nothing yet, so there is nothing to take back."""

    code = "authorisation_not_accepted"
    title = "您尚未接受该委托，没有可以撤回的同意，也无须辞去；不愿受托的，请选择不接受委托"


@act
def revoke_authorisation(platform: Platform, caller: Caller, authorisation_id: str) -> Receipt:
    found, side = seen_by(platform, caller, authorisation_id)
    require_state(REVOKE, found, caller)
    if side == "agent" and found.state is AuthorisationState.OFFERED:
        raise NotAccepted
    ended = {"ended_at": caller.at, "ended_by": side}
    after = found.model_copy(update={"state": AuthorisationState.REVOKED, **ended})
    return authorisations.commit(platform, caller, REVOKE, found, after, {"by": side})
