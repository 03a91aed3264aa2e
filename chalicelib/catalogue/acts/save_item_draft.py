"""修改草稿: the draft is replaced as a whole. Whoever saves it is one of its editors, and may not approve it."""

from collections.abc import Mapping
from typing import Any

from chalicelib.catalogue.acts.life_gate import begin_life
from chalicelib.catalogue.model.drafts import read_draft
from chalicelib.catalogue.model.life_acts import SAVE_DRAFT
from chalicelib.catalogue.store import content_hash
from chalicelib.catalogue.store.life import keep_draft
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict


@act
def save_item_draft(platform: Platform, caller: Caller, code: str, document: Mapping[str, Any]) -> Receipt:
    begun = begin_life(platform, caller, SAVE_DRAFT, code)
    proposal = begun.proposal
    if proposal.kind != "revise":
        raise Conflict(code="item_draft_missing", title="该变动没有草稿内容可以修改，可以放弃后重新提出")
    draft = read_draft(code, caller.actor.department, document)
    changes = {
        "name": draft.name,
        **proposal.written_by(begun.hand),
        "saved_at": caller.at,
        "conflicts": (),
        "content_hash": content_hash(draft),
    }
    return begun.commit(
        data={"content": changes["content_hash"]},
        ops=[keep_draft(begun.division, draft)],
        proposal=proposal.model_copy(update=changes),
    )
