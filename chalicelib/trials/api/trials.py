"""试运行 for whoever drafts and approves an item of the department: start, play, move the time, finish."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AwareDatetime, Field, StringConstraints
from typing_extensions import TypeAliasType

from chalicelib.access.policy import Permission
from chalicelib.catalogue.api.item_answers import EditedDocument
from chalicelib.catalogue.api.life_answers import LifeReceipt
from chalicelib.catalogue.model.life_acts import FINISH_TRIAL, START_TRIAL
from chalicelib.durable.caller import Receipt
from chalicelib.foundation.problems import Conflict, Forbidden, Invalid, NotFound
from chalicelib.foundation.validation import PARAGRAPHS
from chalicelib.http.api import Api
from chalicelib.http.bodies import Nothing, Part
from chalicelib.http.routes import Answer, Call
from chalicelib.trials.acts.attach_samples import attach_samples
from chalicelib.trials.acts.finish_trial import finish_item_trial as finish
from chalicelib.trials.acts.move_clock import move_clock
from chalicelib.trials.acts.play_step import Wanted, play_step
from chalicelib.trials.acts.start_trial import start_item_trial as start
from chalicelib.trials.acts.trial_gate import enter
from chalicelib.trials.api.answers import ClockAnswer, PlayedStep, SamplesAnswer, TrialAnswer, TrialFile, trial_answer

api = Api(__name__, tag="item_life")

PROBLEMS = (NotFound, Conflict, Forbidden, Invalid)
# A component of the document, so that generated clients have a name for it.
TrialParameters = TypeAliasType("TrialParameters", dict[str, str])
PATH = "/admin/items/{code}/trial"
Named = Annotated[str, StringConstraints(min_length=1, max_length=128)]
Remark = Annotated[str, StringConstraints(max_length=1000, strip_whitespace=True), PARAGRAPHS]


class TrialStep(Part):
    """试运行的一步：do 为接口的名称，as 为扮演的岗位；路径参数、查询参数和请求正文与该接口相同."""

    do: Annotated[Named, Field(description="接口的 operationId，如 create_application、accept_case、decide_case")]
    who: Annotated[Named | None, Field(alias="as", description="扮演的岗位，不填的为第一个能办的岗位")] = None
    named: Annotated[TrialParameters, Field(description="路径参数；不填的，为最近的办件及其待办任务")] = Field(
        default_factory=dict[str, str]
    )
    query: Annotated[TrialParameters, Field(description="查询参数")] = Field(default_factory=dict[str, str])
    body: Annotated[EditedDocument, Field(description="请求正文，与该接口相同")] = Field(default_factory=dict[str, Any])


class TrialSamples(Part):
    """为试运行的办件附上样本材料；不填 lines 的，为还没有文件的全部必要材料."""

    case_id: Named
    lines: Annotated[list[Annotated[str, StringConstraints(pattern=r"^\d{2}$")]], Field(max_length=50)] = Field(
        default_factory=list[str]
    )


class TrialClock(Part):
    """拨快试运行的时钟，只能向前；到期的期限随之届满."""

    to: Annotated[AwareDatetime, Field(description="试运行的新时间")]


class TrialResult(Part):
    """试运行的结论；通过的，至少应有一件办结."""

    passed: bool
    note: Remark = ""


def _done(receipt: Receipt, status: int = 200) -> Answer:
    return Answer(LifeReceipt.model_validate(receipt.facts), status=status, etag=receipt.etag)


@api.act(PATH, START_TRIAL, body=Nothing, answer=LifeReceipt, status=201, problems=PROBLEMS)
def start_item_trial(call: Call[Nothing, None], code: str) -> Answer:
    return _done(start(call.platform, call.caller, code), 201)


@api.get(
    PATH,
    Permission.TRY_ITEMS,
    "试运行的情况：当前时间、办件、待办、文书、可以进行的步骤",
    answer=TrialAnswer,
    problems=(NotFound,),
)
def read_item_trial(call: Call[None, None], code: str) -> Answer:
    return Answer(trial_answer(call.platform, call.caller, code))


@api.post(
    f"{PATH}/steps",
    Permission.TRY_ITEMS,
    "在试运行中办理一步，由本人扮演申请人、窗口或者部门",
    body=TrialStep,
    answer=PlayedStep,
    problems=PROBLEMS,
)
def play_trial_step(call: Call[TrialStep, None], code: str) -> Answer:
    body = call.body
    wanted = Wanted(body.do, body.who, body.named, body.query, body.body)
    answer = play_step(enter(call.platform, call.caller, code), wanted, call.request_id)
    said: Mapping[str, Any] = (
        {"text": answer.body}
        if isinstance(answer.body, str)
        else answer.body
        if isinstance(answer.body, Mapping)
        else answer.body.model_dump(mode="json", by_alias=True)
    )
    return Answer(PlayedStep(did=body.do, status=answer.status, etag=answer.etag, answer=dict(said)))


@api.post(
    f"{PATH}/samples",
    Permission.TRY_ITEMS,
    "为试运行的办件附上样本材料",
    body=TrialSamples,
    answer=SamplesAnswer,
    problems=PROBLEMS,
)
def attach_trial_samples(call: Call[TrialSamples, None], code: str) -> Answer:
    states = attach_samples(enter(call.platform, call.caller, code), call.body.case_id, call.body.lines)
    return Answer(
        SamplesAnswer(
            case_id=call.body.case_id, files=[TrialFile(line=line, state=state) for line, state in states.items()]
        )
    )


@api.post(
    f"{PATH}/clock",
    Permission.TRY_ITEMS,
    "拨快试运行的时钟",
    body=TrialClock,
    answer=ClockAnswer,
    problems=PROBLEMS,
)
def move_trial_clock(call: Call[TrialClock, None], code: str) -> Answer:
    now, fired = move_clock(enter(call.platform, call.caller, code), call.body.to)
    return Answer(ClockAnswer(now=now, expired=fired))


@api.act(f"{PATH}/finish", FINISH_TRIAL, body=TrialResult, answer=LifeReceipt, problems=PROBLEMS)
def finish_item_trial(call: Call[TrialResult, None], code: str) -> Answer:
    return _done(finish(call.platform, call.caller, code, passed=call.body.passed, note=call.body.note))
