"""The three keys that are exchanged from time to time: of cursors, of blind indexes and of personal data.

Each is a secret of Secrets Manager. After a rotation it holds two keys: the new one, and the one before. What was made
with the one before is still read. The new one is used for writing some minutes after the rotation, when every process
has read it. That of personal data, the wrapping key, keeps all that were before: rows are sealed under them for ever.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, NamedTuple, Self

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from chalicelib.foundation import names, problems, telemetry
from chalicelib.foundation.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

# How long a process uses what it has read. A rotation takes effect after WRITTEN_AFTER, so no process writes with a key
# that another one does not know yet.
READ_AGAIN = timedelta(minutes=5)
WRITTEN_AFTER = timedelta(minutes=10)
# When Secrets Manager does not answer, keys that were read before are used on, but not for longer than this.
STALE = timedelta(hours=1)
TRY_AGAIN = timedelta(seconds=30)

SecretKey = Annotated[str, StringConstraints(min_length=32, max_length=200)]


class StoredKeys(BaseModel, defer_build=True):
    """The JSON of the secret. A template makes the first one, with `current` alone: `{"current": "<64 letters>"}`.

    `current_from` is the wall time from which `current` is used for writing; until then `previous` is. `earlier` are
    wrapping keys from before `previous`, the newest first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    current: SecretKey = Field(repr=False)
    previous: SecretKey | None = Field(default=None, repr=False)
    current_from: AwareDatetime | None = None
    earlier: tuple[SecretKey, ...] = Field(default=(), repr=False)


class Ring(NamedTuple):
    """The keys of one purpose at one moment: that which writes, and those that read, the writing one first."""

    writes: str
    reads: tuple[str, ...]

    @classmethod
    def at(cls, stored: StoredKeys, wall: Callable[[], datetime]) -> Self:
        """The clock is looked at only when it matters."""
        if stored.previous is None:
            return cls(stored.current, (stored.current,))
        early = stored.current_from is not None and wall() < stored.current_from
        first, second = (stored.previous, stored.current) if early else (stored.current, stored.previous)
        return cls(first, (first, second, *stored.earlier))


class IndexKeys(NamedTuple):
    """The keys of the blind indexes at one moment: that which writes, and all that a stored index may be made with."""

    writes: bytes
    reads: tuple[bytes, ...]


class Keyring:
    """The keys of one process. They are read when they are first needed."""

    def __init__(
        self, settings: Settings, secrets: "Callable[[], SecretsManagerClient]", wall: Callable[[], datetime]
    ) -> None:
        self._settings = settings
        self._secrets = secrets
        self._wall = wall
        self._read: dict[str, _Read] = {}

    def cursor(self) -> Ring:
        return Ring.at(self.stored(names.CURSOR_KEY), self._wall)

    def index(self, at: datetime | None = None) -> IndexKeys:
        """Those of now, or of another moment: a count of a quarter of an hour goes on with the key it began with."""
        ring = Ring.at(self.stored(names.INDEX_KEY), self._wall if at is None else lambda: at)
        return IndexKeys(index_key(ring.writes), tuple(map(index_key, ring.reads)))

    def wrapping(self) -> Ring:
        """The keys of personal data; `sealing` wraps data keys with them."""
        return Ring.at(self.stored(names.WRAPPING_KEY), self._wall)

    def stored(self, purpose: str) -> StoredKeys:
        """As they are in Secrets Manager, or in the settings of a local stack. Unavailable when neither has them."""
        if given := self.stored_in_settings(purpose):
            return _given(given)
        wall, known = self._wall(), self._read.get(purpose)
        if known and wall < known.again:
            return known.keys
        try:
            found = read_keys(self._secrets(), self._settings.stage, purpose)
        except (ClientError, BotoCoreError, ValidationError) as failure:
            telemetry.log.error("keys unreadable", extra={"purpose": purpose, "failure": type(failure).__name__})
            if known is None or wall >= known.at + STALE:
                raise problems.Unavailable from None
            self._read[purpose] = known._replace(again=wall + TRY_AGAIN)
            return known.keys
        self._read[purpose] = _Read(found, wall, wall + READ_AGAIN)
        return found

    def stored_in_settings(self, purpose: str) -> str | None:
        """The key of a local stack; None on a deployment."""
        settings = self._settings
        return {
            names.CURSOR_KEY: settings.cursor_key,
            names.INDEX_KEY: settings.index_key,
            names.WRAPPING_KEY: settings.wrapping_key,
        }[purpose]

    def forget(self) -> None:
        self._read.clear()


class _Read(NamedTuple):
    keys: StoredKeys
    at: datetime
    again: datetime


@lru_cache(maxsize=8)
def _given(key: str) -> StoredKeys:
    return StoredKeys.model_construct(current=key)


def read_keys(secrets: "SecretsManagerClient", stage: str, purpose: str) -> StoredKeys:
    """Errors of AWS are raised, and ValidationError for a secret that is no JSON of ours."""
    answer = secrets.get_secret_value(SecretId=names.key_secret(stage, purpose))
    return StoredKeys.model_validate_json(answer["SecretString"])


@lru_cache(maxsize=8)
def index_key(secret: str) -> bytes:
    return hashlib.sha256(b"index|" + secret.encode()).digest()
