"""Where a department's system listens, and with which secret its callbacks are signed."""

import base64
from typing import Annotated, Any

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

SECRET_PREFIX = "whsec_"  # noqa: S105 - what every Standard Webhooks secret begins with  # nosec B105
SECRET_BYTES = range(24, 65)
# Hours for which the secret before signs, too, unless the department asks for others.
OVERLAP_HOURS = 24
LONGEST_OVERLAP_HOURS = 168


class Record(BaseModel, defer_build=True):
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


class Registration(BaseModel, defer_build=True):
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
