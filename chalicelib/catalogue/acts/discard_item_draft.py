"""放弃草稿: what was proposed is given up before anybody approved it. Its events stay."""

from chalicelib.catalogue.acts.life_gate import begin_life
from chalicelib.catalogue.model.life_acts import DISCARD_DRAFT
from chalicelib.catalogue.store.life import drop_draft
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform


@act
def discard_item_draft(platform: Platform, caller: Caller, code: str) -> Receipt:
    begun = begin_life(platform, caller, DISCARD_DRAFT, code)
    ops = [drop_draft(begun.division, code)] if begun.proposal.kind == "revise" else []
    return begun.commit(data={"kind": begun.proposal.kind}, ops=ops, proposal=None)
