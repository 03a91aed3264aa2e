"""How a callback went: its tries, their outcomes, and when the next one is."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from pydantic import AwareDatetime, Field

from chalicelib.exchange.model.registration import Record

# Seconds from one try to the next: short pauses first, long ones during an outage, some 75 hours in all.
PAUSES = (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
TRIES = len(PAUSES) + 1
ATTEMPTS_KEPT = 10
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
    "secret_unavailable": "平台暂时无法读取签名密钥，不是贵方的问题",  # nosec B105
    "interrupted": "平台在发送时中断，不知贵方系统是否收到，请再测试一次",
}
# What usually lies behind these answers of a receiver.
LIKELY_CAUSES: Mapping[int, str] = {
    401: "多为密钥与登记的不一致，或者验签时没有用收到的原文",
    403: "多为防火墙或者网关拦截，请放行平台的请求",
    404: "多为地址的路径有误，或者服务尚未发布",
    405: "接收地址应当接受 POST",
    413: "接收端限制的请求大小过小",
    415: "接收端应当接受 application/cloudevents+json",
}

DeliveryReason = Literal["refused", "exhausted"]
State = Literal["pending", "delivered", "retrying", "failed", "disabled", "obsolete"]


class Attempt(Record):
    """One try: when (wall time), how many ms it took, and the HTTP status or the reason why there was none.

    `answer` is the beginning of what the receiver answered to a test. Of what it answers to other events nothing is
    kept.
    """

    at: AwareDatetime
    ms: int
    status: int | None = None
    error: str | None = None
    answer: str | None = None

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
        if self.outcome == "delivered":
            return None
        cause = "平台不跟随重定向，请登记最终的地址" if 300 <= self.status < 400 else LIKELY_CAUSES.get(self.status)
        return f"贵方系统返回 HTTP {self.status}" + (f"：{cause}" if cause else "")


class Delivery(Record):
    """How the delivery of one event went. `created_at` is the event's time (legal time) and orders the list.

    A `failed` delivery is given up: it was `refused` by its receiver, or has `exhausted` its `tries`. It may be sent
    again by its department or from the dead-letter desk. `next_at` (legal time) is when a `retrying` delivery is tried
    again. A test of the callback is about no task, and is tried once.
    """

    message_id: str
    division: str
    department: str
    task_id: str | None = None
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

    def tested(self, attempt: Attempt) -> "Delivery":
        """A test after its one try: delivered or not, and nothing follows from it."""
        state: State = "delivered" if attempt.outcome == "delivered" else "failed"
        return self.model_copy(update={"state": state, "attempts": (attempt,), "tries": 1, "last_at": attempt.at})

    def closed(self, state: State) -> "Delivery":
        return self.model_copy(update={"state": state, "reason": None, "next_at": None})


def pause(tries: int, jitter: float, asked: int | None = None) -> timedelta:
    """The pause after the `tries`-th try, at most a day.

    `jitter` is between 0 and 1, `asked` the seconds of the receiver's Retry-After.
    """
    usual = PAUSES[min(tries, len(PAUSES)) - 1]
    return timedelta(seconds=min(PAUSES[-1], max(usual * (0.8 + 0.4 * jitter), asked or 0)))
