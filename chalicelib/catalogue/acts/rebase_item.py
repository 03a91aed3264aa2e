"""按现行版本调整: an editor carries a proposal over to the version that was published since it was made.

What the draft has changed and the newest version has not stays; where both have changed a place, the newest version
stays and the place is told. Its content is another one then, so every step has to be done again (R48).
"""

from collections.abc import Sequence
from typing import Any

from chalicelib.catalogue.acts.base_version import base_document, outdated
from chalicelib.catalogue.acts.change_checks import require_possible
from chalicelib.catalogue.acts.life_gate import BegunLife, begin_life
from chalicelib.catalogue.model.closing import correction_count, document_in
from chalicelib.catalogue.model.drafts import read_draft
from chalicelib.catalogue.model.life import Conflicting
from chalicelib.catalogue.model.life_acts import REBASE_ITEM
from chalicelib.catalogue.model.rebase import Document, Rebased, rebased
from chalicelib.catalogue.store import content_hash, raw_document, unknown_item
from chalicelib.catalogue.store.life import keep_draft
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, Invalid
from chalicelib.foundation.writes import Op

# How many places a receipt, an event and the proposal name.
MOST_TOLD = 60


@act
def rebase_item(platform: Platform, caller: Caller, code: str) -> Receipt:
    """409 `item_base_unchanged` where nothing was published since. 409 where the item has ended or was suspended
    meanwhile, and what is proposed makes no sense any more.
    """
    begun = begin_life(platform, caller, REBASE_ITEM, code)
    proposal, current, newest = begun.proposal, begun.rows.current, begun.rows.newest
    if current is None or newest is None or not outdated(begun.rows, proposal):
        raise Conflict(code="item_base_unchanged", title="草稿所依据的就是现行版本，不需要调整")
    changes: dict[str, Any] = {
        **proposal.written_by(begun.hand),
        "base": newest.version,
        "base_corrections": correction_count(current),
        "saved_at": caller.at,
    }
    if proposal.kind != "revise":
        require_possible(newest, proposal, caller.at)
        return _commit(begun, changes | {"name": newest.name}, [], Rebased({}, (), ()))
    merged = _carried_over(begun, current)
    draft = read_draft(code, caller.actor.department, merged.document)
    changes |= {"name": draft.name, "content_hash": content_hash(draft)}
    return _commit(begun, changes, [keep_draft(begun.division, draft)], merged)


def _commit(begun: BegunLife, changes: dict[str, Any], ops: Sequence[Op], merged: Rebased) -> Receipt:
    conflicts = tuple(Conflicting(pointer=one.pointer, drafted=one.drafted) for one in merged.clashes[:MOST_TOLD])
    carried = list(merged.carried[:MOST_TOLD])
    proposal = begun.proposal
    told = {"base": changes["base"], "carried": carried}
    return begun.commit(
        data={
            **told,
            "kind": proposal.kind,
            "from": proposal.base,
            "content": changes.get("content_hash", ""),
            "conflicts": [one.pointer for one in conflicts],
        },
        answer={**told, "conflicts": [one.model_dump() for one in conflicts]},
        ops=ops,
        proposal=proposal.begun_anew(**changes, conflicts=conflicts, returned=None),
    )


def _carried_over(begun: BegunLife, current: Item) -> Rebased:
    draft = begun.rows.draft
    if draft is None:
        raise unknown_item()

    def errors_of(document: Document) -> Sequence[str]:
        try:
            read_draft(begun.code, begun.caller.actor.department, document)
        except Invalid as refused:
            return [error.pointer.removeprefix("/document") for error in refused.errors]
        return ()

    return rebased(base_document(begun), raw_document(draft), document_in(current), errors_of)
