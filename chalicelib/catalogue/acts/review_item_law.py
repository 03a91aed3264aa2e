"""合法性审查: the office of law passes a suspension, cancellation, devolution, split or merger, or sends it back."""

from chalicelib.catalogue.acts.base_version import require_base
from chalicelib.catalogue.acts.life_gate import begin_life, require_another
from chalicelib.catalogue.model.life import ProposalState
from chalicelib.catalogue.model.life_acts import REVIEW_LAW
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict


@act
def review_item_law(
    platform: Platform, caller: Caller, code: str, *, passed: bool, document: str, opinion: str
) -> Receipt:
    """`document` is the number of the written opinion (合法性审查意见书)."""
    begun = begin_life(platform, caller, REVIEW_LAW, code)
    proposal = begun.proposal
    if not proposal.needs_law:
        raise Conflict(code="item_needs_no_law", title="发布新版本和恢复事项不须合法性审查，由编办同意")
    require_another(begun)
    require_base(begun)
    step = begun.step(document, opinion)
    data = {"kind": proposal.kind, "document": document, "opinion": opinion}
    if not passed:
        return begun.commit(event="item_law_refused", data=data, proposal=proposal.back_to_draft(step))
    reviewed = proposal.model_copy(update={"state": ProposalState.REVIEWED, "reviewed": step})
    return begun.commit(data=data, proposal=reviewed)
