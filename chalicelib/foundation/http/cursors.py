"""Opaque, signed cursors: where a list goes on, bound to the list it was made for."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.foundation import problems
from chalicelib.foundation.settings import Settings

SIGNATURE_BYTES = 12


class Paging(BaseModel):
    """The query of every list; subclasses add filters."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cursor: Annotated[str | None, Field(max_length=1000, description="上一页答复中的 next_cursor，原样带回")] = None
    limit: Annotated[int, Field(ge=1, le=100, description="每页条数")] = 20


def seal(settings: Settings, scope: str, after: Mapping[str, Any] | None) -> str | None:
    """A cursor for the position `after` of the list `scope` (route, filters and reader); None at the end."""
    if after is None:
        return None
    payload = json.dumps(after, separators=(",", ":"), sort_keys=True).encode()
    return base64.urlsafe_b64encode(sign(settings, scope, payload) + payload).rstrip(b"=").decode()


def unseal(settings: Settings, scope: str, cursor: str | None) -> dict[str, Any] | None:
    if cursor is None:
        return None
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except ValueError:
        raise invalid() from None
    signature, payload = raw[:SIGNATURE_BYTES], raw[SIGNATURE_BYTES:]
    if not hmac.compare_digest(signature, sign(settings, scope, payload)):
        raise invalid()
    return json.loads(payload)


def sign(settings: Settings, scope: str, payload: bytes) -> bytes:
    return hmac.digest(settings.signing_key.encode(), scope.encode() + b"\0" + payload, hashlib.sha256)[
        :SIGNATURE_BYTES
    ]


def link(settings: Settings, path: str, query: Mapping[str, Any], cursor: str | None) -> dict[str, str]:
    """The `Link` header to the next page."""
    if cursor is None:
        return {}
    from urllib.parse import urlencode

    words = urlencode({**{name: value for name, value in query.items() if value is not None}, "cursor": cursor})
    return {"Link": f'<{settings.public_url}{path}?{words}>; rel="next"'}


def invalid() -> problems.Invalid:
    error = problems.FieldError("/query/cursor", "cursor_invalid", "翻页标记无效，请从第一页重新查询")
    return problems.Invalid(code="cursor_invalid", title="翻页标记无效，请从第一页重新查询", errors=[error])
