"""The dead-letter desk as administrators use it: what lies undone, and putting it back to work."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from typing_extensions import TypeAliasType

from chalicelib.access.policy import Permission, require_region
from chalicelib.foundation import names, problems
from chalicelib.foundation.open_lists import OpenList
from chalicelib.foundation.validation import OneOf
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call
from chalicelib.operations.acts.replay_dead_letters import Chosen
from chalicelib.operations.acts.replay_dead_letters import replay_dead_letters as replay
from chalicelib.operations.store import desk
from chalicelib.operations.store.deadletters import UNREADABLE

api = Api(__name__, tag="admin")

PlaceName = Annotated[str, OneOf(*desk.PLACES)]
WorkIds = TypeAliasType("WorkIds", dict[str, str])
KindCounts = TypeAliasType("KindCounts", dict[str, int])
# What can remain undone. A row of the outbox that needs several things names them one after another, with a plus sign.
KIND_WORDS = {
    "task.opened": "回调：审查任务已分派",
    "task.cancelled": "回调：审查任务已取消",
    "task.due_moved": "回调：任务的届满日变动",
    "credit.recorded": "回调：信用记录",
    "credit.repaired": "回调：信用修复",
    "callback.tested": "回调：测试",
    "overdue": "提醒：办理、送达期限届满",
    "document": "出具文书",
    "replay": "重放死信",
    "ObjectCreated:Post": "校验上传的文件",
    "stream.batch": "数据流的一批变更",
    **{f"start:{machine}": f"启动流程 {machine}" for machine in names.MACHINES},
    **{f"resume:{machine}": f"继续流程 {machine}" for machine in names.MACHINES},
    **{f"send:{queue.name}": f"发送到队列：{queue.label}" for queue in names.QUEUES.values()},
    "sharing": "查询共享材料",
    "joint": "推进联办",
    "acceptance": "提醒：受理期限届满",
    "expiry": "提醒：申请延续的许可有效期届满",
    "confirmation": "提醒：征询部门意见的答复期限届满",
    "special_procedure": "提醒：特别程序告知的时间届满",
    "supplement": "提醒：补正期限届满",
    "deferral": "提醒：容缺材料补齐期限届满",
    "deferral_reminder": "提醒：容缺材料补齐期限将满",
    "pledge_reminder": "提醒：承诺核查或者整改期限将满",
    "callback": "提醒：再次通知部门系统",
    "calendar": "提醒：放假安排生效，重新计算期限",
    "consultation": "提醒：咨询答复期限届满",
    "opinions": "提醒：部门提出审查意见的期限届满",
    "session_rectification": "提醒：联合审查的整改期限届满",
    "held_back": "提醒：一并颁发的结果须单独颁发的最后一日",
    "upward": "办理流程：上报",
    UNREADABLE: "内容无法识别",
}
UndoneKind = Annotated[str, OpenList("种类，停放的后续动作有几项的以 + 相连", KIND_WORDS)]
Kind = Annotated[str, Field(min_length=1, max_length=200)]


class UndoneAnswer(BaseModel, defer_build=True):
    """一条未完成的工作：ids 为办件、任务、文书等编号，since 为首次发送或写入的时间."""

    id: str
    kind: UndoneKind
    ids: WorkIds
    since: AwareDatetime
    attempts: int
    failure: str | None = None


class PlaceAnswer(BaseModel, defer_build=True):
    """一处队列或发件箱。kinds、oldest 只统计最早查看的 50 条，sample 最多 10 条."""

    name: PlaceName
    waiting: int
    in_flight: int
    dead: Annotated[int, Field(description="死信或停放条数（近似）")]
    kinds: KindCounts
    oldest: AwareDatetime | None = None
    under_way: Annotated[int, Field(description="已受理、正在执行的重放请求数")] = 0
    sample: list[UndoneAnswer]


class DeadLettersAnswer(BaseModel, defer_build=True):
    places: list[PlaceAnswer]


class Replay(BaseModel, defer_build=True):
    """What to put back: one by its id, those of a kind, or, with neither, all."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    queue: PlaceName
    message_id: Annotated[str | None, Field(min_length=1, max_length=100)] = None
    kind: Kind | None = None


class ReplayAnswer(BaseModel, defer_build=True):
    """一次最多重放 100 条；left 不为零时请再次调用."""

    replayed: Annotated[int, Field(description="已放回的条数；under_way 为 true 时为已受理、即将放回的条数")]
    left: int
    under_way: Annotated[bool, Field(description="死信在后台放回各自的队列，通常只需几秒，进度见死信台")] = False


@api.get("/admin/dead-letters", Permission.ADMINISTER, "查看死信和停放的后续动作、定时提醒", answer=DeadLettersAnswer)
def list_dead_letters(call: Call[None, None]) -> Answer:
    require_region(call.actor, call.platform.settings.division)
    places = [PlaceAnswer.model_validate(place, from_attributes=True) for place in desk.survey(call.platform)]
    return Answer(DeadLettersAnswer(places=places))


@api.post(
    "/admin/dead-letters/replay",
    Permission.ADMINISTER,
    "重放死信",
    body=Replay,
    answer=ReplayAnswer,
    problems=(problems.NotFound, problems.Conflict),
)
def replay_dead_letters(call: Call[Replay, None]) -> Answer:
    body = call.body
    require_region(call.actor, call.platform.settings.division)
    receipt = replay(call.platform, call.caller, body.queue, Chosen(body.message_id, body.kind))
    return Answer(ReplayAnswer.model_validate(receipt.facts))
