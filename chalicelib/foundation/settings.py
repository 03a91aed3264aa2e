"""The settings of one deployment, read from the environment on first use. Nothing else reads the environment."""

import hashlib
import os
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from chalicelib.foundation import names

PREFIX = "YIMEN_"


def split_commas(value: object) -> object:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def any_or_named(origins: tuple[str, ...]) -> tuple[str, ...]:
    """`*` beside named origins would make the names worthless, so it is refused."""
    if "*" in origins and len(origins) > 1:
        raise ValueError("* allows any origin, so no other one can be named beside it")
    return origins


class Settings(BaseModel):
    """Names of resources are computed from stage, account and region, so functions need no setting for each."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    stage: str = "local"
    partition: str = "aws"
    aws_region: str = "us-east-1"
    account: str = Field(default="123456789012", pattern=r"^\d{12}$")
    division: str = Field(
        default="441700", pattern=r"^\d{6}$", description="GB/T 2260 code of the city this deployment serves"
    )
    endpoint: str | None = Field(default=None, description="AWS endpoint of the emulator; empty on AWS")
    public_url: str = Field(
        default="http://127.0.0.1:8000", description="where people reach this API, stage prefix included"
    )
    issuer: str = "http://127.0.0.1:8000/local/issuer"
    audience: str = "yimen"
    jwks_url: str = "http://127.0.0.1:8000/local/issuer/jwks.json"
    signing_key: str = Field(
        default="local-development-signing-key",
        min_length=16,
        description="secret of cursors and blind indexes",
    )
    callback_allow: Annotated[tuple[str, ...], BeforeValidator(split_commas)] = Field(
        default=(), description="host:port of callback endpoints exempt from the address guard; empty on AWS"
    )
    cors_origins: Annotated[tuple[str, ...], BeforeValidator(split_commas), AfterValidator(any_or_named)] = Field(
        default=("*",), description="origins whose pages may read the answers; * for any, alone; empty for none"
    )
    sample_documents: bool = Field(
        default=True, description="documents carry 演示样本; off only where seals are official"
    )
    font_dir: Path = Path("/opt/fonts")
    wait_seconds: int = Field(
        default=8 * 60, ge=60, le=365 * 86400, description="how long an open wait keeps its execution"
    )
    supplement_workdays: int = Field(
        default=30,
        ge=5,
        le=250,
        description="workdays that a one-time notice gives for the supplement; no law says",
    )

    @property
    def table(self) -> str:
        return names.table(self.stage)

    @property
    def materials_bucket(self) -> str:
        return names.bucket(self.stage, self.account, "materials")

    @property
    def documents_bucket(self) -> str:
        return names.bucket(self.stage, self.account, "documents")

    @property
    def index_secret(self) -> bytes:
        """The secret of the blind indexes. Cursors are encrypted with another one."""
        return hashlib.sha256(b"index|" + self.signing_key.encode()).digest()

    def queue_url(self, name: str) -> str:
        queue = names.queue(self.stage, name)
        host = self.endpoint or f"https://sqs.{self.aws_region}.{self.dns_suffix}"
        return f"{host}/{self.account}/{queue}"

    def machine_arn(self, name: str) -> str:
        return self._arn("states", f"stateMachine:{names.machine(self.stage, name)}")

    def execution_arn(self, machine: str, execution: str) -> str:
        return self._arn("states", f"execution:{names.machine(self.stage, machine)}:{execution}")

    @property
    def dns_suffix(self) -> str:
        return "amazonaws.com.cn" if self.partition == "aws-cn" else "amazonaws.com"

    def _arn(self, service: str, resource: str) -> str:
        return f"arn:{self.partition}:{service}:{self.aws_region}:{self.account}:{resource}"


@cache
def current() -> Settings:
    """The settings of this process, from variables such as YIMEN_STAGE."""
    given = {
        name: os.environ[PREFIX + name.upper()] for name in Settings.model_fields if PREFIX + name.upper() in os.environ
    }
    return Settings.model_validate(given)


# What a Python needs to start: where its own libraries lie, and how it writes text.
FOR_ANY_PROCESS = ("LD_LIBRARY_PATH", "PYTHONPATH", "PATH", "LANG", "LC_ALL")


def bare_environment() -> dict[str, str]:
    """The environment of a process that handles what strangers sent: no credentials, no settings."""
    return {name: os.environ[name] for name in FOR_ANY_PROCESS if name in os.environ}
