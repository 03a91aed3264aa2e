"""The headers of a signed request of ours, by Standard Webhooks."""

from collections.abc import Sequence
from datetime import UTC, datetime

from standardwebhooks import Webhook

CALLBACK = "application/cloudevents+json; charset=utf-8"
AGENT = "yimen-callbacks/1"


def signed_headers(
    keys: Sequence[str], message_id: str, at: datetime, body: str, media_type: str = CALLBACK, agent: str = AGENT
) -> dict[str, str]:
    """A signature for each key. `at` is wall time, because receivers refuse what is five minutes off."""
    # The library takes the hour and minute for UTC and ignores the time zone. So convert first.
    moment = at.astimezone(UTC)
    return {
        "Content-Type": media_type,
        "User-Agent": agent,
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(Webhook(key).sign(message_id, moment, body) for key in keys),
    }
