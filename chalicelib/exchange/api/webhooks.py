"""What we ask of departments' systems: each callback as an OpenAPI 3.1 webhook, with its signature and its retries."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, get_args

from chalicelib.cases.model.clock import CLOCKS
from chalicelib.cases.model.task import (
    CANCELLED,
    CANCELLED_FOR,
    DUE_MOVED,
    OPENED,
    RECORDED,
    REPAIRED,
    TASK_KINDS,
    CancelReason,
)
from chalicelib.exchange.model import OVERLAP_HOURS, PAUSES, TRIES, message_id
from chalicelib.exchange.model.testing import TESTED

MEDIA_TYPE = "application/cloudevents+json"
TASK = "6agyxtb6qsf4q4hftkcmd3czhm"
UNITS = ((3600, "小时"), (60, "分钟"), (1, "秒"))
REVIEW = f"{TASK}.review"
TEST_ID = "msg_test_1795482000000_3f9a1c07"


class Told(NamedTuple):
    """What an event says: the name of its schema, the words for people, what its members hold, an example of its id."""

    component: str
    summary: str
    subject: dict[str, Any]
    time: str
    message_id: str
    data: Callable[[str], dict[str, Any]]


def webhooks(server: str) -> dict[str, Any]:
    """The `webhooks` of the document of an API that people reach at `server`."""
    return {
        name: {
            "post": {
                "operationId": operation_id(name),
                "tags": ["callbacks"],
                "summary": told.summary,
                "description": description(),
                "security": [],
                "parameters": [_header(header, words) for header, words in HEADERS.items()],
                "requestBody": {"required": True, "content": {MEDIA_TYPE: {"schema": event_schema(server, name)}}},
                "responses": {status: {"description": words} for status, words in ANSWERS.items()},
            }
        }
        for name, told in EVENTS.items()
    }


def operation_id(event: str) -> str:
    return event.replace(".", "_")


HEADERS = {
    "webhook-id": "消息编号，重发时不变，据此去重",
    "webhook-timestamp": "发送时刻，Unix 秒；与本机时间相差超过五分钟的应拒收",
    "webhook-signature": "以空格分隔的签名，每个为 v1, 加 Base64；有一个相符即可",
}
ANSWERS = {
    "2XX": "已收到。先答复，再处理：五秒内没有答复视为失败",
    "410": "不再接收：回调地址停用，重新登记后恢复",
    "4XX": "拒收：这一条不再自动发送，可重新投递；401、403、404、408、425、429 除外，按重试计划再发",
    "5XX": "暂时不能接收：按重试计划再发。没有答复、超时和重定向相同，重定向不跟随",
}


def description() -> str:
    pauses = "、".join(spoken(seconds) for seconds in PAUSES)
    return f"""内容为 CloudEvents 1.0 事件，只有编号和链接，没有个人信息；收到后取任务、认领、答复。

签名按 Standard Webhooks：密钥去掉 whsec_ 后以 Base64 解码，对“webhook-id.webhook-timestamp.请求体原文”计算 \
HMAC-SHA256，结果的 Base64 前加 v1, 即为签名。请对收到的字节验证，不要先解析再序列化。

至少发送一次，可能重复、乱序：取消的通知可能先于分派的通知到达，以 webhook-id 去重，以任务的 state 为准。\
没有成功的，第一次之后依次间隔 {pauses} 重发（前后浮动两成；答复带 Retry-After 的\
不早于它，最长一天），共 {TRIES} 次；仍未成功的停放到死信台：\
贵部门可自行重新投递（POST /callbacks/deliveries/{{message_id}}/replay），管理员也可重放。

更换密钥后的 {OVERLAP_HOURS} 小时内（可另行约定），新旧密钥各签一次，两个签名都在 webhook-signature 中，有一个相符即可。

只发往公网 https 地址。逐步说明和验签示例见 docs/callbacks.md。"""


def spoken(seconds: int) -> str:
    size, unit = next((size, unit) for size, unit in UNITS if seconds % size == 0)
    return f"{seconds // size} {unit}"


def event_schema(server: str, name: str) -> dict[str, Any]:
    """The event of this name, as `exchange.model.events` writes it."""
    told = EVENTS[name]
    words = f"事件类型：办件所在地区的命名空间加 .{name}，一个地区的命名空间不变"
    fields = {
        "specversion": {"const": "1.0", "description": "CloudEvents 版本"},
        "id": _text("同 webhook-id", told.message_id),
        "source": _text("平台地址", f"{server}/v1", format="uri"),
        "type": _text(words, f"cn.gov.example.yimen.{name}", pattern=rf"^[a-z0-9.-]+\.{re.escape(name)}$"),
        "subject": told.subject,
        "time": _text(told.time, "2026-11-23T09:00:00+08:00", format="date-time"),
        "datacontenttype": {"const": "application/json", "description": "data 的类型"},
        "data": _object(f"{told.component}Data", "事件所说的内容", told.data(server)),
    }
    return _object(f"{told.component}Event", f"CloudEvents 1.0 事件：{told.summary}", fields)


def _task_data(server: str) -> dict[str, Any]:
    notified = [kind for kind in TASK_KINDS.values() if kind.notify]
    words = "；".join(f"{kind.name} {kind.label}" for kind in notified)
    return {
        "task_id": _text("任务编号", REVIEW),
        "case_id": _text("平台内部编号（case_id），用在地址中", TASK),
        "kind": {
            "type": "string",
            "x-extensible-enum": [kind.name for kind in notified],
            "description": f"任务种类，今后可能增加：{words}",
        },
        "href": _text("任务的地址", f"{server}/v1/tasks/{REVIEW}", format="uri"),
    }


def _cancelled_data(server: str) -> dict[str, Any]:
    words = "；".join(f"{reason} {label}" for reason, label in CANCELLED_FOR.items())
    reasons = {
        "type": "string",
        "x-extensible-enum": [*get_args(CancelReason)],
        "description": f"取消的原因，今后可能增加：{words}",
    }
    return {**_task_data(server), "reason": reasons}


def _moved_data(server: str) -> dict[str, Any]:
    words = "；".join(f"{name} {kind.label}" for name, kind in CLOCKS.items())
    day = {
        "kind": {"type": "string", "x-extensible-enum": [*CLOCKS], "description": f"期限，今后可能增加：{words}"},
        "label": _text("期限的中文名称", "承诺期限"),
        "before": _text("原届满日", "2026-12-03", format="date"),
        "after": _text("新届满日", "2026-12-04", format="date"),
        "reason": _text("变动的原因", "放假安排变化：示府〔2026〕9号（台风）"),
    }
    days = {"type": "array", "description": "变动的届满日", "items": _object("MovedDay", "一个届满日的变动", day)}
    return {**_task_data(server), "moved": days}


def _credit_data(server: str) -> dict[str, Any]:
    return {
        "task_id": _text("核查任务编号", f"{TASK}.verify"),
        "case_id": _text("平台内部编号（case_id），用在地址中", TASK),
        "kind": {"const": "verify", "description": "任务种类：核查承诺"},
        "href": _text("办件的地址", f"{server}/v1/cases/{TASK}", format="uri"),
    }


def _test_data(server: str) -> dict[str, Any]:
    href = _text("测试结果的地址", f"{server}/v1/callbacks/deliveries/{TEST_ID}", format="uri")
    return {"department": _text("部门标识", "food"), "href": href}


def _object(name: str, about: str, fields: dict[str, Any]) -> dict[str, Any]:
    shape = {"type": "object", "description": about, "required": list(fields), "properties": fields}
    return {"x-component": name, **shape}


def _text(words: str, example: str, **more: str) -> dict[str, Any]:
    return {"type": "string", "description": words, "examples": [example], **more}


def _header(name: str, words: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": True, "description": words, "schema": {"type": "string"}}


TASK_NUMBER = _text("任务编号", REVIEW)
EVENTS: Mapping[str, Told] = {
    OPENED: Told(
        "TaskOpened",
        "审查任务已分派：取任务、认领、答复",
        TASK_NUMBER,
        "任务分派的时间（东八区）",
        message_id(REVIEW, OPENED),
        _task_data,
    ),
    CANCELLED: Told(
        "TaskCancelled",
        "审查任务已取消：停止办理，不必答复",
        TASK_NUMBER,
        "任务取消的时间（东八区）",
        message_id(REVIEW, CANCELLED),
        _cancelled_data,
    ),
    DUE_MOVED: Told(
        "TaskDueMoved",
        "任务的届满日变动：以新的日期办理",
        TASK_NUMBER,
        "变动的时间（东八区）",
        message_id(REVIEW, DUE_MOVED, 7),
        _moved_data,
    ),
    RECORDED: Told(
        "CreditRecorded",
        "信用记录：告知承诺的承诺不实或者逾期没有整改",
        _text("核查任务编号", f"{TASK}.verify"),
        "认定的时间（东八区）",
        message_id(f"{TASK}.verify", RECORDED),
        _credit_data,
    ),
    REPAIRED: Told(
        "CreditRepaired",
        "信用记录：告知承诺失信已经修复",
        _text("核查任务编号", f"{TASK}.verify"),
        "修复的时间（东八区）",
        message_id(f"{TASK}.verify", REPAIRED),
        _credit_data,
    ),
    TESTED: Told(
        "CallbackTested",
        "测试：贵部门以 POST /callbacks/test 要求发送，不涉及任何办件",
        _text("部门标识", "food"),
        "要求测试的时间（东八区）",
        TEST_ID,
        _test_data,
    ),
}
