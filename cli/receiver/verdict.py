"""Judging a callback that has arrived, and signing one that is sent again: Standard Webhooks."""

import base64
import secrets
import time
from collections.abc import Mapping
from datetime import UTC, datetime

from standardwebhooks import Webhook, WebhookVerificationError
from standardwebhooks.webhooks import EmptyWebhookSecretError

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
LATEST = 300  # seconds that the timestamp may be off
MEDIA_TYPE = "application/cloudevents+json; charset=utf-8"


def new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def usable(secret: str) -> bool:
    try:
        Webhook(secret)
    except (ValueError, EmptyWebhookSecretError):
        return False
    return secret.startswith("whsec_")


def why_not(secret: str, headers: Mapping[str, str], body: bytes, now: float | None = None) -> str | None:
    """Why this is no genuine callback, for whoever reads the terminal; None when it is one."""
    given = {name.lower(): value for name, value in headers.items()}
    if missing := [name for name in (ID, TIMESTAMP, SIGNATURE) if not given.get(name)]:
        return f"缺少请求头 {'、'.join(missing)}"
    if not given[TIMESTAMP].isdecimal():
        return f"{TIMESTAMP} 不是秒数"
    late = (time.time() if now is None else now) - int(given[TIMESTAMP])
    if abs(late) > LATEST:
        return f"时间戳与本机相差 {abs(late):.0f} 秒，超过 {LATEST} 秒"
    try:
        Webhook(secret).verify(body, given)
    except WebhookVerificationError:
        return "签名不符：密钥与登记的不一致，或者内容被改动"
    except ValueError:
        return "内容不是 JSON"
    return None


def signed(secret: str, message_id: str, body: str) -> dict[str, str]:
    """The headers of a callback that is sent now."""
    at = datetime.now(UTC)
    return {
        "Content-Type": MEDIA_TYPE,
        ID: message_id,
        TIMESTAMP: str(int(at.timestamp())),
        SIGNATURE: Webhook(secret).sign(message_id, at, body),
    }
