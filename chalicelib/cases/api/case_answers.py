"""What the API shows of cases, tasks, files and events: models apart from storage, mapped explicitly."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from typing_extensions import TypeAliasType

from chalicelib.access.actor import Role
from chalicelib.cases.acts.disclose import Asked, Seen
from chalicelib.cases.api.adverse_answers import Adverse, ApplicationBar, adverse
from chalicelib.cases.api.agent_answers import CaseAgentAnswer, agents_of
from chalicelib.cases.api.deferrable_answers import Deferrable, MayFollow
from chalicelib.cases.api.deferral_answers import DeferralAnswer, deferral_answer
from chalicelib.cases.api.file_answers import FileAnswer
from chalicelib.cases.api.item_change import ItemChange
from chalicelib.cases.api.limits import Limits
from chalicelib.cases.api.member_answers import CaseMember, LineBrought, MemberOf
from chalicelib.cases.api.pledge_answers import PledgeAnswer, pledge_answer
from chalicelib.cases.api.sharing_answers import LineSharing
from chalicelib.cases.api.stage_answers import ManualStage, ManualStep
from chalicelib.cases.model import Case, Status, Task
from chalicelib.cases.model.clock import CLOCKS
from chalicelib.cases.model.clocks import waits_until
from chalicelib.cases.model.disclosure import Purpose
from chalicelib.cases.model.form_changes import Form
from chalicelib.cases.model.joint_ref import JointOutcome
from chalicelib.cases.model.late import Signal, signal_among, signal_of
from chalicelib.cases.model.masking import HIDDEN, masked_answer, masked_file_name, masked_name
from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.model.minutes import Hearing
from chalicelib.cases.model.moved import DueMoved, moved_of
from chalicelib.cases.model.outside import Outside
from chalicelib.cases.model.pledge_terms import undated
from chalicelib.cases.model.task import CANCELLED_FOR, TASK_KINDS, TaskState
from chalicelib.cases.model.visits import Visited
from chalicelib.catalogue.model import HandlingType, Theme
from chalicelib.catalogue.model.material_kinds import MaterialKind
from chalicelib.catalogue.model.values import MaterialSource
from chalicelib.durable.caller import Channel
from chalicelib.foundation.open_lists import OpenList
from chalicelib.http.routes import Call

# Each a component of the document, so that generated clients have a name for it.
TaskQuestion = TypeAliasType("TaskQuestion", dict[str, Any])
TaskReply = TypeAliasType("TaskReply", dict[str, Any])
SIGNAL_WORDS = (
    "yellow 超过承诺期限，或者告知承诺的核查、整改期限；red 超过法定期限或者颁发、送达期限；没有超过的为 null"
)
CANCEL_WORDS = "；".join(f"{reason} {words}" for reason, words in CANCELLED_FOR.items())
TaskKindName = Annotated[str, OpenList("任务种类", {kind.name: kind.label for kind in TASK_KINDS.values()})]


CaseOutcome = Literal["grant", "partly", "refuse"]
OF_REQUESTS: Mapping[JointOutcome, CaseOutcome] = {"granted": "grant", "partly": "partly", "refused": "refuse"}


class CaseSummary(BaseModel, defer_build=True):
    id: str
    item: str
    item_name: str
    status: Status
    status_label: str
    number: str | None = None
    created_at: AwareDatetime | None = None
    received_at: AwareDatetime | None = None
    due: date | None = None
    provisional: bool = False
    applicant_name: Annotated[str | None, Field(description="申请人名称；列表中已脱敏，如“林*例”")] = None


class ListedCase(CaseSummary):
    signal: Annotated[Signal | None, Field(description=SIGNAL_WORDS)] = None


class CaseList(BaseModel, defer_build=True):
    cases: list[ListedCase]
    next_cursor: str | None = None


class ApplicationList(BaseModel, defer_build=True):
    applications: list[CaseSummary]
    next_cursor: str | None = None
    only_of_this_account: Annotated[
        bool,
        Field(description="实名等级不到 3 级，只列出本账号自己填写的；本人名下的其他办件，请提高实名等级后查看"),
    ] = False


class CaseAnswer(CaseSummary, Visited, Adverse):
    item_version: int
    theme: Theme
    department: str
    handling: HandlingType
    channel: Channel
    query_code: str | None = None
    transferred_at: Annotated[
        AwareDatetime | None,
        Field(description="收件转送的时间：窗口没有受理委托书，收件后移送部门，由部门受理；没有移送的为空"),
    ] = None
    accepted_at: Annotated[AwareDatetime | None, Field(description="受理生效的时间")] = None
    deemed: Annotated[bool, Field(description="逾期未告知，视为受理")] = False
    decided_at: AwareDatetime | None = None
    delivered_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    held_at: Annotated[AwareDatetime | None, Field(description="暂缓销毁的起始时间")] = None
    erased_at: Annotated[
        AwareDatetime | None, Field(description="保管期限届满、个人信息销毁的时间；此后不再有表单、材料和文书内容")
    ] = None
    upward: Annotated[str | None, Field(description="上报件：决定机关在机构目录中的标识；本级决定的为 null")] = None
    reported_at: Annotated[AwareDatetime | None, Field(description="全部材料报送上级机关的时间")] = None
    rectify_by: Annotated[
        date | None, Field(description="联合审查之后待整改的，整改期限的最后一日；没有待整改的为 null")
    ] = None
    outcome: Annotated[
        CaseOutcome | None,
        Field(description="grant 准予，refuse 不予；联办申请还有 partly 部分办成；尚未决定的为 null"),
    ] = None
    decision_reasons: list[str] | None = None
    hearings: Annotated[list[Hearing] | None, Field(description="听证的主持人、地点和笔录；没有听证的为 null")] = None
    limits: Limits
    deferral: Annotated[DeferralAnswer | None, Field(description="容缺受理的承诺；没有的为空")] = None
    pledge: Annotated[PledgeAnswer | None, Field(description="告知承诺，以及准予之后的核查；没有作出承诺的为空")] = None
    joint: Annotated[MemberOf | None, Field(description="联办申请的成员事项：属于哪一件申请；其他办件为 null")] = None
    members: Annotated[list[CaseMember], Field(description="联办申请的成员事项；受理之前、其他办件为空")] = []
    agents: Annotated[
        list[CaseAgentAnswer], Field(description="凭登记的委托，以申请人的名义办理过本件的人，按先后")
    ] = []
    identity_checked_until: Annotated[
        AwareDatetime | None, Field(description="窗口已核验提交人的身份，在此之前提交这份草稿，视为 5 级")
    ] = None
    of_unchecked_account: Annotated[
        bool,
        Field(description="由没有核对过实名的账号以您的姓名和号码填写；不是您本人填写的，可以撤回"),
    ] = False
    item_changed: Annotated[
        bool,
        Field(description="事项版本已更新，请核对并重新保存表单再提交；或者事项现在不能申请（已公布未生效的不算）"),
    ] = False
    item_changes: Annotated[
        list[ItemChange],
        Field(description="事项有何变化，已填写的内容哪些保留、哪些须重新填写；已公布未生效的变动也在其中"),
    ] = []
    form: Form | None = None


class LineAnswer(BaseModel, defer_build=True):
    """A line of the checklist with the files handed in; `why` says why it applies, or why not (R10).

    Whether a line applies tells the answer that it depends on. To whoever may not see that answer, `required`,
    `applies`, `satisfied` and `on_paper` are null, and no files are listed.
    """

    no: str
    name: str
    required: Annotated[bool | None, Field(description="必须提交；取决于不予显示的填写内容的，为 null")]
    applies: Annotated[bool | None, Field(description="适用于本件；取决于不予显示的填写内容的，为 null")]
    why: str
    satisfied: Annotated[
        bool | None,
        Field(description="已收到有效文件，或者已作出这一项所写的承诺；取决于不予显示的填写内容的，为 null"),
    ]
    source: MaterialSource
    kind: MaterialKind
    originals: int
    copies: int
    on_paper: Annotated[
        bool | None, Field(description="窗口已收取这一项的纸质材料；取决于不予显示的填写内容的，为 null")
    ]
    legal_basis: str | None = None
    sharing: LineSharing = None
    brought: LineBrought = None
    may_follow: MayFollow
    files: list[FileAnswer]


class MaterialsAnswer(BaseModel, defer_build=True):
    materials: list[LineAnswer]
    deferrable: Deferrable = None
    bars: Annotated[list[ApplicationBar], Field(description="因此前的认定现在不得申请的事项；没有的为空")] = []


class TaskAnswer(BaseModel, defer_build=True):
    id: str
    case_id: str
    kind: TaskKindName
    state: TaskState
    item: str
    item_name: str
    case_number: str
    department: str
    due: date | None = None
    statutory_due: date | None = None
    undated: Annotated[str | None, Field(description="没有届满日的原因；有届满日的为空")] = None
    lower_review_due: Annotated[date | None, Field(description="上报件由本级审查的期限届满日")] = None
    superior_due: Annotated[date | None, Field(description="上报件由上级机关决定的期限届满日")] = None
    provisional: bool = False
    signal: Annotated[Signal | None, Field(description=SIGNAL_WORDS)] = None
    moved: Annotated[list[DueMoved], Field(description="届满日最近一次变动；没有变动的为空")] = []
    opened_at: AwareDatetime
    claimed_by: Annotated[str | None, Field(description="认领人，其令牌的 sub")] = None
    claimed_role: Annotated[
        Literal[Role.OFFICER, Role.DEPARTMENT_SYSTEM] | None,
        Field(description="认领人的岗位；部门系统与本部门人员视为一体"),
    ] = None
    claimed_at: AwareDatetime | None = None
    handed_over: Annotated[
        str | None,
        Field(description="最近一次接办或改派的理由；说明查看目的或者由认领人本人查看的，完整显示，其余为“***”"),
    ] = None
    cancelled_at: Annotated[AwareDatetime | None, Field(description="任务取消的时间，此后无需办理")] = None
    cancelled_for: Annotated[str | None, Field(description=f"取消的原因：{CANCEL_WORDS}")] = None
    question: Annotated[
        TaskQuestion | None, Field(description="窗口受理前征询的内容；未说明查看目的的，文字内容为“***”")
    ] = None
    outside: Annotated[
        Outside | None, Field(description="联办中由本单位系统办理的事项；其他任务为 null。form 只有其所需的信息")
    ] = None
    answered_at: AwareDatetime | None = None
    answer: Annotated[
        TaskReply | None,
        Field(
            description="部门的审查意见或者首席代表、部门负责人的决定；说明查看目的的，或者答复人在审批期间查看本人意见的，"
            "完整显示，其余的文字内容为“***”"
        ),
    ] = None
    bars: Annotated[list[ApplicationBar], Field(description="视为受理的申请受到的申请限制，不得准予；没有的为空")] = []
    applicant_name: str | None = None
    agents: Annotated[
        list[CaseAgentAnswer] | None,
        Field(description="凭登记的委托，以申请人的名义办理过本件的人，按先后；只在查看一件时有"),
    ] = None
    form: Form | None = None
    materials: list[LineAnswer] | None = None
    stages: Annotated[
        list[ManualStage] | None, Field(description="业务手册中本件的环节；未完整显示表单的，含取决于填写内容的各环节")
    ] = None
    now: Annotated[ManualStep | None, Field(description="目前应办的操作；任务已经结束的为 null")] = None
    following: Annotated[ManualStep | None, Field(description="此后部门应办的操作；没有的为 null")] = None


class TaskList(BaseModel, defer_build=True):
    tasks: list[TaskAnswer]
    next_cursor: str | None = None


def summary(case: Case) -> dict[str, Any]:
    return {
        **case.model_dump(include={"id", "item", "item_name", "number", "created_at", "received_at"}),
        "status": case.status.value,
        "status_label": case.status_label,
        "due": None if case.status.undone else waits_until(case),
        "provisional": case.provisional,
    }


def listed(case: Case, today: date) -> ListedCase:
    """The case in a list that people may look at over a shoulder."""
    name = masked_name(case.applicant_name) or case.name_shown or None
    return ListedCase.model_validate({**summary(case), "applicant_name": name, "signal": signal_of(case, today)})


class PurposeQuery(BaseModel, defer_build=True):
    """What somebody of the hall reads personal data for."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    purpose: Annotated[
        Purpose | None,
        Field(description="查看目的；不填则个人信息脱敏显示，填写且与岗位、环节相符的完整显示，并记入查阅记录"),
    ] = None


def asked_by(call: Call[Any, PurposeQuery]) -> Asked:
    return Asked(call.caller, call.query.purpose, call.request_id)


def case_seen(case: Case, seen: Seen) -> CaseAnswer:
    """As people of the hall see it. The query code opens the progress to anybody, so it stands in the receipt only.
    Reasons are sentences, which name people.
    """
    answer = case_answer(case, seen.form)
    reasons, hearings = (answer.decision_reasons, answer.hearings) if seen.whole else (None, None)
    shown = {"applicant_name": seen.applicant_name or None, "query_code": None, "decision_reasons": reasons}
    return answer.model_copy(update={**shown, "agents": agents_of(case, whole=seen.whole), "hearings": hearings})


NOT_SHOWN = {
    *("asked_at", "silence_told", "advised", "prechecks", "precheck_until", "visits", "ward", "ward_key", "agents"),
    *("stops", "hearings", "extended", "superior", "returns", "report_late_told"),
    *("status", "sharing", "clocks", "open_tasks", "tasks_opened", "decision_reasons", "face", "told", "hold_reason"),
    "facts_told",
}


def case_answer(case: Case, form: dict[str, Any] | None) -> CaseAnswer:
    """As its applicant sees it: whole."""
    return CaseAnswer.model_validate(
        {
            **case.model_dump(exclude=NOT_SHOWN),
            **summary(case),
            "applicant_name": case.applicant_name or None,
            "decision_reasons": list(case.decision_reasons) or None,
            "hearings": list(case.hearings) or None,
            "limits": {
                **{words.limit: case.due(kind) for kind, words in CLOCKS.items()},
                "provisional": case.provisional,
            },
            "deferral": deferral_answer(case),
            "pledge": pledge_answer(case),
            "rectify_by": case.rectify_by,
            "outcome": case.outcome or (OF_REQUESTS[case.joint_outcome] if case.joint_outcome else None),
            **adverse(case),
            "agents": agents_of(case, whole=True),
            "form": form,
        }
    )


def file_answer(file: MaterialFile, **told: Any) -> FileAnswer:
    """With its name as its owner gave it. `told` is what its case says of it, and a link."""
    return FileAnswer.model_validate({**dict(file), **told})


def masked_file_answer(file: MaterialFile, **told: Any) -> FileAnswer:
    """With neither its name nor a link."""
    return FileAnswer.model_validate({**dict(file), "file_name": masked_file_name(file.file_name), **told})


def task_answer(task: Task, today: date, *, whole: bool, **more: Any) -> TaskAnswer:
    """`whole`: with the sentences that people of the department have written, which are personal like the form."""
    sentences = {} if whole else masked_sentences(task)
    signal = signal_among(task.clocks, today) if task.waiting else None
    dues = {"signal": signal, "moved": moved_of(task), "undated": undated(task), **_of_its_level(task)}
    return TaskAnswer.model_validate({**task.model_dump(), **dues, **sentences, **more})


def _of_its_level(task: Task) -> dict[str, date | None]:
    """Of a 上报件 the law's day is called as on the case: that of the review here, or of the organ above."""
    kinds = [kind for kind in ("lower_review", "superior") if kind in task.clocks]
    return {**{f"{kind}_due": task.statutory_due for kind in kinds}, **({"statutory_due": None} if kinds else {})}


def masked_sentences(task: Task) -> dict[str, Any]:
    return {
        "question": None if task.question is None else masked_answer(task.question),
        "answer": None if task.answer is None else masked_answer(task.answer),
        "handed_over": None if task.handed_over is None else HIDDEN,
    }
