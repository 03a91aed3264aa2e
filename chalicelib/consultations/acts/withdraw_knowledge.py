"""撤下知识库条目: no answer cites it any more. Answers that cited it keep what they said."""

from chalicelib.consultations.acts.open_consultation import Words
from chalicelib.consultations.acts.publish_knowledge import own_entry
from chalicelib.consultations.store import knowledge
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict
from chalicelib.http.bodies import Part


class KnowledgeWithdrawal(Part):
    """撤下的理由。"""

    reason: Words


@act
def withdraw_knowledge(platform: Platform, caller: Caller, entry_id: str, wanted: KnowledgeWithdrawal) -> Receipt:
    before = own_entry(platform, caller.actor, entry_id)
    caller.expect(before.etag)
    if before.withdrawn_at is not None:
        raise Conflict(code="entry_withdrawn", title="这一条已经撤下")
    after = before.model_copy(update={"withdrawn_at": caller.at, "withdrawn_why": wanted.reason})
    return knowledge.commit(platform, caller, before, after)
