"""The one gate of every act on an item's life: find it, ask whether the caller may, whether the act is lawful now and
whether the caller has seen this version of the proposal. What the caller may not see does not exist (404).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chalicelib.access import policy
from chalicelib.access.actor import BOUND_TO_DEPARTMENT, Actor
from chalicelib.catalogue.model.life import KIND_WORDS, Hand, Life, Proposal, Step
from chalicelib.catalogue.store import ITEM_ID, unknown_item
from chalicelib.catalogue.store.life import LifeRows, keep_event, keep_life, load_life
from chalicelib.durable import acts
from chalicelib.durable.audit import Event
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.durable.lawful import LawfulAct
from chalicelib.foundation import register_keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, Forbidden
from chalicelib.foundation.writes import Op

DIVISION_DIGITS = 6


@dataclass(frozen=True)
class BegunLife:
    """An act on an item's life that the gate has let in."""

    platform: Platform
    caller: Caller
    act: LawfulAct
    code: str
    rows: LifeRows

    @property
    def division(self) -> str:
        return self.platform.settings.division

    @property
    def hand(self) -> Hand:
        """Who the caller is: the account, and the person by the register of staff."""
        holder, account = self.rows.holder, self.caller.actor.sub
        return Hand(account, holder.member.person, holder.accounts, holder.posts) if holder else Hand(account)

    @property
    def life(self) -> Life:
        return self.rows.life

    @property
    def proposal(self) -> Proposal:
        """The proposal under way; LookupError for an act that needs none."""
        if self.life.proposal is None:
            raise LookupError(f"{self.act.name} has no proposal")
        return self.life.proposal

    def step(self, document: str = "", note: str = "") -> Step:
        """That the caller does this step now."""
        return Step(by=self.hand.account, person=self.hand.person, at=self.caller.at, document=document, note=note)

    @property
    def next_seq(self) -> int:
        return self.life.seq + 1

    def commit(
        self,
        *,
        event: str = "",
        data: Mapping[str, Any],
        answer: Mapping[str, Any] | None = None,
        ops: Sequence[Op] = (),
        **changes: Any,
    ) -> Receipt:
        """One transaction: how far the item is, its event, `ops` and the record of the request. `changes` are those of
        the item's `Life`. Refused when something else came first.
        """
        happened = Event(
            case_id=f"{self.division}/{self.code}",
            seq=self.next_seq,
            type=event or self.act.event,
            at=self.caller.at,
            actor=self.caller.actor.sub,
            role=self.caller.actor.role,
            department=self.caller.actor.department,
            policy=next(iter(self.act.done_by)).value,
            data=dict(data),
            previous=self.life.last_hash,
        ).sealed()
        after = self.life.model_copy(update={**changes, "seq": happened.seq, "last_hash": happened.hash})
        facts = {"id": self.code, "event": happened.type, "seq": happened.seq, **_facts(after), **(answer or {})}
        receipt = Receipt(facts, after.etag)
        self.platform.table.write(
            keep_life(self.division, self.code, self.life, after),
            keep_event(self.division, self.code, happened),
            *ops,
            *acts.record(self.platform, self.caller, receipt),
        )
        return receipt


def _facts(life: Life) -> dict[str, Any]:
    proposal = life.proposal
    if proposal is None:
        return {"kind": None, "state": None, "state_label": None}
    return {"kind": proposal.kind, "state": proposal.state.value, "state_label": proposal.state.label}


def begin_life(platform: Platform, caller: Caller, act: LawfulAct, code: str) -> BegunLife:
    """Let the caller in to `act` on this item.

    NotFound unless the item is the caller's business, Forbidden without the act's permission, Conflict where it is not
    lawful now, PreconditionRequired or Stale where the caller has not seen how far the item is.
    """
    rows = find_life(platform, caller.actor, code)
    for permission in act.done_by:
        policy.require(caller.actor, permission)
    if act.lawful_from:
        require_state(rows.life, act)
    if act.guarded:
        caller.expect(rows.life.etag)
    return BegunLife(platform, caller, act, code, rows)


def find_life(platform: Platform, actor: Actor, code: str) -> LifeRows:
    """Raises NotFound for an item that is not the actor's business: of another region or another department."""
    if not ITEM_ID.fullmatch(code) or not policy.same_region(actor, platform.settings.division):
        raise unknown_item()
    account = register_keys.staff_subject(actor.region[:DIVISION_DIGITS], actor.sub)
    rows = load_life(platform.table, platform.settings.division, code, account)
    department = department_of(rows)
    if actor.role in BOUND_TO_DEPARTMENT and department and not policy.same_department(actor, department):
        raise unknown_item()
    return rows


def department_of(rows: LifeRows) -> str | None:
    """Whose item it is; None where there is neither a version nor a proposal yet."""
    if rows.newest:
        return rows.newest.department
    return rows.life.proposal.department if rows.life.proposal else None


def require_state(life: Life, act: LawfulAct) -> None:
    if life.proposal is None:
        raise Conflict(code="item_no_proposal", title="该事项没有正在办理的草稿或者变动")
    if life.proposal.state not in act.lawful_from:
        title = f"该事项的{KIND_WORDS[life.proposal.kind]}{life.proposal.state.label}，此时不能办理“{act.label}”"
        raise Conflict(code="item_act_out_of_order", title=title)


def require_free(begun: BegunLife) -> None:
    """409 while another proposal of the item is under way: there is one at a time."""
    open_one = begun.life.proposal
    if open_one:
        title = (
            f"该事项已有正在办理的“{KIND_WORDS[open_one.kind]}”（{open_one.state.label}），办结或者放弃后才能提出新的"
        )
        raise Conflict(code="item_proposal_open", title=title)


def require_no_version_ahead(begun: BegunLife, within: timedelta = timedelta()) -> None:
    """409 where a published version takes effect only later than `within` from now: no other can be published yet."""
    newest = begun.rows.newest
    if newest and newest.effective_at and begun.caller.at + within < newest.effective_at:
        title = f"第 {newest.version} 版将于 {newest.effective_at:%Y-%m-%d %H:%M:%S} 生效，此前不能再发布"
        raise Conflict(code="item_version_pending", title=title)


def require_another(begun: BegunLife) -> None:
    """403 for who has done an earlier step: nobody approves what the same person wrote or has passed already."""
    require_none_of(begun, [*begun.proposal.written(), *begun.proposal.passed()])


def require_none_of(begun: BegunLife, steps: Iterable[Step]) -> None:
    """403 where the caller is the person who has done one of these steps, also with another account."""
    if begun.hand.is_one_of(steps):
        raise Forbidden(code="same_person", title="起草、审定、合法性审查和同意应由不同的人办理")
