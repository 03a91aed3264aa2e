"""The payment provider: where payers are sent, and whether a notification is really its own.

Address and key lie in one secret, which an operator writes. The provider learns the number of the order and the amount,
and nothing of the applicant.
"""

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Protocol
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chalicelib.foundation import names, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.signed_message import SignedMessage

# How far the timestamp of a notification may be off, and how long a link leads to the provider.
LATEST = timedelta(minutes=5)
LINK_LASTS = timedelta(minutes=30)


class Payments(Protocol):
    """What the hall needs of a provider."""

    def link(self, order: str, fen: int, wall: datetime) -> str: ...

    def require_genuine(self, message: SignedMessage, wall: datetime) -> None: ...


class Provider(BaseModel, defer_build=True):
    """A provider with which the hall shares a key of Standard Webhooks. `days_url` gives its list of a day."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    url: str = Field(pattern=r"^https?://[^\s?#]+$")
    days_url: str | None = Field(default=None, pattern=r"^https?://[^\s?#]+$")
    secret: str = Field(pattern=r"^whsec_[A-Za-z0-9+/]+={0,2}$", repr=False)

    def link(self, order: str, fen: int, wall: datetime) -> str:
        """Signed, so that nobody pays another amount than is due."""
        until = str(int((wall + LINK_LASTS).timestamp()))
        asked = {"order": order, "fen": str(fen), "until": until}
        return f"{self.url}?{urlencode({**asked, 'signature': self.signature_of(asked, until)})}"

    def signature_of(self, asked: Mapping[str, str], until: str) -> str:
        return self._signed(asked["order"], until, f"{asked['fen']}".encode())

    def require_genuine(self, message: SignedMessage, wall: datetime) -> None:
        """401 unless the provider has signed just this message, not long ago."""
        invalid = problems.Unauthenticated(code="signature_invalid", title="签名不符或者已经过期")
        if not (message.id and message.timestamp.isascii() and message.timestamp.isdecimal()):
            raise invalid
        if len(message.timestamp) > 11 or abs(wall.timestamp() - int(message.timestamp)) > LATEST.total_seconds():
            raise invalid
        expected = self._signed(message.id, message.timestamp, message.body).encode()
        if not any(hmac.compare_digest(expected, one.encode()) for one in message.signature.split(" ")):
            raise invalid

    def _signed(self, name: str, seconds: str, body: bytes) -> str:
        from standardwebhooks import Webhook  # only who pays needs it

        try:
            return Webhook(self.secret).sign(name, datetime.fromtimestamp(int(seconds), UTC), body.decode())
        except UnicodeDecodeError:
            return ""


def provider_of(platform: Platform) -> Payments:
    """Unavailable (503) where no provider is connected, or what was written of it cannot be read."""
    found = known_provider(platform)
    if found is None:
        raise problems.Unavailable(code="payments_not_connected", title="网上缴费暂未开通，请到窗口缴费", seconds=3600)
    return found


def require_genuine(platform: Platform, message: SignedMessage | None) -> None:
    """401 for what the provider has not signed."""
    if message is None:
        raise problems.Unauthenticated(code="signature_invalid", title="签名不符或者已经过期")
    provider_of(platform).require_genuine(message, platform.wall())


def known_provider(platform: Platform) -> Provider | None:
    """None where no provider is connected, or what was written of it cannot be read."""
    client = platform.secrets
    try:
        answer = client.get_secret_value(SecretId=names.payments_secret(platform.settings.stage))
        return Provider.model_validate_json(answer["SecretString"])
    except (client.exceptions.ResourceNotFoundException, ValidationError):
        return None
