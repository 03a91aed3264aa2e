"""编办同意: the office of institutions consents, without which nothing is published (R48), or sends it back."""

from chalicelib.catalogue.acts.base_version import require_base
from chalicelib.catalogue.acts.life_gate import begin_life, require_another
from chalicelib.catalogue.acts.publishable import require_publishable, require_trial
from chalicelib.catalogue.model.life import ProposalState
from chalicelib.catalogue.model.life_acts import CONSENT_ITEM
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict


@act
def consent_item(platform: Platform, caller: Caller, code: str, *, granted: bool, document: str, note: str) -> Receipt:
    """`document` is the number of the paper by which 编办 consents."""
    begun = begin_life(platform, caller, CONSENT_ITEM, code)
    proposal = begun.proposal
    if not proposal.awaits_consent:
        raise Conflict(code="item_law_review_missing", title="该变动须先经法制机构合法性审查，编办才能同意")
    require_another(begun)
    require_base(begun)
    step = begun.step(document, note)
    data = {"kind": proposal.kind, "content": proposal.content_hash, "document": document, "note": note}
    if not granted:
        return begun.commit(event="item_consent_refused", data=data, proposal=proposal.back_to_draft(step))
    require_publishable(begun)
    require_trial(begun)
    consented = proposal.model_copy(update={"state": ProposalState.CONSENTED, "consented": step})
    return begun.commit(data=data, proposal=consented)
