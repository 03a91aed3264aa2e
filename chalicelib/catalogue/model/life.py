"""The life of an item: how its next version, or its end, comes about, and by whom. Pure.

An item has at most one proposal under way. An editor of the department drafts it, the department's leader approves it,
the office of law (法制) reviews what takes an item away or puts it aside, the office of institutions (编办) consents,
and then it is published. Nobody does two of these steps (R48, and 审查 by 编制 and 法制). Who somebody is, the register
of staff says: one person with two accounts is one person.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from chalicelib.catalogue.model.settling import settled
from chalicelib.catalogue.model.values import ItemId
from chalicelib.durable.audit import GENESIS

ProposalKind = Literal["revise", "withdraw", "suspend", "resume", "cancel", "devolve", "split", "merge"]
KIND_WORDS: Mapping[str, str] = {
    "revise": "发布新版本",
    "withdraw": "撤回待生效的版本",
    "suspend": "暂停",
    "resume": "恢复",
    "cancel": "取消",
    "devolve": "下放",
    "split": "拆分",
    "merge": "合并",
    "correct": "更正文字",
    "end": "取消",
    "import": "导入",
}
# 拆分、合并、暂停、取消、下放 take a right away, so the office of law looks at them besides 编办.
REVIEWED_BY_LAW: frozenset[str] = frozenset({"suspend", "cancel", "devolve", "split", "merge"})
CLOSINGS: frozenset[str] = frozenset({"cancel", "devolve", "split", "merge"})


class ProposalState(StrEnum):
    """How far a proposal is. `label` says it in Chinese."""

    DRAFT = "draft"
    APPROVED = "approved"
    REVIEWED = "reviewed"
    CONSENTED = "consented"

    @property
    def label(self) -> str:
        return STATE_WORDS[self]


STATE_WORDS: Mapping[ProposalState, str] = {
    ProposalState.DRAFT: "起草中",
    ProposalState.APPROVED: "部门已审定",
    ProposalState.REVIEWED: "已经合法性审查",
    ProposalState.CONSENTED: "编办已同意",
}


class Kept(BaseModel, defer_build=True):
    """A part of a row of ours."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Hand(NamedTuple):
    """Who does a step: the account, and the person whom the register of staff knows by it. Somebody who is in no
    register is known by the account. `accounts` are those that this person has now, `posts` the ids by which a step
    may name the person.
    """

    account: str
    person: str = ""
    accounts: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()

    @property
    def persons(self) -> tuple[str, ...]:
        return (self.person,) if self.person else ()

    def is_one_of(self, steps: "Iterable[Step]") -> bool:
        """Whether the same person has done one of these steps, with this account or with another one."""
        own = {self.account, *self.accounts}
        known_as = {*self.persons, *self.posts}
        return any(step.by in own or step.person in known_as for step in steps)


class Step(Kept):
    """A step that somebody has done: `by` is the subject of a token, `person` who that was by the register of staff,
    `document` the number of the paper it rests on.
    """

    by: str
    person: str = ""
    at: AwareDatetime
    document: str = ""
    note: str = ""


class Conflicting(Kept):
    """A place that the draft and the newest version had changed in two ways; `drafted` is what the draft said there."""

    pointer: str
    drafted: str | None = None


class Trial(Kept):
    """The newest trial (试运行) of a draft: `content_hash` is that of the draft which was frozen for it, `id` names its
    sandbox. What was played is told when it is finished.
    """

    id: str
    content_hash: str
    started: Step
    ends_at: int
    finished: Step | None = None
    passed: bool = False
    cases: int = 0
    acts: tuple[str, ...] = ()
    left_open: tuple[str, ...] = ()

    def passed_with(self, content_hash: str) -> bool:
        """Whether it was finished well, with exactly this draft."""
        return self.finished is not None and self.passed and self.content_hash == content_hash


class Proposal(Kept):
    """What is to become of the item. `base` is the version it was made from, 0 of a new item. `content_hash` is that of
    the draft of a new version. `effective_at` is when it shall take effect; when it is published, if empty. `editors`
    are accounts; `authors` are the persons behind them, of those whom the register of staff knows. `base_corrections`
    counts the clerical corrections that the base had then. `conflicts` are places where the base of a draft was changed
    and the draft's own words were left; the next saving ends them.
    """

    kind: ProposalKind
    state: ProposalState = ProposalState.DRAFT
    base: int = 0
    base_corrections: int = 0
    name: str
    department: str
    editors: tuple[str, ...]
    authors: tuple[str, ...] = ()
    saved_at: AwareDatetime
    reason: str = ""
    successors: tuple[ItemId, ...] = ()
    to_divisions: tuple[str, ...] = ()
    until: AwareDatetime | None = None
    effective_at: AwareDatetime | None = None
    content_hash: str = ""
    trial: Trial | None = None
    approved: Step | None = None
    reviewed: Step | None = None
    consented: Step | None = None
    returned: Step | None = None
    conflicts: tuple[Conflicting, ...] = ()

    @property
    def needs_law(self) -> bool:
        return self.kind in REVIEWED_BY_LAW

    @property
    def awaits_consent(self) -> bool:
        return self.state is (ProposalState.REVIEWED if self.needs_law else ProposalState.APPROVED)

    def written(self) -> Iterator[Step]:
        """Who has written a word of it."""
        for editor in self.editors:
            yield Step(by=editor, at=self.saved_at)
        for author in self.authors:
            yield Step(by="", person=author, at=self.saved_at)

    def passed(self) -> Iterator[Step]:
        """The steps by which others have passed it so far."""
        yield from (step for step in (self.approved, self.reviewed, self.consented) if step)

    def written_by(self, hand: Hand) -> dict[str, tuple[str, ...]]:
        """Its editors and authors, with whoever writes a word of it now."""
        return {
            "editors": tuple(dict.fromkeys((*self.editors, hand.account))),
            "authors": tuple(dict.fromkeys((*self.authors, *hand.persons))),
        }

    def back_to_draft(self, returned: Step) -> "Proposal":
        """Sent back with a reason."""
        return self.begun_anew(returned=returned)

    def begun_anew(self, **changes: Any) -> "Proposal":
        """Every step has to be done again, because what follows may say something else."""
        nothing = {"approved": None, "reviewed": None, "consented": None}
        return self.model_copy(update={"state": ProposalState.DRAFT, **nothing, **changes})


class OpenCorrection(Kept):
    """A clerical error of a published version that somebody else has to confirm."""

    version: int
    pointer: str
    before: str
    after: str
    why: str
    proposed: Step


class Life(Kept):
    """Where an item stands on its way, and the end of its chain of events."""

    seq: Annotated[int, Field(ge=0)] = 0
    last_hash: str = GENESIS
    proposal: Proposal | None = None
    correction: OpenCorrection | None = None

    @property
    def etag(self) -> str:
        return f'"l{self.seq}"'


def starts_at(proposal: Proposal, chosen: datetime | None, now: datetime) -> datetime:
    """When it takes effect: as whoever publishes it says, else as it was proposed, and never before every process has
    read it. A withdrawal changes nothing that holds, so it takes effect at once.
    """
    if proposal.kind == "withdraw":
        return now
    return settled(chosen or proposal.effective_at, now)
