"""起草事项: an editor begins the next version of an item from the published one, or the first version of a new item."""

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.catalogue.acts.life_gate import begin_life, require_free, require_no_version_ahead
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.closing import correction_count, document_in
from chalicelib.catalogue.model.drafts import read_draft
from chalicelib.catalogue.model.life import Proposal
from chalicelib.catalogue.model.life_acts import DRAFT_ITEM
from chalicelib.catalogue.model.settling import SETTLED_AFTER
from chalicelib.catalogue.store import content_hash, unknown_item
from chalicelib.catalogue.store.life import keep_draft
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform


@act
def draft_item(platform: Platform, caller: Caller, code: str, document: Mapping[str, Any] | None = None) -> Receipt:
    """Without a document the draft says what the newest version says, with its corrections. NotFound for a new item
    without one. 409 while a published version waits for its time: the draft could not be published after all its steps.
    """
    begun = begin_life(platform, caller, DRAFT_ITEM, code)
    require_free(begun)
    require_no_version_ahead(begun, within=SETTLED_AFTER)
    current = begun.rows.current
    if document is None and current is None:
        raise unknown_item()
    if document is None:
        draft = ItemDocument.model_validate_json(json.dumps(document_in(current))) if current else None
    else:
        draft = read_draft(code, caller.actor.department, document)
    if draft is None:
        raise unknown_item()
    base = current["version"] if current else 0
    proposal = Proposal(
        kind="revise",
        base=base,
        base_corrections=correction_count(current),
        name=draft.name,
        department=draft.department,
        editors=(begun.hand.account,),
        authors=begun.hand.persons,
        saved_at=caller.at,
        content_hash=content_hash(draft),
    )
    return begun.commit(
        data={"base": base, "content": proposal.content_hash},
        answer={"base": base},
        ops=[keep_draft(begun.division, draft)],
        proposal=proposal,
    )
