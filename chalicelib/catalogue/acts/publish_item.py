"""发布: what 编办 has consented to takes effect, now or at its time, with a notice to the bureau and to everybody."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from chalicelib.catalogue.acts.base_version import require_base
from chalicelib.catalogue.acts.change_checks import (
    division_errors,
    effective_errors,
    pause_of,
    require_possible,
    successor_errors,
    time_errors,
)
from chalicelib.catalogue.acts.life_gate import BegunLife, begin_life, require_no_version_ahead, require_none_of
from chalicelib.catalogue.acts.publishable import require_publishable
from chalicelib.catalogue.acts.told_consequences import consequences_told, in_event, in_receipt
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.differences import Difference, differences
from chalicelib.catalogue.model.life import CLOSINGS, Proposal, starts_at
from chalicelib.catalogue.model.life_acts import PUBLISH_ITEM
from chalicelib.catalogue.store import Ahead, as_version, end_version, next_version, publish, stand, unknown_item
from chalicelib.catalogue.store.life import Published, announce, drop_draft, notify_bureau
from chalicelib.catalogue.store.withdrawn import withdraw
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Invalid
from chalicelib.foundation.writes import Op

EVENTS: Mapping[str, str] = {
    "revise": "item_published",
    "withdraw": "item_withdrawn",
    "suspend": "item_suspended",
    "resume": "item_resumed",
    "cancel": "item_cancelled",
    "devolve": "item_devolved",
    "split": "item_split",
    "merge": "item_merged",
}


class Effect(NamedTuple):
    """What is written, the version that holds then, and what is new in it. `lists` is the version of the published
    lists that it was held against.
    """

    ops: list[Op]
    version: int
    changes: list[Difference]
    lists: int | None = None


@act
def publish_item(platform: Platform, caller: Caller, code: str, effective_at: datetime | None = None) -> Receipt:
    """`effective_at` is a legal time, a minute from now unless a later one is given here or in the proposal: by then
    every process has read it. 422 for the past. Whoever wrote it may publish it, who has approved it, reviewed it or
    consented to it may not.
    """
    begun = begin_life(platform, caller, PUBLISH_ITEM, code)
    require_none_of(begun, begun.proposal.passed())
    proposal, starts = begun.proposal, starts_at(begun.proposal, effective_at, caller.at)
    if errors := effective_errors(effective_at, caller.at):
        raise Invalid(errors=errors)
    require_unchanged(begun)
    require_lawful_still(begun, starts)
    effect = _effect(begun, starts)
    others = consequences_told(platform, begun.rows.newest, proposal.kind, proposal.successors, caller.at)
    told = _told(begun, effect, caller.at, starts)._replace(consequences=others)
    facts: dict[str, Any] = {"kind": proposal.kind, "version": effect.version, "effective_at": starts.isoformat()}
    lists = {"lists": effect.lists} if effect.lists else {}
    return begun.commit(
        event=EVENTS[proposal.kind],
        data={**facts, **lists, "content": proposal.content_hash, "consent": told.document, **in_event(others)},
        answer={
            "published": proposal.kind,
            "version": effect.version,
            "effective_at": starts.isoformat(),
            **in_receipt(others),
        },
        ops=[
            *effect.ops,
            *([drop_draft(begun.division, code)] if proposal.kind == "revise" else []),
            announce(begun.division, told),
            notify_bureau(begun.division, told, begun.next_seq, caller.actor.sub),
        ],
        proposal=None,
        **_without_correction(begun, effect),
    )


def _told(begun: BegunLife, effect: Effect, at: datetime, starts: datetime) -> Published:
    """What the feed of changes and the bureau hear."""
    proposal = begun.proposal
    return Published(
        kind=proposal.kind,
        code=begun.code,
        name=proposal.name,
        department=proposal.department,
        version=effect.version,
        at=at,
        effective_at=starts,
        document=proposal.consented.document if proposal.consented else "",
        reason=proposal.reason,
        successors=proposal.successors,
        differences=effect.changes,
        divisions=proposal.to_divisions,
        until=proposal.until,
    )


def _without_correction(begun: BegunLife, effect: Effect) -> dict[str, Any]:
    """A correction that was proposed of a version ends when that version is withdrawn."""
    open_one, withdrawn = begun.life.correction, begun.proposal.kind == "withdraw"
    return {"correction": None} if withdrawn and open_one and open_one.version == effect.version else {}


def require_unchanged(begun: BegunLife) -> None:
    """409 where an import or the administrator has published or ended the item since the proposal was made, where a
    suspension has run out that was to be ended, or where a version waits for its time and this would be another one.
    Who suspends or ends an item need not wait for it.
    """
    require_base(begun)
    newest = begun.rows.newest
    if begun.proposal.kind == "revise":
        require_no_version_ahead(begun)
    elif newest:
        require_possible(newest, begun.proposal, begun.caller.at)


def require_lawful_still(begun: BegunLife, starts: datetime) -> None:
    """422 where the days of the change have passed or would be reversed, where a code to apply for instead has ended
    since it was proposed, or the directory no longer knows a region: people would be sent to nothing.
    """
    proposal, newest = begun.proposal, begun.rows.newest
    if proposal.successors and (errors := successor_errors(begun, proposal)):
        raise Invalid(code="successors_ended", title="承接的事项已不在目录中，请退回修改", errors=errors)
    times = time_errors(newest, proposal, starts, begun.caller.at) if newest and proposal.kind != "revise" else []
    if errors := [*times, *division_errors(begun, proposal)]:
        raise Invalid(title="这项变动已不能按提出时的内容发布，请退回修改", errors=errors)


def _effect(begun: BegunLife, starts: datetime) -> Effect:
    proposal, current = begun.proposal, begun.rows.current
    if proposal.kind == "revise":
        return _new_version(begun, starts)
    if current is None:
        raise unknown_item()
    version = current["version"]
    if proposal.kind in CLOSINGS:
        ops = end_version(begun.division, begun.code, version, starts, closing_of(proposal))
    elif proposal.kind == "withdraw":
        ops = withdraw(current, begun.caller.at)
    elif proposal.kind == "suspend":
        ops = stand(begun.division, begun.code, version, {"suspension": _suspension(begun, starts)})
    else:
        ops = stand(begun.division, begun.code, version, *_resumed(begun, current, starts))
    return Effect(ops, version, [])


def _new_version(begun: BegunLife, starts: datetime) -> Effect:
    draft, current, proposal = begun.rows.draft, begun.rows.current, begun.proposal
    if draft is None:
        raise unknown_item()
    lists = require_publishable(begun)
    version, follows = next_version(current), current["version"] if current else 0
    held = current and "withdrawn_at" not in current and starts > begun.caller.at
    ahead = Ahead(starts, current if held else None, _standing(current))
    consent = proposal.consented.document if proposal.consented else ""
    ops = publish(begun.division, draft, version, begun.caller.at, ahead=ahead, follows=follows, consent=consent)
    return Effect(ops, version, _changes(begun.rows.newest, as_version(begun.division, draft, version)), lists)


def _changes(before: ServiceItem | None, after: ServiceItem) -> list[Difference]:
    return differences(before, after) if before else []


def _standing(current: Item | None) -> dict[str, Any]:
    """A suspension goes on over a new version. An end does not: publishing the item again opens it."""
    return {"suspension": current["suspension"]} if current and "suspension" in current else {}


def closing_of(proposal: Proposal) -> dict[str, Any]:
    return {
        "kind": proposal.kind,
        "reason": proposal.reason,
        "document": proposal.consented.document if proposal.consented else "",
        "successors": list(proposal.successors),
        "to_divisions": list(proposal.to_divisions),
    }


def _suspension(begun: BegunLife, starts: datetime) -> dict[str, Any]:
    """A longer suspension goes on from when the one there is began: in between the item is not open."""
    proposal, newest = begun.proposal, begun.rows.newest
    before = pause_of(newest, begun.caller.at) if newest else None
    begins = min(before.from_.astimezone(starts.tzinfo), starts) if before else starts
    until = {"until": proposal.until.isoformat()} if proposal.until else {}
    document = proposal.consented.document if proposal.consented else ""
    return {"from": begins.isoformat(), **until, "reason": proposal.reason, "document": document}


def _resumed(begun: BegunLife, current: Item, starts: datetime) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The suspension ends when the item resumes; one that would begin only then leaves nothing behind."""
    pause = begun.rows.newest and begun.rows.newest.suspension
    if pause and pause.from_ < starts:
        return {"suspension": {**current["suspension"], "until": starts.isoformat()}}, ()
    return {}, ("suspension",)
