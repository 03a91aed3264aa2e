"""What the API shows of cases, tasks, files and events: models apart from storage, mapped explicitly."""

from datetime import date
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.cases.model import Case, Task
from chalicelib.cases.model.clock import CLOCKS
from chalicelib.cases.model.clocks import waits_until
from chalicelib.cases.model.masking import masked_name
from chalicelib.cases.model.material import MaterialFile
from chalicelib.durable.audit import Event


class Finding(BaseModel):
    """表单中的一处提示：位置（JSON 指针）、代码和说明。"""

    pointer: str
    code: str
    message: str


class ReceiptAnswer(BaseModel):
    """操作的回执；除 id 外，只有与该操作有关的内容。"""

    model_config = {"extra": "allow"}

    id: Annotated[str, Field(description="办件编号；认领任务时为任务编号")]
    status: Annotated[str | None, Field(description="操作之后办件的状态")] = None
    status_label: Annotated[str | None, Field(description="状态的中文名称")] = None
    at: Annotated[AwareDatetime | None, Field(description="操作的时间")] = None
    number: Annotated[str | None, Field(description="申办流水号，收件时取得")] = None
    query_code: Annotated[str | None, Field(description="查询码，提交申请时给出，用于查询办事进度")] = None
    document: Annotated[str | None, Field(description="随操作出具的文书编号，在办件的 documents 下读取")] = None
    promised_due: Annotated[date | None, Field(description="承诺期限届满日，受理时给出")] = None
    statutory_due: Annotated[date | None, Field(description="法定期限届满日，受理时给出")] = None
    issue_due: Annotated[date | None, Field(description="颁发、送达期限届满日，作出决定时给出")] = None
    provisional: Annotated[bool | None, Field(description="给出的届满日中有放假通知尚未公布的日子")] = None
    deemed: Annotated[
        bool | None, Field(description="逾期未一次性告知，自收到申请材料之日起即为受理（行政许可法第三十二条）")
    ] = None
    outcome: Annotated[str | None, Field(description="决定：grant 准予，refuse 不予")] = None
    recommendation: Annotated[str | None, Field(description="部门的审查意见：grant 或 refuse")] = None
    ground: Annotated[str | None, Field(description="不予受理的理由种类")] = None
    supplement_due: Annotated[date | None, Field(description="补正期限届满日，告知补正时给出")] = None
    lines: Annotated[list[str] | None, Field(description="要求补正的材料序号")] = None
    fields: Annotated[list[str] | None, Field(description="要求更正或者已经更正的表单栏目，以指针表示")] = None
    form_version: Annotated[int | None, Field(description="更正后表单的版本")] = None
    result_version: Annotated[int | None, Field(description="更正后办理结果的版本")] = None
    task: Annotated[str | None, Field(description="答复、退回、接办或改派的任务编号")] = None
    case_id: Annotated[str | None, Field(description="任务所属的办件，认领时给出")] = None
    state: Annotated[str | None, Field(description="任务的状态，认领、退回、接办和改派时给出")] = None
    claimed_by: Annotated[str | None, Field(description="认领人，其令牌的 sub；认领、接办和改派时给出")] = None
    errors: Annotated[list[Finding] | None, Field(description="草稿已照原样保存，提交前须改正这些内容")] = None
    warnings: Annotated[list[Finding] | None, Field(description="请核对的内容，不影响提交")] = None


class Limits(BaseModel):
    """Due days of the case; while it waits for a supplement only the applicant's own.

    `provisional`: not every holiday up to the last of them has been announced.
    """

    accept_due: date | None = None
    supplement_due: date | None = None
    promised_due: date | None = None
    statutory_due: date | None = None
    issue_due: date | None = None
    provisional: bool = False


class CaseSummary(BaseModel):
    id: str
    item: str
    item_name: str
    status: str
    status_label: str
    number: str | None = None
    created_at: AwareDatetime | None = None
    received_at: AwareDatetime | None = None
    due: date | None = None
    provisional: bool = False
    applicant_name: Annotated[str | None, Field(description="申请人名称；列表中已脱敏，如“林*例”")] = None


class CaseList(BaseModel):
    cases: list[CaseSummary]
    next_cursor: str | None = None


class ApplicationList(BaseModel):
    applications: list[CaseSummary]
    next_cursor: str | None = None


class CaseAnswer(CaseSummary):
    item_version: int
    theme: str
    department: str
    handling: str
    channel: str
    query_code: str | None = None
    accepted_at: Annotated[AwareDatetime | None, Field(description="受理生效的时间")] = None
    deemed: Annotated[bool, Field(description="逾期未告知，视为受理")] = False
    decided_at: AwareDatetime | None = None
    delivered_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    outcome: str | None = None
    decision_reasons: list[str] | None = None
    limits: Limits
    item_changed: Annotated[
        bool, Field(description="草稿所依据的事项版本已不是现行版本，请核对后重新保存表单，再提交")
    ] = False
    form: dict[str, Any] | None = None


class FileAnswer(BaseModel):
    id: str
    file_name: str
    content_type: str
    size: int
    sha256: str
    state: str
    reason: str | None = None
    counts: Annotated[bool, Field(description="计入本件材料：所属材料适用，已通过校验，且未被一次性告知要求重新提交")]
    pages: Annotated[int | None, Field(description="PDF 的页数")] = None
    width: Annotated[int | None, Field(description="图像的宽度（像素）")] = None
    height: Annotated[int | None, Field(description="图像的高度（像素）")] = None
    kept_sha256: Annotated[
        str | None, Field(description="留存文件的摘要：已从图像中去除拍摄位置等信息，与上传时不同的才有")
    ] = None
    event: Annotated[int | None, Field(description="收取该文件的事件序号；提交之前没有")] = None
    url: str | None = None


class LineAnswer(BaseModel):
    """A line of the checklist with the files handed in; `why` says why it applies, or why not (R10)."""

    no: str
    name: str
    required: bool
    applies: bool
    why: str
    satisfied: bool
    source: str
    originals: int
    copies: int
    on_paper: Annotated[bool, Field(description="窗口已收取这一项的纸质材料")]
    legal_basis: str | None = None
    files: list[FileAnswer]


class MaterialsAnswer(BaseModel):
    materials: list[LineAnswer]


class TaskAnswer(BaseModel):
    id: str
    case_id: str
    kind: str
    state: str
    item: str
    item_name: str
    case_number: str
    department: str
    due: date | None = None
    statutory_due: date | None = None
    provisional: bool = False
    opened_at: AwareDatetime
    claimed_by: Annotated[str | None, Field(description="认领人，其令牌的 sub")] = None
    claimed_role: Annotated[
        str | None, Field(description="认领人的岗位：officer 或 department_system；部门系统与本部门人员视为一体")
    ] = None
    claimed_at: AwareDatetime | None = None
    handed_over: Annotated[str | None, Field(description="最近一次接办或改派的理由")] = None
    cancelled_at: Annotated[AwareDatetime | None, Field(description="任务取消的时间，此后无需办理")] = None
    cancelled_for: Annotated[str | None, Field(description="取消的原因：withdrawn 申请人已撤回申请")] = None
    answered_at: AwareDatetime | None = None
    answer: dict[str, Any] | None = None
    applicant_name: str | None = None
    form: dict[str, Any] | None = None
    materials: list[LineAnswer] | None = None


class TaskList(BaseModel):
    tasks: list[TaskAnswer]
    next_cursor: str | None = None


class EventAnswer(BaseModel):
    """An event of the chain; `hash` covers everything else in it, `previous` included.

    `policy` is the rule that allowed the act, `letter` the letter of authority.
    """

    case_id: str
    seq: int
    type: str
    at: AwareDatetime
    actor: str
    role: str
    department: str | None = None
    policy: str | None = None
    letter: str | None = None
    data: dict[str, Any]
    previous: str
    hash: str


class EventList(BaseModel):
    events: list[EventAnswer]
    intact: bool


class Upload(BaseModel):
    """A browser's form upload: POST `fields` and then `file` to `url`, within 15 minutes."""

    url: str
    fields: dict[str, str]


class UploadAnswer(BaseModel):
    id: str
    file_id: str
    line: str
    upload: Upload


def summary(case: Case) -> dict[str, Any]:
    return {
        **case.model_dump(include={"id", "item", "item_name", "number", "created_at", "received_at"}),
        "status": case.status.value,
        "status_label": case.status.label,
        "due": waits_until(case),
        "provisional": case.provisional,
    }


def listed(case: Case) -> dict[str, Any]:
    """The case in a list that people may look at over a shoulder."""
    return {**summary(case), "applicant_name": masked_name(case.applicant_name)}


def case_answer(case: Case, form: dict[str, Any] | None) -> CaseAnswer:
    return CaseAnswer.model_validate(
        {
            **case.model_dump(exclude={"status", "clocks", "open_tasks", "tasks_opened", "decision_reasons", "told"}),
            **summary(case),
            "decision_reasons": list(case.decision_reasons) or None,
            "limits": {
                **{words.limit: case.due(kind) for kind, words in CLOCKS.items()},
                "provisional": case.provisional,
            },
            "form": form,
        }
    )


def file_answer(file: MaterialFile, *, counts: bool, url: str | None = None) -> FileAnswer:
    return FileAnswer.model_validate({**file.model_dump(), "counts": counts, "url": url})


def task_answer(task: Task, **more: Any) -> TaskAnswer:
    return TaskAnswer.model_validate({**task.model_dump(), **more})


def event_answer(event: Event) -> EventAnswer:
    return EventAnswer.model_validate(event.model_dump())
