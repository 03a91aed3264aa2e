"""部门审定: the department's leader approves what an editor of the department wrote.

Nobody approves what the same person has written.
"""

from chalicelib.catalogue.acts.base_version import require_base
from chalicelib.catalogue.acts.life_gate import begin_life, require_another
from chalicelib.catalogue.acts.publishable import require_publishable, require_trial
from chalicelib.catalogue.model.life import ProposalState
from chalicelib.catalogue.model.life_acts import APPROVE_ITEM
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform


@act
def approve_item(platform: Platform, caller: Caller, code: str, note: str = "") -> Receipt:
    """422 with every reason for which the draft could not be published: else the publication would be refused later."""
    begun = begin_life(platform, caller, APPROVE_ITEM, code)
    require_another(begun)
    require_base(begun)
    require_publishable(begun)
    require_trial(begun)
    proposal = begun.proposal
    approved = {"state": ProposalState.APPROVED, "approved": begun.step(note=note), "returned": None}
    return begun.commit(
        data={"kind": proposal.kind, "content": proposal.content_hash, "note": note},
        proposal=proposal.model_copy(update=approved),
    )
