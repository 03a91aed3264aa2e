"""开始试运行: the draft is frozen as it is, in a sandbox of its own. An earlier trial of the proposal is over by it."""

import base64
import hashlib

from chalicelib.catalogue.acts.life_gate import BegunLife, begin_life
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.life import Trial
from chalicelib.catalogue.model.life_acts import START_TRIAL
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict
from chalicelib.trials.model.record import KEPT, TrialRecord
from chalicelib.trials.store.sandboxes import lay_out


@act
def start_item_trial(platform: Platform, caller: Caller, code: str) -> Receipt:
    """The sandbox is laid out first. Nobody finds it until the transaction of the item's life names it."""
    begun = begin_life(platform, caller, START_TRIAL, code)
    draft = begun.rows.draft
    if begun.proposal.kind != "revise" or draft is None:
        raise Conflict(code="item_draft_missing", title="该变动没有草稿内容，不需要试运行")
    record = _record(begun, draft)
    lay_out(platform, record, draft)
    trial = Trial(id=record.id, content_hash=record.content_hash, started=begun.step(), ends_at=record.ends_at)
    return begun.commit(
        data={"trial": trial.id, "content": trial.content_hash},
        answer={"trial": trial.id},
        proposal=begun.proposal.model_copy(update={"trial": trial}),
    )


def _record(begun: BegunLife, draft: ItemDocument) -> TrialRecord:
    """The id follows from the caller and the key, so a repeated request is the same trial."""
    caller, base = begun.caller, begun.proposal.base
    digest = hashlib.sha256(f"{begun.division}/{begun.code}\n{caller.actor.sub}\n{caller.key}".encode()).digest()
    return TrialRecord(
        id=base64.b32encode(digest[:16]).decode().rstrip("=").lower(),
        item=begun.code,
        department=draft.department,
        theme=draft.theme,
        version=base + 1,
        content_hash=begun.proposal.content_hash,
        started_at=caller.at,
        ends_at=int((begun.platform.wall() + KEPT).timestamp()),
    )
