"""The people of an item's life, as tests have them act on one item."""

from typing import Any

from chalicelib.access.actor import Actor
from chalicelib.catalogue import store
from chalicelib.catalogue.acts.approve_item import approve_item
from chalicelib.catalogue.acts.consent_item import consent_item
from chalicelib.catalogue.acts.draft_item import draft_item
from chalicelib.catalogue.acts.propose_item_change import Wanted, propose_item_change
from chalicelib.catalogue.acts.publish_item import publish_item
from chalicelib.catalogue.acts.review_item_law import review_item_law
from chalicelib.catalogue.acts.save_item_draft import save_item_draft
from chalicelib.catalogue.model.life import Life, ProposalState
from chalicelib.catalogue.model.settling import SETTLED_AFTER
from chalicelib.catalogue.store.life import load_item_events, load_life
from chalicelib.durable.audit import broken_at
from chalicelib.durable.caller import Receipt
from proofs.kit.catalogue import item_document
from proofs.kit.trials import tried
from proofs.kit.world import World

CODE = "YM-I02"
CITY = "441700"
EDITOR, LEADER, LAW, CONSENTING, BUREAU = (
    "editor-ndrc",
    "leader-ndrc",
    "legal-reviewer",
    "item-approver",
    "supervisor",
)
PAPER = "阳编办〔2026〕18号"


class Office:
    """The people of an item's life, each with the newest ETag."""

    def __init__(self, world: World) -> None:
        self.world, self.platform = world, world.platform

    def by(self, who: str | Actor, **details: Any) -> Any:
        return self.world.people.caller(who, if_match=self.life.etag, **details)

    @property
    def life(self) -> Life:
        return load_life(self.platform.table, CITY, CODE).life

    @property
    def state(self) -> ProposalState | None:
        return self.life.proposal.state if self.life.proposal else None

    def document(self, **changes: Any) -> dict[str, Any]:
        return item_document(CODE).model_dump(mode="json", by_alias=True, exclude_unset=True) | changes

    def draft(self, **changes: Any) -> Receipt:
        return draft_item(self.platform, self.by(EDITOR), CODE, self.document(**changes) if changes else None)

    def save(self, who: str = EDITOR, **changes: Any) -> Receipt:
        return save_item_draft(self.platform, self.by(who), CODE, self.document(**changes))

    def propose(self, kind: Any, **facts: Any) -> Receipt:
        return propose_item_change(self.platform, self.by(EDITOR), CODE, Wanted(kind, "上位法已经修改", **facts))

    def approve(self, who: str | Actor = LEADER) -> Receipt:
        """What was played through, if it has a draft."""
        if self.life.proposal and self.life.proposal.kind == "revise":
            tried(self.platform, CODE)
        return approve_item(self.platform, self.by(who), CODE)

    def review(self, who: str | Actor = LAW, *, passed: bool = True) -> Receipt:
        caller = self.by(who)
        return review_item_law(self.platform, caller, CODE, passed=passed, document="阳法审1号", opinion="符合规定")

    def consent(self, who: str | Actor = CONSENTING, *, granted: bool = True) -> Receipt:
        return consent_item(self.platform, self.by(who), CODE, granted=granted, document=PAPER, note="")

    def publish(self, effective_at: Any = None, who: str | Actor = EDITOR) -> Receipt:
        """What takes effect as soon as it can has done so afterwards."""
        receipt = publish_item(self.platform, self.by(who), CODE, effective_at)
        if effective_at is None:
            self.world.clock.pass_time(SETTLED_AFTER)
        return receipt

    def carry_out(self, kind: Any, **facts: Any) -> Receipt:
        self.propose(kind, **facts)
        self.approve()
        if kind != "resume":
            self.review()
        self.consent()
        return self.publish()

    def item(self, at: Any = None) -> store.ServiceItem:
        return store.load_item(self.platform.table, CITY, CODE, at=at or self.platform.now())

    def events(self) -> list[str]:
        events = load_item_events(self.platform.table, CITY, CODE)
        assert broken_at(events) is None
        return [event.type for event in events]


def another_promise() -> dict[str, Any]:
    document = item_document(CODE).promised_limit.model_dump(mode="json", exclude_none=True)
    return {"promised_limit": document | {"value": 15}}
