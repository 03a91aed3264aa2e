"""The payment provider's list of a day, asked for by one signed request to the address that its secret names."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Protocol

from chalicelib.exchange.store import guard, wire
from chalicelib.exchange.store.signing import signed_headers
from chalicelib.exchange.store.wire import Reply, Unreachable
from chalicelib.foundation.platform import Platform
from chalicelib.issuance.model.payment_days import Listed, NoList, WhyNot, listed_in
from chalicelib.issuance.store.provider import Provider

SECONDS = 20.0  # for the whole answer; nobody waits for it
LIST_BYTES = 16 * 1024 * 1024  # fifty thousand payments
MEDIA_TYPE = "application/json; charset=utf-8"
AGENT = "yimen-payments/1"
Post = Callable[[guard.Target, str, bytes, Mapping[str, str]], Reply]
REFUSALS: Mapping[int, WhyNot] = {401: "refused", 403: "refused", 404: "not_ready", 429: "unreachable"}


class Lists(Protocol):
    """Where the list of a day comes from."""

    def of(self, day: date) -> tuple[Listed, ...]:
        """The provider's payments of this day. Raises NoList with the reason."""
        ...


class PaymentLists:
    """The provider's address for lists: https and public, or named in `YIMEN_CALLBACK_ALLOW`."""

    def __init__(
        self,
        platform: Platform,
        provider: Provider,
        *,
        post: Post | None = None,
        resolve: guard.Resolve = guard.resolve_host,
    ) -> None:
        self._platform, self._provider = platform, provider
        self._post = post or partial(wire.post, seconds=SECONDS, kept=LIST_BYTES)
        self._resolve = resolve

    def of(self, day: date) -> tuple[Listed, ...]:
        if not self._provider.days_url:
            raise NoList("not_connected")
        wall = self._platform.wall()
        asked = f"day-{day.isoformat()}-{int(wall.timestamp())}"
        reply = self._sent(self._provider.days_url, asked, json.dumps({"id": asked, "day": day.isoformat()}))
        if reply.status != 200:
            raise NoList(REFUSALS.get(reply.status, "unreachable" if reply.status >= 500 else "unusable"))
        return listed_in(reply.body, asked, day)

    def _sent(self, url: str, asked: str, body: str) -> Reply:
        try:
            target = guard.parse(url, self._platform.settings.callback_allow)
            address = guard.pin(target, self._resolve)
            wall = self._platform.wall()
            headers = signed_headers([self._provider.secret], asked, wall, body, MEDIA_TYPE, AGENT)
            return self._post(target, address, body.encode(), headers)
        except Unreachable as failure:
            raise NoList("timeout" if failure.code == "timeout" else "unreachable") from None
        except TimeoutError:
            raise NoList("timeout") from None
        except (guard.Blocked, OSError):
            raise NoList("unreachable") from None
