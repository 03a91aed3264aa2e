"""What is read of an item's life: the proposal under way, versions, the chain of events, the notices to the bureau."""

import json
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.access import policy
from chalicelib.access.actor import Actor
from chalicelib.access.policy import Permission
from chalicelib.catalogue.acts.base_version import outdated
from chalicelib.catalogue.acts.life_gate import find_life
from chalicelib.catalogue.acts.publishable import looked_at
from chalicelib.catalogue.acts.told_consequences import consequences_told
from chalicelib.catalogue.api.consequence_answers import consequence_answer
from chalicelib.catalogue.api.item_answers import EditedItem, edited_item
from chalicelib.catalogue.api.life_answers import (
    ConflictAnswer,
    CorrectionsAnswer,
    FilingAnswer,
    FilingList,
    FindingAnswer,
    ItemHistory,
    MadeCorrection,
    ProposalAnswer,
    VersionList,
    VersionSummary,
    correction_answer,
    difference_answer,
    event_answer,
    steps_of,
    trial_summary,
)
from chalicelib.catalogue.model.differences import differences
from chalicelib.catalogue.model.life import KIND_WORDS
from chalicelib.catalogue.store import load_item, unknown_item
from chalicelib.catalogue.store.corrections import corrections_of
from chalicelib.catalogue.store.life import LifeRows, filings, load_item_events, versions
from chalicelib.catalogue.store.pending_filings import Today, pending, today_of
from chalicelib.directory.store.directories import load_directory
from chalicelib.durable.audit import broken_at
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import NotFound
from chalicelib.http.api import Api
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="item_life")


def proposal_answer(platform: Platform, actor: Actor, code: str) -> tuple[ProposalAnswer, str]:
    """The proposal under way and its ETag. Raises NotFound where there is none."""
    rows = find_life(platform, actor, code)
    proposal = rows.life.proposal
    if proposal is None:
        raise NotFound(code="item_no_proposal", title="该事项没有正在办理的草稿或者变动；文字更正另见 corrections")
    same = ("name", "kind", "base", "department", "reason", "until", "effective_at")
    told: dict[str, Any] = {name: getattr(proposal, name) for name in same}
    others = consequences_told(platform, rows.newest, proposal.kind, proposal.successors, platform.now())
    answer = ProposalAnswer(
        id=code,
        **told,
        state=proposal.state.value,
        state_label=proposal.state.label,
        successors=list(proposal.successors),
        to_divisions=list(proposal.to_divisions),
        editors=list(proposal.editors),
        **steps_of(proposal),
        trial=trial_summary(proposal.trial, proposal.content_hash) if proposal.trial else None,
        **_draft(platform, rows),
        correction=correction_answer(rows.life.correction),
        outdated=outdated(rows, proposal),
        consequences=[consequence_answer(one) for one in others],
        conflicts=[ConflictAnswer.model_validate(one.model_dump()) for one in proposal.conflicts],
    )
    return answer, rows.life.etag


def _draft(platform: Platform, rows: LifeRows) -> dict[str, Any]:
    drafted, newest = rows.drafted(platform.settings.division), rows.newest
    if drafted is None or rows.draft is None:
        return {"differences": [], "refusals": []}
    changes = differences(newest, drafted) if newest else []
    refused = looked_at(platform, rows.draft, newest)[0]
    return {
        "document": rows.draft.model_dump(mode="json", by_alias=True, exclude_unset=True),
        "differences": [difference_answer(change) for change in changes],
        "refusals": [FindingAnswer.model_validate(one._asdict()) for one in refused],
    }


@api.get(
    "/admin/items/{code}",
    Permission.READ_ITEMS,
    "最新版本的事项原文，含来源和核对标记；可能尚未生效",
    answer=EditedItem,
    problems=(NotFound,),
)
def read_item_as_edited(call: Call[None, None], code: str) -> Answer:
    newest = find_life(call.platform, call.actor, code).newest
    if newest is None:
        raise unknown_item()
    return Answer(edited_item(newest))


@api.get(
    "/admin/items/{code}/versions",
    Permission.READ_ITEMS,
    "事项的各个版本，新的在前",
    query=Paging,
    answer=VersionList,
    problems=(NotFound,),
)
def list_item_versions(call: Call[None, Paging], code: str) -> Answer:
    platform, division = call.platform, call.platform.settings.division
    if find_life(platform, call.actor, code).current is None:
        raise unknown_item()
    scope = f"versions {division} {code}"
    after = unseal(platform, scope, call.query.cursor)
    rows, more = versions(platform.table, division, code, limit=call.query.limit, after=after)
    cursor = seal(platform, scope, more)
    body = VersionList(versions=[_version(row) for row in rows], next_cursor=cursor)
    path = f"/v1/admin/items/{code}/versions"
    return Answer(body, headers=link(platform.settings, path, {"limit": call.query.limit}, cursor))


def _version(row: Item) -> VersionSummary:
    return VersionSummary(
        version=row["version"],
        name=json.loads(row["document"])["name"],
        content_hash=row["content_hash"],
        published_at=datetime.fromisoformat(row["published_at"]),
        effective_at=datetime.fromisoformat(row.get("effective_at") or row["published_at"]),
        consent=row.get("consent", ""),
        corrections=len(row.get("corrections", ())),
        withdrawn_at=row.get("withdrawn_at"),
    )


@api.get(
    "/admin/items/{code}/versions/{number}",
    Permission.READ_ITEMS,
    "事项的一个版本的原文",
    answer=EditedItem,
    problems=(NotFound,),
)
def read_item_version(call: Call[None, None], code: str, number: str) -> Answer:
    find_life(call.platform, call.actor, code)
    if not number.isascii() or not number.isdigit() or len(number) > 8:
        raise unknown_item()
    division = call.platform.settings.division
    return Answer(edited_item(load_item(call.platform.table, division, code, int(number))))


@api.get(
    "/admin/items/{code}/history",
    Permission.READ_ITEMS,
    "事项的办理记录：事件链",
    answer=ItemHistory,
    problems=(NotFound,),
)
def read_item_history(call: Call[None, None], code: str) -> Answer:
    rows = find_life(call.platform, call.actor, code)
    events = load_item_events(call.platform.table, call.platform.settings.division, code)
    if rows.current is None and not events:
        raise unknown_item()
    whole = broken_at(events) is None and (events[-1].hash if events else rows.life.last_hash) == rows.life.last_hash
    return Answer(ItemHistory(events=[event_answer(event) for event in events], whole=whole))


@api.get(
    "/admin/items/{code}/corrections",
    Permission.READ_ITEMS,
    "事项的文字更正：待确认的和已确认的",
    answer=CorrectionsAnswer,
    problems=(NotFound,),
)
def read_item_corrections(call: Call[None, None], code: str) -> Answer:
    """The second person reads here what waits, with the ETag that confirming it asks for."""
    rows = find_life(call.platform, call.actor, code)
    if rows.current is None and not rows.life.seq:
        raise unknown_item()
    made = [MadeCorrection.model_validate(one) for one in corrections_of(rows.current)]
    return Answer(CorrectionsAnswer(waiting=correction_answer(rows.life.correction), made=made), etag=rows.life.etag)


class FilingsQuery(Paging):
    state: Annotated[
        Literal["pending", "filed"], Field(description="pending 等待回执，先报的在前；filed 已有回执，新的在前")
    ] = "pending"


@api.get(
    "/admin/item-filings",
    Permission.FILE_ITEMS,
    "事项变动的备案：等待回执的，或者已有回执的",
    query=FilingsQuery,
    answer=FilingList,
)
def list_item_filings(call: Call[None, FilingsQuery]) -> Answer:
    platform, query = call.platform, call.query
    division = platform.settings.division
    scope = f"filings {division} {query.state}"
    after = unseal(platform, scope, query.cursor)
    page = filings(platform.table, division, query.state, limit=query.limit, after=after)
    seen = page.items if policy.same_region(call.actor, division) else []
    cursor = seal(platform, scope, page.after if seen else None)
    today = today_of(platform, load_directory(platform.table, division))
    body = FilingList(filings=[_filing(row, today) for row in seen], next_cursor=cursor)
    words = {"state": query.state, "limit": query.limit}
    return Answer(body, headers=link(platform.settings, "/v1/admin/item-filings", words, cursor))


def _filing(row: Item, today: Today) -> FilingAnswer:
    waiting = None if "receipt_number" in row else pending(row, today).waiting
    kept = ("name", "department", "kind", "version", "seq", "published_at", "effective_at", "document", "lines")
    filed = {name: row[name] for name in ("receipt_number", "filed_at") if name in row}
    return FilingAnswer.model_validate(
        {name: row[name] for name in kept}
        | filed
        | {
            "id": row["code"],
            "kind_label": KIND_WORDS[row["kind"]],
            "workdays_waiting": waiting.waited if waiting else None,
            "due": waiting.due if waiting else None,
            "overdue": waiting is not None and waiting.state == "overdue",
        }
    )
