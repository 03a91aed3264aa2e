"""退回修改: the department's leader sends a proposal back with a reason, also one that others have passed already."""

from chalicelib.catalogue.acts.life_gate import begin_life
from chalicelib.catalogue.model.life_acts import RETURN_ITEM
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform


@act
def return_item(platform: Platform, caller: Caller, code: str, reason: str) -> Receipt:
    begun = begin_life(platform, caller, RETURN_ITEM, code)
    back = begun.proposal.back_to_draft(begun.step(note=reason))
    return begun.commit(data={"kind": back.kind, "reason": reason}, proposal=back)
