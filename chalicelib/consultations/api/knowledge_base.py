"""The knowledge base: for everybody, what is valid today; for its department, everything (R17, R49, R74)."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.access.policy import PUBLIC, Permission, require_region
from chalicelib.consultations.acts.publish_knowledge import EntryContent, NewEntry
from chalicelib.consultations.acts.publish_knowledge import publish_knowledge as publish
from chalicelib.consultations.acts.publish_knowledge import revise_knowledge as revise
from chalicelib.consultations.acts.withdraw_knowledge import KnowledgeWithdrawal
from chalicelib.consultations.acts.withdraw_knowledge import withdraw_knowledge as withdraw
from chalicelib.consultations.api.answers import (
    KeptKnowledgeList,
    KnowledgeEntry,
    KnowledgeList,
    KnowledgeReceipt,
    entries_told,
    kept_entries_told,
)
from chalicelib.consultations.model.entry import Entry, EntryState
from chalicelib.consultations.store import knowledge
from chalicelib.durable.caller import Receipt
from chalicelib.foundation.problems import Conflict, NotFound
from chalicelib.http.api import Api
from chalicelib.http.cursors import DIGITS, Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="consultations")


class KnowledgeQuery(Paging):
    item: Annotated[str | None, Field(max_length=20, description="所涉事项")] = None
    department: Annotated[str | None, Field(max_length=40, description="发布的部门")] = None
    q: Annotated[str | None, Field(max_length=100, description="问题、答复或者出处中的词，多个词用空格分开")] = None

    def fits(self, entry: Entry) -> bool:
        return (
            entry.withdrawn_at is None
            and (self.item is None or self.item in entry.items)
            and (self.department is None or self.department == entry.department)
            and entry.speaks_of(self.q or "")
        )


class VersionQuery(BaseModel, defer_build=True):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    version: Annotated[int | None, Field(ge=1, le=99_999_999, description="版本号，不填为最新版本"), DIGITS] = None


@api.get("/knowledge", PUBLIC, "查询业务咨询知识库中今天有效的条目", query=KnowledgeQuery, answer=KnowledgeList)
def search_knowledge(call: Call[None, KnowledgeQuery]) -> Answer:
    platform, query = call.platform, call.query
    filters = query.model_dump(exclude={"cursor", "limit"})
    scope = f"knowledge {sorted((name, value or '') for name, value in filters.items())}"
    after = unseal(platform, scope, query.cursor)
    division = platform.settings.division
    found, more = knowledge.search(platform.table, division, query.fits, limit=query.limit, after=after)
    cursor = seal(platform, scope, more)
    valid = [entry for entry in entries_told(platform, found) if entry.state is EntryState.VALID]
    headers = link(platform.settings, "/v1/knowledge", {**filters, "limit": query.limit}, cursor)
    return Answer(KnowledgeList(entries=valid, next_cursor=cursor), headers=headers)


@api.get(
    "/knowledge/{entry_id}",
    PUBLIC,
    "查看知识库的一条，可以指明版本",
    query=VersionQuery,
    answer=KnowledgeEntry,
    problems=(NotFound,),
)
def read_knowledge(call: Call[None, VersionQuery], entry_id: str) -> Answer:
    division = call.platform.settings.division
    found = knowledge.load(call.platform.table, division, entry_id, call.query.version)
    if found is None:
        raise knowledge.unknown_entry()
    return Answer(entries_told(call.platform, [found])[0], etag=found.etag)


@api.get(
    "/admin/knowledge",
    Permission.KEEP_KNOWLEDGE,
    "本部门的知识库条目，包括待复核、已过期和已撤下的",
    query=Paging,
    answer=KeptKnowledgeList,
)
def list_own_knowledge(call: Call[None, Paging]) -> Answer:
    platform, limit = call.platform, call.query.limit
    division, department = platform.settings.division, call.actor.department
    require_region(call.actor, division)
    scope = f"own knowledge {call.actor.sub}"
    after = unseal(platform, scope, call.query.cursor)

    def fits(entry: Entry) -> bool:
        return entry.department == department

    found, more = knowledge.search(platform.table, division, fits, limit=limit, after=after)
    cursor = seal(platform, scope, more)
    body = KeptKnowledgeList(entries=kept_entries_told(platform, found), next_cursor=cursor)
    return Answer(body, headers=link(platform.settings, "/v1/admin/knowledge", {"limit": limit}, cursor))


@api.post(
    "/admin/knowledge",
    Permission.KEEP_KNOWLEDGE,
    "发布知识库条目，可以由答复过的咨询整理而成",
    body=NewEntry,
    answer=KnowledgeReceipt,
    status=201,
)
def publish_knowledge(call: Call[NewEntry, None]) -> Answer:
    return _done(publish(call.platform, call.caller, call.body), 201)


@api.put(
    "/admin/knowledge/{entry_id}",
    Permission.KEEP_KNOWLEDGE,
    "发布知识库条目的新版本",
    body=EntryContent,
    answer=KnowledgeReceipt,
    guarded=True,
    problems=(NotFound, Conflict),
)
def revise_knowledge(call: Call[EntryContent, None], entry_id: str) -> Answer:
    return _done(revise(call.platform, call.caller, entry_id, call.body))


@api.post(
    "/admin/knowledge/{entry_id}/withdraw",
    Permission.KEEP_KNOWLEDGE,
    "说明理由，撤下知识库条目",
    body=KnowledgeWithdrawal,
    answer=KnowledgeReceipt,
    guarded=True,
    problems=(NotFound, Conflict),
)
def withdraw_knowledge(call: Call[KnowledgeWithdrawal, None], entry_id: str) -> Answer:
    return _done(withdraw(call.platform, call.caller, entry_id, call.body))


def _done(receipt: Receipt, status: int = 200) -> Answer:
    return Answer(KnowledgeReceipt.model_validate(receipt.facts), status=status, etag=receipt.etag)
