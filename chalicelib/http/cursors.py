"""Opaque cursors: where a list continues, encrypted, and valid for the list it was made for only.

A signature is not enough: a position names rows that its reader may not see, and the blind index of an applicant.
"""

import base64
import json
import os
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticKnownError

from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.settings import Settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
PURPOSE = b"yimen cursors 1"


def _digits(value: Any) -> Any:
    """`int` alone would accept `+5`, spaces, underscores and digits of other scripts. Zero and less have an error of
    their own.
    """
    if isinstance(value, str) and not re.fullmatch("-?[0-9]+", value):
        raise PydanticKnownError("int_parsing")
    return value


# For a whole number in a query, written as OpenAPI describes it.
DIGITS = BeforeValidator(_digits)


class Paging(BaseModel, defer_build=True):
    """The query of every list; subclasses add filters."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    cursor: Annotated[str | None, Field(max_length=1000, description="上一页答复中的 next_cursor，原样带回")] = None
    limit: Annotated[int, Field(ge=1, le=100, description="每页条数"), DIGITS] = 20


def seal(platform: Platform, scope: str, after: Mapping[str, Any] | None) -> str | None:
    """A cursor for the position `after`; None at the end. `scope` names the list: its route, filters and reader."""
    if after is None:
        return None
    payload = json.dumps(after, separators=(",", ":"), sort_keys=True).encode()
    nonce = os.urandom(NONCE_BYTES)
    sealed = _cipher(platform.keyring.cursor().writes).encrypt(nonce, payload, scope.encode())
    return base64.urlsafe_b64encode(nonce + sealed).rstrip(b"=").decode()


def unseal(platform: Platform, scope: str, cursor: str | None, pointer: str = "/query/cursor") -> dict[str, Any] | None:
    """The position of a cursor. Raises Invalid (cursor_invalid) when it was not made here, or for another list. After a
    rotation those of the key before are still read.

    `pointer` says where the request has it.
    """
    if cursor is None:
        return None
    from cryptography.exceptions import InvalidTag

    for key in platform.keyring.cursor().reads:
        try:
            raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            payload = _cipher(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], scope.encode())
        except (ValueError, InvalidTag):
            continue
        return json.loads(payload)
    raise invalid(pointer)


@lru_cache(maxsize=4)
def _cipher(secret: str) -> "AESGCM":
    """A cipher with a key derived for cursors only. Imported on first use, because most requests have no cursor."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return AESGCM(HKDF(SHA256(), 32, salt=None, info=PURPOSE).derive(secret.encode()))


def link(settings: Settings, path: str, query: Mapping[str, Any], cursor: str | None) -> dict[str, str]:
    """The `Link` header to the next page."""
    if cursor is None:
        return {}
    from urllib.parse import urlencode

    words = urlencode({**{name: value for name, value in query.items() if value is not None}, "cursor": cursor})
    return {"Link": f'<{settings.public_url}{path}?{words}>; rel="next"'}


def invalid(pointer: str = "/query/cursor") -> problems.Invalid:
    error = problems.FieldError(pointer, "cursor_invalid", "翻页标记无效，请从第一页重新查询")
    return problems.Invalid(code="cursor_invalid", title="翻页标记无效，请从第一页重新查询", errors=[error])
