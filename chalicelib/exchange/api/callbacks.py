"""Callbacks as a department's system manages them: its endpoint, and how each delivery went."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.policy import Permission
from chalicelib.exchange.acts.register_endpoint import place, register_endpoint
from chalicelib.exchange.acts.replay_delivery import replay_delivery as replay
from chalicelib.exchange.acts.test_callback import test_callback as test
from chalicelib.exchange.model import WHY_NO_ANSWER, Delivery, DeliveryReason, Registration, State
from chalicelib.exchange.store import records as store
from chalicelib.foundation import problems
from chalicelib.foundation.open_lists import OpenList
from chalicelib.http.api import Api
from chalicelib.http.bodies import Nothing
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="callbacks")

EVENT_WORDS = {
    "task.opened": "审查任务已分派",
    "task.cancelled": "审查任务已取消",
    "task.due_moved": "任务的届满日变动",
    "credit.recorded": "失信记录已登记",
    "credit.repaired": "失信记录已修复",
    "callback.tested": "测试",
}
EventName = Annotated[str, OpenList("事件", EVENT_WORDS)]
NoAnswer = Annotated[str, OpenList("没有 HTTP 答复的原因", WHY_NO_ANSWER)]


class EndpointAnswer(BaseModel, defer_build=True):
    """The department's endpoint; its secret is never shown."""

    url: str
    enabled: bool
    updated_at: AwareDatetime
    version: int
    former_until: Annotated[
        AwareDatetime | None, Field(description="更换密钥后，旧密钥一并签名到此时为止；没有则只用现在的密钥")
    ] = None


class AttemptAnswer(BaseModel, defer_build=True):
    """One try: the HTTP status or an `error`, and in `message` what it means; none when it was delivered."""

    at: AwareDatetime
    ms: int
    status: int | None = None
    error: NoAnswer | None = None
    message: str | None = None
    answer: Annotated[str | None, Field(description="测试时接收端答复内容的开头，其他事件不保存")] = None


class DeliveryAnswer(BaseModel, defer_build=True):
    """How the delivery of one event went; `attempts` are the last ten."""

    message_id: str
    task_id: Annotated[str | None, Field(description="任务编号；测试没有任务，为空")] = None
    event: EventName
    state: State
    reason: DeliveryReason | None = None
    url: str | None = None
    attempts: list[AttemptAnswer]
    created_at: AwareDatetime
    last_at: AwareDatetime | None = None
    next_at: AwareDatetime | None = None


class DeliveryReplayAnswer(BaseModel, defer_build=True):
    """The delivery is tried again at `next_at`, and then by the plan."""

    message_id: str
    task_id: str
    state: State
    next_at: AwareDatetime


class TestAnswer(BaseModel, defer_build=True):
    """The test is sent within seconds; how it went is read at `href`."""

    message_id: str
    event: EventName
    state: State
    url: str
    created_at: AwareDatetime
    href: str


class DeliveriesAnswer(BaseModel, defer_build=True):
    items: list[DeliveryAnswer]
    next_cursor: str | None = None


@api.put(
    "/callbacks", Permission.MANAGE_CALLBACKS, "登记本部门系统的回调地址", body=Registration, answer=EndpointAnswer
)
def register_callback(call: Call[Registration, None]) -> Answer:
    receipt = register_endpoint(call.platform, call.caller, call.body)
    return Answer(EndpointAnswer.model_validate(receipt.facts))


@api.get(
    "/callbacks",
    Permission.MANAGE_CALLBACKS,
    "查看本部门系统的回调地址",
    answer=EndpointAnswer,
    problems=(problems.NotFound,),
)
def read_callback(call: Call[None, None]) -> Answer:
    endpoint = store.load_endpoint(call.platform.table, *place(call.caller))
    if endpoint is None:
        raise problems.NotFound(code="callback_not_registered", title="本部门尚未登记回调地址")
    return Answer(EndpointAnswer.model_validate(endpoint.model_dump()))


@api.get(
    "/callbacks/deliveries", Permission.MANAGE_CALLBACKS, "查看回调投递记录", query=Paging, answer=DeliveriesAnswer
)
def list_deliveries(call: Call[None, Paging]) -> Answer:
    settings, query = call.platform.settings, call.query
    division, department = place(call.caller)
    scope = f"deliveries {division} {department}"
    after = unseal(call.platform, scope, query.cursor)
    page = store.list_deliveries(call.platform.table, division, department, query.limit, after)
    cursor = seal(call.platform, scope, page.after)
    items = [delivery_answer(Delivery.model_validate(item)) for item in page.items]
    headers = link(settings, "/v1/callbacks/deliveries", {"limit": query.limit}, cursor)
    return Answer(DeliveriesAnswer(items=items, next_cursor=cursor), headers=headers)


@api.get(
    "/callbacks/deliveries/{message_id}",
    Permission.MANAGE_CALLBACKS,
    "查看一条回调投递记录",
    answer=DeliveryAnswer,
)
def read_delivery(call: Call[None, None], message_id: str) -> Answer:
    _, delivery = store.find_delivery(call.platform.table, *place(call.caller), message_id)
    if delivery is None:
        raise problems.NotFound(code="callback_not_found", title="没有这条投递记录，请核对编号")
    return Answer(delivery_answer(delivery))


@api.post(
    "/callbacks/test",
    Permission.MANAGE_CALLBACKS,
    "向本部门登记的地址发送一个测试事件",
    body=Nothing,
    answer=TestAnswer,
    status=202,
    problems=(problems.NotFound, problems.TooMany),
)
def test_callback(call: Call[Nothing, None]) -> Answer:
    receipt = test(call.platform, call.caller)
    return Answer(TestAnswer.model_validate(receipt.facts), status=202)


@api.post(
    "/callbacks/deliveries/{message_id}/replay",
    Permission.MANAGE_CALLBACKS,
    "重新投递一条未送达的回调",
    body=Nothing,
    answer=DeliveryReplayAnswer,
    problems=(problems.NotFound, problems.Conflict),
)
def replay_delivery(call: Call[Nothing, None], message_id: str) -> Answer:
    receipt = replay(call.platform, call.caller, message_id)
    return Answer(DeliveryReplayAnswer.model_validate(receipt.facts))


def delivery_answer(delivery: Delivery) -> DeliveryAnswer:
    attempts = [{**attempt.model_dump(), "message": attempt.message} for attempt in delivery.attempts]
    return DeliveryAnswer.model_validate({**delivery.model_dump(), "attempts": attempts})
