"""数据共享: an organ is asked for a certificate by one signed request to the data-sharing platform."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Protocol

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.exchange.model.sharing import ANSWER_BYTES, NotObtained, Obtained, SharingQuery, obtained
from chalicelib.exchange.store import guard, wire
from chalicelib.exchange.store.signing import signed_headers
from chalicelib.exchange.store.wire import Reply, Unreachable
from chalicelib.foundation import names
from chalicelib.foundation.platform import Platform

SECONDS = 8.0  # for the whole request; nobody waits for it
MEDIA_TYPE = "application/json; charset=utf-8"
AGENT = "yimen-sharing/1"
Post = Callable[[guard.Target, str, bytes, Mapping[str, str]], Reply]


class DataSharing(Protocol):
    """Where certificates of other organs come from."""

    def query(self, query: SharingQuery, today: date) -> Obtained:
        """What was found. Raises NotObtained with the reason."""
        ...


class SharingPlatform:
    """The platform at the configured address: https and public, or named in `YIMEN_CALLBACK_ALLOW`."""

    def __init__(
        self, platform: Platform, *, post: Post | None = None, resolve: guard.Resolve = guard.resolve_host
    ) -> None:
        self._platform = platform
        self._post = post or partial(wire.post, seconds=SECONDS, kept=ANSWER_BYTES)
        self._resolve = resolve

    def query(self, query: SharingQuery, today: date) -> Obtained:
        reply = self._sent(query)
        if reply.status in (401, 403):
            raise NotObtained("refused")
        if reply.status != 200:
            raise NotObtained("unreachable" if reply.status >= 500 or reply.status == 429 else "unusable")
        return obtained(reply.body, query, today)

    def _sent(self, query: SharingQuery) -> Reply:
        settings, body = self._platform.settings, query.written()
        try:
            target = guard.parse(settings.sharing_url, settings.callback_allow)
            address = guard.pin(target, self._resolve)
            headers = signed_headers([self._secret()], query.id, self._platform.wall(), body, MEDIA_TYPE, AGENT)
            return self._post(target, address, body.encode(), headers)
        except Unreachable as failure:
            raise NotObtained("timeout" if failure.code == "timeout" else "unreachable") from None
        except TimeoutError:
            raise NotObtained("timeout") from None
        except (guard.Blocked, OSError):
            raise NotObtained("unreachable") from None
        except (ClientError, BotoCoreError):
            raise NotObtained("unreachable") from None

    def _secret(self) -> str:
        name = names.sharing_secret(self._platform.settings.stage)
        return self._platform.secrets.get_secret_value(SecretId=name)["SecretString"]
