"""The platform: AWS clients, the table and the two clocks. It is built once and passed to whoever needs it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import botocore
import botocore.session
from botocore.config import Config
from botocore.credentials import Credentials, ReadOnlyCredentials

from chalicelib.clock.calendar import WorkCalendar
from chalicelib.foundation.calendars import Calendars
from chalicelib.foundation.keyring import IndexKeys, Keyring, Ring
from chalicelib.foundation.links import Links
from chalicelib.foundation.sealing import Sealing
from chalicelib.foundation.settings import Settings
from chalicelib.foundation.settings import current as current_settings
from chalicelib.foundation.table import Table

if TYPE_CHECKING:
    import boto3
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_stepfunctions import SFNClient

SHANGHAI = ZoneInfo("Asia/Shanghai")
# An act makes two calls in sequence. With three tries each, and botocore's pauses, they end within the 29 s that the
# gateway gives a request.
# Requests are typed, and every test holds them against the models of the services. So botocore need not check each of
# them again, which takes two fifths of its time for a transaction.
CLIENT = Config(
    connect_timeout=1,
    read_timeout=3,
    retries={"mode": "standard", "total_max_attempts": 3},
    max_pool_connections=32,
    parameter_validation=False,
    # botocore would put its own together anew, twice for each call, which is a fifth of its time.
    user_agent=f"yimen botocore/{botocore.__version__}",
)


def wall_clock() -> datetime:
    return datetime.now(UTC).astimezone(SHANGHAI)


class OwnSession:
    """botocore's session. That of boto3 makes the same clients, but loads modules that no function of ours needs."""

    def __init__(self) -> None:
        self._session = botocore.session.get_session()

    def client(self, service_name: str, /, **settings: Any) -> Any:
        return self._session.create_client(service_name, **settings)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]

    def get_credentials(self) -> Credentials | None:
        return self._session.get_credentials()  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


@dataclass
class Platform:
    """`now` is legal time (of acts and deadlines, +08:00); `wall` is real time (of tokens, signatures and TTLs).
    `trial`: it is the sandbox in which an unpublished item is tried, which numbers and documents show.
    """

    settings: Settings
    now: Callable[[], datetime] = wall_clock
    wall: Callable[[], datetime] = wall_clock
    session: "boto3.Session | OwnSession" = field(default_factory=OwnSession)
    trial: bool = False

    @cached_property
    def table(self) -> Table:
        return Table(self._client("dynamodb"), self.settings.table, sealing=self.sealing)

    @cached_property
    def sealing(self) -> Sealing | None:
        """None on a machine of a developer who has no key; a deployment does not start without one."""
        settings = self.settings
        if settings.data_key is None:
            return None
        return Sealing(
            settings.data_key,
            settings.division,
            lambda: self.kms,
            self._wrapping,
            stage=settings.stage,
        )

    @cached_property
    def keyring(self) -> Keyring:
        return Keyring(self.settings, lambda: self.secrets, self.wall)

    def _wrapping(self) -> Ring:
        return self.keyring.wrapping()

    @property
    def index_keys(self) -> IndexKeys:
        return self.keyring.index()

    @property
    def calendar(self) -> WorkCalendar:
        """The work calendar in force now."""
        return self.calendars.in_force()

    @cached_property
    def calendars(self) -> Calendars:
        return Calendars(self)

    # Making a client takes time, so each is made when it is first used.
    @cached_property
    def s3(self) -> "S3Client":
        # By default boto3 signs addresses for uploads and downloads with version 2, which S3 refuses for any
        # bucket made since June 2020, and leads them to the host of us-east-1, which redirects for other regions.
        style = "path" if self.settings.endpoint else "virtual"
        where: Any = {"addressing_style": style, "us_east_1_regional_endpoint": "regional"}
        return self._client("s3", Config(s3=where, signature_version="s3v4"))

    @cached_property
    def links(self) -> Links:
        return Links(lambda: self.s3, self.settings.aws_region, self._credentials, self.wall)

    def _credentials(self) -> ReadOnlyCredentials | None:
        found = self.session.get_credentials()
        return found.get_frozen_credentials() if found else None

    @cached_property
    def sqs(self) -> "SQSClient":
        return self._client("sqs")

    @cached_property
    def sfn(self) -> "SFNClient":
        return self._client("stepfunctions")

    @cached_property
    def secrets(self) -> "SecretsManagerClient":
        return self._client("secretsmanager")

    @cached_property
    def kms(self) -> "KMSClient":
        return self._client("kms")

    def _client(self, service: str, extra: Config | None = None) -> Any:
        return self.session.client(  # pyright: ignore[reportCallIssue, reportArgumentType, reportUnknownMemberType, reportUnknownVariableType]
            service,  # pyright: ignore[reportArgumentType]
            region_name=self.settings.aws_region,
            endpoint_url=self.settings.endpoint,
            config=CLIENT.merge(extra) if extra else CLIENT,
        )


_current: Platform | None = None


def current() -> Platform:
    """The platform of this process. It is made on first use."""
    global _current  # noqa: PLW0603 - one per process is the point
    if _current is None:
        _current = Platform(current_settings())
    return _current


def use(platform: Platform | None) -> None:
    """Make `platform` that of this process. None: make a new one from the environment on next use."""
    global _current  # noqa: PLW0603
    _current = platform
