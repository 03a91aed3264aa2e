"""How a trial looks to whoever plays it."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.policy import Permission
from chalicelib.cases.model import Case, task_id
from chalicelib.cases.store.records import load_cases, load_events
from chalicelib.catalogue.acts.life_gate import find_life
from chalicelib.catalogue.api.item_answers import EditedDocument
from chalicelib.catalogue.api.life_answers import TrialSummary, trial_summary
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.store import load_item
from chalicelib.documents.store.links import document_url
from chalicelib.documents.store.vault import documents
from chalicelib.durable.caller import Caller
from chalicelib.foundation.platform import Platform
from chalicelib.trials.acts.trial_gate import OpenTrial, open_trial, trial_in
from chalicelib.trials.model.playbook import playbook
from chalicelib.trials.model.posts import playing
from chalicelib.trials.model.samples import sample_forms
from chalicelib.trials.store.sandboxes import cases_of


class TrialTask(BaseModel, defer_build=True):
    """试运行办件的一项待办任务."""

    task_id: str
    kind: str


class TrialDocument(BaseModel, defer_build=True):
    """试运行出具的一份文书；印好后有地址，五分钟内有效."""

    no: str
    title: str
    number: str | None = None
    state: str
    url: str | None = None


class TrialCase(BaseModel, defer_build=True):
    """试运行中的一个办件；events 为办理经过."""

    case_id: str
    number: str | None = None
    status: str
    status_label: str
    outcome: str | None = None
    tasks: list[TrialTask]
    documents: list[TrialDocument]
    events: list[str]


class TrialMove(BaseModel, defer_build=True):
    """最近的办件此时可以办理的一步：do 为接口名称，as 为能办的岗位，path 为该接口的地址."""

    do: str
    summary: str
    as_: Annotated[list[str], Field(alias="as")]
    path: str


class TrialForm(BaseModel, defer_build=True):
    """以示例值填好的申请表：as 为扮演的申请人."""

    as_: Annotated[str, Field(alias="as")]
    form: EditedDocument


class TrialAnswer(BaseModel, defer_build=True):
    """试运行的情况；sandbox 为沙箱的区划代码，ends_at 之后全部数据自动删除."""

    trial: TrialSummary
    now: Annotated[AwareDatetime | None, Field(description="试运行的当前时间；已经删除的没有")] = None
    sandbox: str | None = None
    forms: Annotated[list[TrialForm], Field(description="可以申请的各类申请人，各有以示例值填好的申请表")]
    cases: list[TrialCase]
    steps: list[TrialMove]


class PlayedStep(BaseModel, defer_build=True):
    """试运行一步的答复：answer 为该接口的答复."""

    did: str
    status: int
    etag: str | None = None
    answer: EditedDocument


class TrialFile(BaseModel, defer_build=True):
    """附上的一份样本材料."""

    line: str
    state: Annotated[str, Field(description="文件的状态，ready 为校验通过")]


class SamplesAnswer(BaseModel, defer_build=True):
    """附上的样本材料."""

    case_id: str
    files: list[TrialFile]


class ClockAnswer(BaseModel, defer_build=True):
    """试运行的新时间，以及随之届满的期限数."""

    now: AwareDatetime
    expired: int


def trial_answer(platform: Platform, caller: Caller, code: str) -> TrialAnswer:
    """NotFound where the proposal under way has no trial, or its sandbox has ended by itself."""
    rows = find_life(platform, caller.actor, code)
    trial, proposal = trial_in(rows), rows.life.proposal
    summary = trial_summary(trial, proposal.content_hash if proposal else "")
    opened = open_trial(platform, caller, trial)
    cases = sorted(load_cases(opened.inside.table, cases_of(opened.inside)), key=lambda case: case.created_at)
    return TrialAnswer(
        trial=summary,
        now=opened.inside.now(),
        sandbox=opened.inside.settings.division,
        forms=[
            TrialForm.model_validate({"as": post, "form": form})
            for post, form in sample_forms(_item(opened), opened.inside.now().date()).items()
        ],
        cases=[_case(opened, case) for case in cases],
        steps=_moves(cases),
    )


def _item(opened: OpenTrial) -> ServiceItem:
    record, inside = opened.record, opened.inside
    return load_item(inside.table, inside.settings.division, record.item, record.version)


def _case(opened: OpenTrial, case: Case) -> TrialCase:
    inside = opened.inside
    return TrialCase(
        case_id=case.id,
        number=case.number,
        status=case.status.value,
        status_label=case.status_label,
        outcome=case.outcome,
        tasks=[TrialTask(task_id=task_id(case.id, task.no), kind=task.kind) for task in case.open_tasks],
        documents=[
            TrialDocument(
                no=one.no,
                title=one.title,
                number=one.number,
                state=one.state,
                url=document_url(inside, one) if one.key else None,
            )
            for one in documents(inside, case.id)
        ],
        events=[event.type for event in load_events(inside.table, case.id)],
    )


def _moves(cases: Sequence[Case]) -> list[TrialMove]:
    """The acts that are lawful for the newest case, and those that make another one."""
    newest = cases[-1].status if cases else None
    return [
        TrialMove.model_validate(
            {"do": route.name, "summary": route.summary, "as": [post.name for post in able], "path": route.path}
        )
        for route in playbook().routes.values()
        if isinstance(route.access, Permission) and (able := playing(route.access))
        if route.act and (not route.act.lawful_from or newest in route.act.lawful_from)
    ]
