"""Callbacks as data: where a department's system listens, what is sent, how each delivery went, when to try again."""

import base64
import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from chalicelib.cases.model import Task

# Seconds from one try to the next: short pauses first, long ones during an outage, some 75 hours in all.
PAUSES = (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
TRIES = len(PAUSES) + 1
ATTEMPTS_KEPT = 10
MESSAGE_ID = re.compile(r"msg_(?P<case>[0-9A-Za-z]+)_(?P<no>[a-z_]+(?:-[0-9]+)?)_opened")
SECRET_PREFIX = "whsec_"  # noqa: S105 - what every Standard Webhooks secret begins with
SECRET_BYTES = range(24, 65)
# Hours for which the secret before signs, too, unless the department asks for others.
OVERLAP_HOURS = 24
LONGEST_OVERLAP_HOURS = 168
# A receiver answers these while it is set up, moved or given a new secret. They pass, and nobody has refused the event.
PASSING = frozenset({401, 403, 404, 408, 425, 429})

# Why there was no HTTP answer, in sentences for the department's staff.
WHY_NO_ANSWER: Mapping[str, str] = {
    "callback_url_malformed": "回调地址格式不正确，请重新登记",
    "callback_url_credentials": "回调地址含有用户名、密码或 # 片段，请重新登记",
    "callback_url_insecure": "回调地址未使用 https，请重新登记",
    "callback_address_internal": "回调地址指向本机或内部网络，请重新登记公网地址",
    "dns_failed": "回调地址的域名无法解析，请检查域名是否正确",
    "connect_failed": "无法连接贵方系统，请检查服务和防火墙",
    "tls_failed": "与贵方系统的加密连接失败，请检查证书是否有效",
    "timeout": "贵方系统未在规定时间内答复",
    "bad_response": "贵方系统的答复不是有效的 HTTP 响应",
    "secret_unavailable": "平台暂时无法读取签名密钥，将自动重试",
}

DeliveryReason = Literal["refused", "exhausted"]
State = Literal["pending", "delivered", "retrying", "failed", "disabled", "obsolete"]


class Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


def usable_secret(secret: SecretStr) -> SecretStr:
    """A Standard Webhooks secret: `whsec_` and 24 to 64 random bytes in base64."""
    text = secret.get_secret_value()
    encoded = text.removeprefix(SECRET_PREFIX)
    try:
        size = len(base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True))
    except ValueError:
        size = 0
    if not text.startswith(SECRET_PREFIX) or size not in SECRET_BYTES:
        raise PydanticCustomError("callback_secret", "密钥应为 whsec_ 加 24 至 64 个随机字节的 Base64 编码")
    return secret


def _written_length(size: int) -> int:
    """The characters of so many bytes in base64, without its padding."""
    return len(SECRET_PREFIX) + (size * 4 + 2) // 3


# What a pattern can tell of a secret; `usable_secret` also decodes it.
SECRET_SHAPE: dict[str, Any] = {
    "pattern": f"^{SECRET_PREFIX}[A-Za-z0-9+/]+={{0,2}}$",
    "minLength": _written_length(SECRET_BYTES[0]),
    "maxLength": _written_length(SECRET_BYTES[-1]) + 2,
}


class Registration(BaseModel):
    """What a department's system registers. The secret is shared by both sides and never shown again.

    The act judges the url, because it knows the allow-list. It judges the secret too, so that one answer names what is
    wrong with both. The secret is judged here only when the url is missing, because then the act is never called.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    url: Annotated[
        str,
        StringConstraints(min_length=1, max_length=500),
        Field(
            description="接收回调的公网 https 地址；http 仅限本地演示系统",
            json_schema_extra={"format": "uri", "pattern": r"^https?://[!-\[\]-~]+$"},
        ),
    ]
    secret: Annotated[
        SecretStr,
        Field(description="签名密钥：whsec_ 加 24 至 64 个字节的 Base64，只保存不返回", json_schema_extra=SECRET_SHAPE),
    ]
    overlap_hours: Annotated[
        int,
        Field(
            ge=0,
            le=LONGEST_OVERLAP_HOURS,
            description="更换密钥后，旧密钥继续一并签名的小时数；密钥泄露时填 0，旧密钥立即停用",
        ),
    ] = OVERLAP_HOURS

    @field_validator("secret")
    @classmethod
    def _usable_when_url_is_missing(cls, secret: SecretStr, info: ValidationInfo) -> SecretStr:
        return secret if "url" in info.data else usable_secret(secret)


class Endpoint(Record):
    """Where the system of a department listens. `secret_version` names the secret that belongs to this `url`.

    `secret_print` is a keyed digest of that secret, by which a registration with the same secret is recognised. Until
    `former_until` (wall time) the secret of `former_version` signs too, so that a receiver which still has the old
    secret takes the callbacks.
    """

    division: str
    department: str
    url: str = Field(repr=False)
    secret_version: str = Field(repr=False)
    secret_print: str | None = Field(default=None, repr=False)
    former_version: str | None = Field(default=None, repr=False)
    former_until: AwareDatetime | None = None
    enabled: bool = True
    updated_at: AwareDatetime
    version: int = 1


class Attempt(Record):
    """One try: when (wall time), how many ms it took, and the HTTP status or the reason why there was none."""

    at: AwareDatetime
    ms: int
    status: int | None = None
    error: str | None = None

    @property
    def outcome(self) -> State:
        """What the attempt means for the delivery.

        Without an answer, and for redirects (not followed), the 4xx of `PASSING` and 5xx, it is tried again. 410
        disables the endpoint. Any other 4xx gives the delivery up.
        """
        match self.status:
            case None:
                return "retrying"
            case 410:
                return "disabled"
            case status if 200 <= status < 300:
                return "delivered"
            case status if 400 <= status < 500 and status not in PASSING:
                return "failed"
            case _:
                return "retrying"

    @property
    def message(self) -> str | None:
        """Why the attempt did not deliver; None when it did."""
        if self.status is None:
            return WHY_NO_ANSWER.get(self.error or "", "投递失败")
        return None if self.outcome == "delivered" else f"贵方系统返回 HTTP {self.status}"


class Delivery(Record):
    """How the delivery of one event went. `created_at` is the event's time (legal time) and orders the list.

    A `failed` delivery is given up: it was `refused` by its receiver, or has `exhausted` its `tries`. It may be sent
    again by its department or from the dead-letter desk. `next_at` (legal time) is when a `retrying` delivery is tried
    again.
    """

    message_id: str
    division: str
    department: str
    task_id: str
    event: str
    url: str | None = Field(default=None, repr=False)
    state: State = "pending"
    reason: DeliveryReason | None = None
    attempts: tuple[Attempt, ...] = ()
    tries: int = 0
    created_at: AwareDatetime
    last_at: AwareDatetime | None = None
    next_at: AwareDatetime | None = None
    version: int = 0

    @property
    def settled(self) -> bool:
        """Whether a repeated message has nothing left to do."""
        return self.state in ("delivered", "obsolete")

    @property
    def given_up(self) -> bool:
        """Whether nobody tries it again unless people ask for it."""
        return self.state == "failed"

    def tried(self, url: str, attempt: Attempt, state: State) -> "Delivery":
        """The delivery after one more attempt. When it was given up before, counting begins again at one."""
        tries = 1 if self.given_up else self.tries + 1
        exhausted = state == "retrying" and tries >= TRIES
        reason = "exhausted" if exhausted else "refused" if state == "failed" else None
        changes = {
            "url": url,
            "state": "failed" if exhausted else state,
            "reason": reason,
            "attempts": (*self.attempts, attempt)[-ATTEMPTS_KEPT:],
            "tries": tries,
            "last_at": attempt.at,
            "next_at": None,
        }
        return self.model_copy(update=changes)

    def opened_again(self, at: datetime) -> "Delivery":
        """The delivery as it is tried anew at `at` (legal time), with all its tries."""
        return self.model_copy(update={"state": "retrying", "reason": None, "tries": 0, "next_at": at})

    def closed(self, state: State) -> "Delivery":
        return self.model_copy(update={"state": state, "reason": None, "next_at": None})


def message_id(task_id: str) -> str:
    """The `webhook-id`, which is the same at every attempt. Standard Webhooks allows no full stop in it."""
    return f"msg_{task_id.replace('.', '_')}_opened"


def task_of(message_id: str) -> str | None:
    """The task that a `webhook-id` is about; None for what is no such id."""
    found = MESSAGE_ID.fullmatch(message_id)
    return f"{found['case']}.{found['no']}" if found else None


def delivery_of(task: Task) -> Delivery:
    return Delivery(
        message_id=message_id(task.id),
        division=task.division,
        department=task.department,
        task_id=task.id,
        event="task.opened",
        created_at=task.opened_at,
    )


def opened_event(task: Task, public_url: str, namespace: str) -> dict[str, Any]:
    """The CloudEvent 1.0 for an opened task: ids and a link, no personal data.

    `namespace` is that of the place. The type of the event begins with it.
    """
    return {
        "specversion": "1.0",
        "id": message_id(task.id),
        "source": f"{public_url}/v1",
        "type": f"{namespace}.task.opened",
        "subject": task.id,
        "time": task.opened_at.isoformat(),
        "datacontenttype": "application/json",
        "data": {
            "task_id": task.id,
            "case_id": task.case_id,
            "kind": task.kind,
            "href": f"{public_url}/v1/tasks/{task.id}",
        },
    }


def written(event: dict[str, Any]) -> str:
    """The event as it is signed and sent."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))


def pause(tries: int, jitter: float, asked: int | None = None) -> timedelta:
    """The pause after the `tries`-th try, at most a day.

    `jitter` is between 0 and 1, `asked` the seconds of the receiver's Retry-After.
    """
    usual = PAUSES[min(tries, len(PAUSES)) - 1]
    return timedelta(seconds=min(PAUSES[-1], max(usual * (0.8 + 0.4 * jitter), asked or 0)))
