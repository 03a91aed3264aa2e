"""The log of a seal: which documents bear it, by which event of which case (R71)."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.policy import Permission
from chalicelib.cases.api.event_answers import EventType
from chalicelib.cases.model.acts import EVENT_LABELS
from chalicelib.directory.acts.register_changes import division_of, found
from chalicelib.directory.api.seen import only_seen
from chalicelib.directory.store.seals import load_seal, uses_of
from chalicelib.documents.api.document_answers import KINDS, DocumentKindName
from chalicelib.documents.store.seal_uses import document_of, event_of, read_beside
from chalicelib.foundation import keys, problems
from chalicelib.foundation.attributes import Item
from chalicelib.http.api import Api
from chalicelib.http.cursors import DIGITS, Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="registers")


class SealUsesQuery(Paging):
    # Of each use two rows are read besides, and one call reads at most a hundred.
    limit: Annotated[int, Field(ge=1, le=50, description="每页条数"), DIGITS] = 20


class SealUse(BaseModel, defer_build=True):
    """A document that bears the seal. It names nobody: whoever may see the case reads who applied."""

    at: AwareDatetime
    case_id: str
    no: Annotated[str, Field(description="文书在办件中的编号")]
    kind: DocumentKindName
    title: Annotated[str, Field(description="文书种类的名称")]
    number: Annotated[str | None, Field(description="文号；证照为证照标识；还没有编号的为空")] = None
    seq: Annotated[int | None, Field(description="所凭事件的序号")] = None
    event: Annotated[EventType | None, Field(description="所凭的事件")] = None
    event_label: Annotated[str | None, Field(description="所凭事件的中文名称")] = None
    by: Annotated[str | None, Field(description="办理人的账号")] = None
    policy: Annotated[str | None, Field(description="所依据的规则")] = None
    letter: Annotated[str | None, Field(description="所凭的授权文书")] = None


class SealUses(BaseModel, defer_build=True):
    items: list[SealUse]
    next_cursor: str | None = None


@api.get(
    "/directory/seals/{seal_id}/uses",
    Permission.READ_SEAL_USES,
    "印章使用记录：用于哪些文书，凭哪一办件的哪一事件",
    query=SealUsesQuery,
    answer=SealUses,
    problems=(problems.NotFound,),
)
def list_seal_uses(call: Call[None, SealUsesQuery], seal_id: str) -> Answer:
    """The newest first."""
    platform, division, limit = call.platform, division_of(call.caller), call.query.limit
    kept = found(load_seal(platform.table, division, seal_id))
    only_seen(call.actor, kept.record.department)
    scope = f"seal uses {division} {seal_id}"
    after = unseal(platform, scope, call.query.cursor)
    page = uses_of(platform.table, division, seal_id, limit=limit, after=after)
    cursor = seal(platform, scope, page.after)
    path = f"/v1/directory/seals/{seal_id}/uses"
    headers = link(platform.settings, path, {"limit": limit}, cursor)
    beside = read_beside(platform.table, page.items)
    uses = [_use(row, beside) for row in page.items]
    return Answer(SealUses(items=uses, next_cursor=cursor), headers=headers)


def _use(row: Item, read: Mapping[keys.Key, Item]) -> SealUse:
    document, key = read.get(document_of(row), {}), event_of(row)
    event: Mapping[str, Any] = read.get(key, {}) if key else {}
    return SealUse(
        at=row["at"],
        case_id=row["case_id"],
        no=row["no"],
        kind=row["kind"],
        title=KINDS.get(row["kind"]) or row["kind"],
        number=document.get("number") or document.get("identifier"),
        seq=event.get("seq"),
        event=event.get("type"),
        event_label=EVENT_LABELS.get(event["type"]) if event else None,
        by=event.get("actor"),
        policy=event.get("policy"),
        letter=event.get("letter"),
    )
