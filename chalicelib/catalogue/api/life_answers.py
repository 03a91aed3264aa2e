"""How editors, approvers and the bureau see the life of an item."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.catalogue.api.consequence_answers import CONSEQUENCES, ConsequenceAnswer
from chalicelib.catalogue.api.item_answers import EditedDocument, ItemCorrection
from chalicelib.catalogue.model.differences import Difference
from chalicelib.catalogue.model.life import KIND_WORDS, STATE_WORDS, OpenCorrection, Proposal, Step, Trial
from chalicelib.catalogue.model.life_acts import LIFE_ACTS
from chalicelib.durable.audit import Event
from chalicelib.foundation.open_lists import OpenList
from chalicelib.foundation.platform import SHANGHAI

EVENT_WORDS = {event: words for row in LIFE_ACTS for event, words in row.events.items()}
Kind = Annotated[str, OpenList("事由", KIND_WORDS)]
State = Annotated[str, OpenList("进展", {state.value: words for state, words in STATE_WORDS.items()})]
EventType = Annotated[str, OpenList("事件", EVENT_WORDS)]


class ConflictAnswer(BaseModel, defer_build=True):
    """草稿和现行版本改动不同的一处：草稿已改为现行版本的内容，drafted 为草稿原来的内容，null 为草稿已删去."""

    pointer: str
    drafted: str | None = None


class LifeReceipt(BaseModel, defer_build=True):
    """一次操作的回执；没有进行中的草稿或者变动时 kind、state 为空."""

    id: str
    event: EventType
    seq: Annotated[int, Field(description="事项事件链中的序号")]
    kind: Kind | None = None
    state: State | None = None
    state_label: str | None = None
    base: Annotated[int | None, Field(description="草稿所依据的版本，新事项为 0")] = None
    version: Annotated[int | None, Field(description="涉及的版本")] = None
    published: Kind | None = None
    effective_at: Annotated[AwareDatetime | None, Field(description="生效时间")] = None
    receipt_number: Annotated[str | None, Field(description="备案回执号")] = None
    pointer: Annotated[str | None, Field(description="更正的位置")] = None
    carried: Annotated[list[str] | None, Field(description="按现行版本调整后，草稿保留的改动的位置")] = None
    conflicts: Annotated[list[ConflictAnswer] | None, Field(description="与现行版本冲突的位置，须核对")] = None
    consequences: Annotated[list[ConsequenceAnswer] | None, Field(description=CONSEQUENCES)] = None


class DoneStep(BaseModel, defer_build=True):
    """由谁（令牌的 sub）、何时、依据什么文书办理了一步."""

    by: str
    at: AwareDatetime
    document: str
    note: str


class DifferenceAnswer(BaseModel, defer_build=True):
    """与现行版本相比的一处变化；pointer 为新版本中的位置."""

    code: str
    pointer: str
    text: str
    before: str | None = None
    after: str | None = None


class FindingAnswer(BaseModel, defer_build=True):
    """不能发布的一项理由."""

    pointer: str
    code: str
    message: str


class CorrectionAnswer(BaseModel, defer_build=True):
    """一处待确认的文字更正."""

    version: int
    pointer: str
    before: str
    after: str
    why: str
    proposed: DoneStep


class MadeCorrection(ItemCorrection, defer_build=True):
    """确认过的一处文字更正，以及它所在的版本."""

    version: int


class CorrectionsAnswer(BaseModel, defer_build=True):
    """事项的文字更正：待确认的一处，和最新版本（待生效的连同现行版本）中已更正的各处。确认时 If-Match 填本回答的
    ETag.
    """

    waiting: Annotated[CorrectionAnswer | None, Field(description="待确认的更正；没有的为空")]
    made: Annotated[
        list[MadeCorrection], Field(description="最新版本（待生效的，连同现行版本）中已确认的更正，先更正的在前")
    ]


class TrialSummary(BaseModel, defer_build=True):
    """草稿的试运行：standing 为 current 的，已就这份草稿试运行通过；acts 为办理过的环节，left_open 为没有办结的办件."""

    id: str
    standing: Annotated[
        Literal["running", "failed", "outdated", "current"],
        Field(description="进行中、未通过、草稿已改动、已就这份草稿通过"),
    ]
    content_hash: Annotated[str, Field(description="试运行时冻结的草稿内容的摘要")]
    started: DoneStep
    finished: DoneStep | None = None
    ends_at: Annotated[AwareDatetime, Field(description="此后试运行的数据自动删除")]
    cases: int = 0
    acts: list[str]
    left_open: list[str]


class ProposalAnswer(BaseModel, defer_build=True):
    """进行中的草稿或者变动：内容、已办的各步、与现行版本的差异、还不能发布的全部理由."""

    id: str
    name: str
    kind: Kind
    state: State
    state_label: str
    base: int
    department: str
    reason: str
    successors: list[str]
    to_divisions: list[str]
    until: AwareDatetime | None = None
    effective_at: AwareDatetime | None = None
    editors: list[str]
    approved: DoneStep | None = None
    reviewed: DoneStep | None = None
    consented: DoneStep | None = None
    returned: DoneStep | None = None
    trial: Annotated[TrialSummary | None, Field(description="最近一次试运行；没有的为空")] = None
    document: Annotated[EditedDocument | None, Field(description="草稿内容；变动没有草稿")] = None
    differences: list[DifferenceAnswer]
    refusals: Annotated[list[FindingAnswer], Field(description="还不能发布的全部理由，改正后才能审定和发布")]
    correction: CorrectionAnswer | None = None
    outdated: Annotated[bool, Field(description="草稿之后事项已另行发布或者更正，须先按现行版本调整")]
    conflicts: Annotated[list[ConflictAnswer], Field(description="调整时与现行版本冲突的位置，保存草稿后不再列出")]
    consequences: Annotated[list[ConsequenceAnswer], Field(description=CONSEQUENCES)]


class VersionSummary(BaseModel, defer_build=True):
    """事项的一个版本；consent 为编办同意的文号，导入的版本没有."""

    version: int
    name: str
    content_hash: str
    published_at: AwareDatetime
    effective_at: AwareDatetime
    consent: str
    corrections: int
    withdrawn_at: Annotated[AwareDatetime | None, Field(description="生效前撤回的时间；没有撤回的为空")] = None


class VersionList(BaseModel, defer_build=True):
    versions: list[VersionSummary]
    next_cursor: str | None


class ItemEventAnswer(BaseModel, defer_build=True):
    """事项事件链中的一环；hash 覆盖其余各项，包括 previous."""

    seq: int
    type: EventType
    label: str
    at: AwareDatetime
    actor: str
    role: str
    department: str | None
    data: EditedDocument
    previous: str
    hash: str


class ItemHistory(BaseModel, defer_build=True):
    events: list[ItemEventAnswer]
    whole: Annotated[bool, Field(description="事件链完整，没有改动、缺失或者插入")]


class FilingAnswer(BaseModel, defer_build=True):
    """一项报备的变动；overdue：超过期限还没有备案回执."""

    id: str
    seq: Annotated[int, Field(description="备案时填写的事件序号")]
    kind: Kind
    kind_label: str
    name: str
    department: str
    version: int
    published_at: AwareDatetime
    effective_at: AwareDatetime
    document: str
    lines: list[str]
    workdays_waiting: Annotated[int | None, Field(description="已等待的工作日数")] = None
    due: Annotated[date | None, Field(description="应当备案的最后一日")] = None
    overdue: bool = False
    receipt_number: str | None = None
    filed_at: AwareDatetime | None = None


class FilingList(BaseModel, defer_build=True):
    filings: list[FilingAnswer]
    next_cursor: str | None


def step_answer(step: Step | None) -> DoneStep | None:
    return DoneStep(by=step.by, at=step.at, document=step.document, note=step.note) if step else None


def trial_summary(trial: Trial, content_hash: str) -> TrialSummary:
    """`content_hash` is that of the draft as it is now."""
    return TrialSummary(
        id=trial.id,
        standing=_standing(trial, content_hash),
        content_hash=trial.content_hash,
        started=DoneStep.model_validate(trial.started.model_dump()),
        finished=step_answer(trial.finished),
        ends_at=datetime.fromtimestamp(trial.ends_at, SHANGHAI),
        cases=trial.cases,
        acts=list(trial.acts),
        left_open=list(trial.left_open),
    )


def _standing(trial: Trial, content_hash: str) -> Literal["running", "failed", "outdated", "current"]:
    if trial.content_hash != content_hash:
        return "outdated"
    if trial.finished is None:
        return "running"
    return "current" if trial.passed else "failed"


def difference_answer(change: Difference) -> DifferenceAnswer:
    return DifferenceAnswer(
        code=change.code, pointer=change.pointer, text=change.text, before=change.before, after=change.after
    )


def correction_answer(correction: OpenCorrection | None) -> CorrectionAnswer | None:
    if correction is None:
        return None
    told = correction.model_dump(exclude={"proposed"})
    return CorrectionAnswer.model_validate(told | {"proposed": correction.proposed.model_dump()})


def steps_of(proposal: Proposal) -> dict[str, Any]:
    named = ("approved", "reviewed", "consented", "returned")
    return {name: step_answer(getattr(proposal, name)) for name in named}


def event_answer(event: Event) -> ItemEventAnswer:
    told = event.model_dump(include={"seq", "type", "at", "actor", "role", "department", "data", "previous", "hash"})
    return ItemEventAnswer.model_validate(told | {"label": EVENT_WORDS.get(event.type, event.type)})
