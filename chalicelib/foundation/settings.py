"""The settings of one deployment, read from the environment on first use. Nothing else reads the environment.

The defaults are those of the local stack. A Lambda function that would run with one of them refuses to start.
"""

import os
import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from chalicelib.foundation import names

PREFIX = "YIMEN_"
LOCAL = "local"
DEVELOPMENT_ACCOUNT = "123456789012"
THIS_MACHINE = re.compile(r"localhost|.*\.(localhost|local|invalid|test)|127\..*|0\.0\.0\.0|\[?::1\]?")


def split_commas(value: object) -> object:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def any_or_named(origins: tuple[str, ...]) -> tuple[str, ...]:
    """`*` beside named origins would make the names worthless, so it is refused."""
    if "*" in origins and len(origins) > 1:
        raise ValueError("* allows any origin, so no other one can be named beside it")
    return origins


class Settings(BaseModel, defer_build=True):
    """Names of resources are computed from stage, account and region, so functions need no setting for each."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    stage: str = LOCAL
    partition: str = "aws"
    aws_region: str = "us-east-1"
    account: str = Field(default=DEVELOPMENT_ACCOUNT, pattern=r"^\d{12}$")
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
    cursor_key: str | None = Field(
        default="local-development-cursor-key",
        min_length=16,
        repr=False,
        description="key of cursors on the local stack; a deployment has it in Secrets Manager",
    )
    index_key: str | None = Field(
        default="local-development-index-key",
        min_length=16,
        repr=False,
        description="key of blind indexes on the local stack; a deployment has it in Secrets Manager",
    )
    wrapping_key: str | None = Field(
        default="local-development-wrapping-key",
        min_length=16,
        repr=False,
        description="key of personal data on the local stack; a deployment has it in Secrets Manager",
    )
    data_key: str | None = Field(
        default=None,
        pattern=r"^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/.+$",
        description="ARN of the KMS key of the secrets of our keys; rows from before the wrapping key need it too",
    )
    callback_allow: Annotated[tuple[str, ...], BeforeValidator(split_commas)] = Field(
        default=(), description="host:port of callback endpoints exempt from the address guard, in an extranet"
    )
    sharing_url: str = Field(
        default="", description="address of the data-sharing platform (数据共享平台); empty for none"
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
    admission_rate: int = Field(
        default=0,
        ge=0,
        le=1_000,
        description="submissions a second beyond which further ones are asked to come again; 0 for no bound",
    )
    supplement_workdays: int = Field(
        default=30,
        ge=5,
        le=250,
        description="workdays that a one-time notice gives for the supplement; no law says",
    )

    filing_workdays: int = Field(
        default=5,
        ge=1,
        le=60,
        description="workdays after which a published change without the bureau's receipt is overdue; no rule says",
    )
    access_kept_days: int = Field(
        default=1096,
        ge=183,
        description="how long it is kept who has read whose data: at least six months (网络安全法21), here three years",
    )
    draft_days: int = Field(
        default=365,
        ge=30,
        le=3650,
        description="days after which a draft that nobody has touched expires; no law says how many",
    )
    identity_level: int = Field(
        default=2,
        ge=2,
        le=5,
        description="how well the issuer has checked applicants (实名等级 2-5) of whom a token does not say it",
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
    def heads_bucket(self) -> str:
        return names.bucket(self.stage, self.account, "heads")

    @property
    def exports_bucket(self) -> str:
        return names.bucket(self.stage, self.account, "exports")

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


class NotConfigured(Exception):
    """A process of a deployment lacks settings. The message names variables and shows no value."""

    def __init__(self, *, missing: Iterable[str], development: Iterable[str], malformed: Iterable[str]) -> None:
        found = {"not set": missing, "fit for development only": development, "malformed": malformed}
        self.faults = {fault: tuple(map(variable, names)) for fault, names in found.items()}
        told = [f"{fault}: {', '.join(names)}" for fault, names in self.faults.items() if names]
        super().__init__("; ".join(told))

    @property
    def variables(self) -> tuple[str, ...]:
        return tuple(name for names in self.faults.values() for name in names)


# What every process of a deployment must be told; what follows from something else, or has one sensible value, is not
# asked for.
REQUIRED_BY_ALL = frozenset(
    {"stage", "account", "division", "public_url", "issuer", "audience", "jwks_url", "data_key"}
)
# A Lambda function answers pages of other origins too. AWS tells it its region.
REQUIRED = REQUIRED_BY_ALL | {"cors_origins"}
# An operator's command answers no page. Nobody but the operator can tell it the region.
REQUIRED_BY_OPERATORS = REQUIRED_BY_ALL | {"aws_region"}
# Whoever makes the issuer has no account of the deployment, and checks tokens all the same.
REQUIRED_BY_ISSUERS = frozenset({"issuer", "audience", "jwks_url"})
ADDRESSES = ("public_url", "issuer", "jwks_url")
# What only the local stack and the proofs are given: what stands here is for nobody but them.
NEVER_DEPLOYED = ("endpoint", "cursor_key", "index_key", "wrapping_key")
# A deployment has these in Secrets Manager, so the defaults of the local stack must not stand in their place.
IN_SECRETS: Mapping[str, None] = {"cursor_key": None, "index_key": None, "wrapping_key": None}
ON_LAMBDA = "AWS_LAMBDA_FUNCTION_NAME"


def variable(name: str) -> str:
    return f"{PREFIX}{name.upper()}"


@cache
def current() -> Settings:
    """The settings of this process, from variables such as YIMEN_STAGE.

    A Lambda function raises NotConfigured, once and with everything wrong in it, rather than use a default of the local
    stack. A command with another stage than `local` takes no key from here.
    """
    given = given_in(os.environ)
    if ON_LAMBDA in os.environ:
        return deployed(given, REQUIRED)
    if given.get("stage", LOCAL) != LOCAL:
        given = {**IN_SECRETS, **given}
    return Settings.model_validate(given)


def of_operator(required: Collection[str] = REQUIRED_BY_OPERATORS) -> Settings:
    """The settings for a command on a deployment. Raises NotConfigured as a function of that deployment would."""
    return deployed(given_in(os.environ), required)


def given_in(environment: Mapping[str, str]) -> dict[str, str | None]:
    given: dict[str, str | None] = {
        name: environment[variable(name)] for name in Settings.model_fields if variable(name) in environment
    }
    region = given.get("aws_region") or environment.get("AWS_REGION")
    if region is not None:
        partition = "aws-cn" if region.startswith("cn-") else "aws"
        given = {"partition": partition, **given, "aws_region": region}
    return given


def deployed(given: Mapping[str, str | None], required: Collection[str]) -> Settings:
    """Settings with nothing of the local stack in them. Raises NotConfigured."""
    malformed: set[str] = set()
    settings = Settings.model_construct()
    try:
        settings = Settings.model_validate({**IN_SECRETS, **given})
    except ValidationError as error:
        malformed = {str(part["loc"][0]) for part in error.errors(include_url=False, include_input=False)}
    # An empty list of origins is an answer; an empty text is none.
    blank = {name for name, value in given.items() if value == "" and name != "cors_origins"}
    missing = sorted(name for name in required if name not in given or name in blank)
    for_development = sorted(name for name in given if name not in blank and _is_for_development(name, given[name]))
    malformed -= {*missing, *for_development}
    if missing or for_development or malformed:
        raise NotConfigured(missing=missing, development=for_development, malformed=sorted(malformed))
    return settings


def _is_for_development(name: str, value: str | None) -> bool:
    """Whether this value is one that only a developer's machine may have."""
    match name:
        case "stage":
            return value == LOCAL
        case "account":
            return value == DEVELOPMENT_ACCOUNT
        case "cors_origins":
            return "*" in (value or "")
        case "callback_allow":
            hosts = [place.strip().rpartition(":")[0] for place in (value or "").split(",")]
            return any(THIS_MACHINE.fullmatch(host) for host in hosts)
        case "sharing_url":
            return not _is_public(value or "")
        case _ if name in NEVER_DEPLOYED:
            return True
        case _ if name in ADDRESSES:
            return not _is_public(value or "")
        case _:
            return False


def _is_public(address: str) -> bool:
    """Whether others can be sent to this address: https, and no name or number of this machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme == "https" and "." in host and not THIS_MACHINE.fullmatch(host)


# What a Python needs to start: where its own libraries lie, and how it writes text.
FOR_ANY_PROCESS = ("LD_LIBRARY_PATH", "PYTHONPATH", "PATH", "LANG", "LC_ALL")


def bare_environment() -> dict[str, str]:
    """The environment of a process that handles what strangers sent: no credentials, no settings."""
    return {name: os.environ[name] for name in FOR_ANY_PROCESS if name in os.environ}


# Whatever a function does, it has imported this module: one that lacks settings ends before its first request.
if ON_LAMBDA in os.environ:
    current()
