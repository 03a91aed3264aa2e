"""Personal data are encrypted before they reach the table: one small blob for each row, under the stage's wrapping key.

The AWS Encryption SDK makes the blobs, with key commitment and without a signature. Each blob holds its data key, which
is wrapped in this process: a process reads the wrapping key once in some minutes, and no row costs a call. Rows from
before the wrapping key hold a data key that KMS has wrapped, and KMS is asked for it. Inside the blob stands whose row
it is: a blob that was copied to another row is refused.
"""

import hashlib
import json
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.exceptions import ClientError

from chalicelib.foundation import frequent, names, problems, telemetry
from chalicelib.foundation.keys import Key, word_of

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

    from chalicelib.foundation.envelopes import Envelopes
    from chalicelib.foundation.keyring import Ring

# What a data key and what was opened are kept for, in one process.
KEPT_SECONDS = 600.0
# Blobs whose plain data a process remembers: a row that is read twice, or written back unchanged, costs nothing.
REMEMBERED = 256
# A shorter text is not worth compressing.
COMPRESSED_FROM = 100
PRINT_BYTES = 12
PURPOSE = "case"


class Sealing:
    """Encrypts what is personal in rows, and decrypts it. `region` is the division (GB/T 2260) of the deployment.

    `wrapping` tells the wrapping keys of now. `kms` with the key `key_arn` opens rows from before the wrapping key.
    """

    def __init__(
        self,
        key_arn: str,
        region: str,
        kms: "Callable[[], KMSClient]",
        wrapping: "Callable[[], Ring]",
        *,
        stage: str = "local",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._key_arn, self._stage, self._kms, self._clock = key_arn, stage, kms, clock
        self._wrapping = wrapping
        self._context = {"region": region, "purpose": PURPOSE}
        self._made: Envelopes | None = None
        self._memory = Memory(clock)
        self._lock = Lock()

    def seal(self, key: Key, values: Mapping[str, Any]) -> bytes:
        """The blob of these attributes of the row. Unavailable while the wrapping key cannot be read."""
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        plain = print_of(key) + text.encode()
        if known := self._memory.blob_of(plain):
            return known
        envelopes = self._envelopes()
        try:
            blob = envelopes.seal(packed(plain), self._context)
        except _failures() as failure:
            raise self.refusal("not sealed", key, failure) from None
        self._memory.keep(blob, plain)
        return blob

    def open(self, key: Key, blob: bytes) -> dict[str, Any]:
        """The attributes in the blob. Unavailable while the wrapping key cannot be read, or KMS does not answer for a
        row from before; Unreadable for what cannot be opened, and for the blob of another row, of another deployment or
        with another purpose.
        """
        plain = self._memory.plain_of(blob)
        if plain is None:
            envelopes = self._envelopes()
            try:
                opened, context = envelopes.open(blob)
                plain = unpacked(opened)
            except (*_failures(), zlib.error) as failure:
                raise self.refusal("not opened", key, failure) from None
            if not self._context.items() <= context.items():
                raise self.refusal("sealed for something else", key)
            self._memory.keep(blob, plain, written_back=envelopes.wraps_now(blob))
        if plain[:PRINT_BYTES] != print_of(key):
            raise self.refusal("sealed for another row", key)
        return json.loads(plain[PRINT_BYTES:])

    def forget(self) -> None:
        """Be as in a process that has just started: no data key, nothing remembered."""
        self._made, self._memory = None, Memory(self._clock)

    def _envelopes(self) -> "Envelopes":
        """Those of the wrapping keys of now. Unavailable while they cannot be read.

        The SDK takes a tenth of a second to import, so that is done when the first row needs it.
        """
        ring = self._wrapping()
        with self._lock:
            if self._made is None or self._made.ring != ring:
                from chalicelib.foundation.envelopes import Envelopes

                self._made = Envelopes(ring, self._key_arn, self._kms, kept_seconds=KEPT_SECONDS)
            return self._made

    def refusal(self, what: str, key: Key, failure: Exception | None = None) -> problems.Problem:
        """The log gets the kind of the row and what KMS said, and the alarm its metric. Neither has any data in it."""
        from chalicelib.foundation.envelopes import answer_of_kms

        said = answer_of_kms(failure)
        told = {"what": what, "row": word_of(key.sk), "failure": _name_of(said or failure)}
        if said is not None and is_passing(said):
            telemetry.log.warning("key of personal data out of reach", extra=told)
            return problems.Unavailable()
        telemetry.log.error("personal data unreadable", extra=told)
        telemetry.gauge(names.UNREADABLE_ROWS, 1, stage=self._stage)
        return problems.Unreadable()


def _name_of(failure: Exception | None) -> str | None:
    if isinstance(failure, ClientError):
        return failure.response.get("Error", {}).get("Code")
    return type(failure).__name__ if failure else None


# Codes with which KMS says that the same call may succeed later.
PASSING = frozenset(
    {"ThrottlingException", "LimitExceededException", "KMSInternalException", "DependencyTimeoutException"}
    | {"KeyUnavailableException", "InternalFailure", "InternalServerError", "ServiceUnavailable", "RequestTimeout"}
)


def is_passing(said: Exception) -> bool:
    """Whether KMS was out of reach for a moment. A key that was disabled or deleted is out of reach for good."""
    if not isinstance(said, ClientError):
        return True
    status = said.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return status >= 500 or said.response.get("Error", {}).get("Code") in PASSING


def _failures() -> tuple[type[Exception], ...]:
    from chalicelib.foundation.envelopes import FAILURES

    return FAILURES


def print_of(key: Key) -> bytes:
    """Stands before the attributes in the blob and says whose they are; shorter than the key itself."""
    return hashlib.sha256(f"{key.pk}\n{key.sk}".encode()).digest()[:PRINT_BYTES]


def packed(plain: bytes) -> bytes:
    """The attributes are JSON, which begins with a brace; what zlib has compressed begins with another byte. So no mark
    is needed to tell them apart. Compressed is what gets shorter by it.
    """
    whose, text = plain[:PRINT_BYTES], plain[PRINT_BYTES:]
    if len(text) < COMPRESSED_FROM:
        return plain
    return min(plain, whose + frequent.compressed(text), key=len)


def unpacked(opened: bytes) -> bytes:
    whose, text = opened[:PRINT_BYTES], opened[PRINT_BYTES:]
    return opened if text.startswith(b"{") else whose + frequent.decompressed(text)


class Remembered(NamedTuple):
    plain: bytes
    until: float


class Memory:
    """What a process has sealed or opened lately, both ways. It forgets after `KEPT_SECONDS`, as data keys are
    forgotten: a key that was taken away is soon of no use anywhere.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._plain: OrderedDict[bytes, Remembered] = OrderedDict()
        self._blobs: dict[bytes, bytes] = {}
        self._lock = Lock()

    def plain_of(self, blob: bytes) -> bytes | None:
        with self._lock:
            found = self._plain.get(blob)
            return found.plain if found and self._clock() < found.until else None

    def blob_of(self, plain: bytes) -> bytes | None:
        with self._lock:
            blob = self._blobs.get(plain)
            found = self._plain.get(blob) if blob else None
            return blob if found and self._clock() < found.until else None

    def keep(self, blob: bytes, plain: bytes, *, written_back: bool = True) -> None:
        """`written_back`: whether the same data are written as the same blob. Under an earlier key they are not."""
        with self._lock:
            self._plain[blob] = Remembered(plain, self._clock() + KEPT_SECONDS)
            if written_back:
                self._blobs[plain] = blob
            if len(self._plain) > REMEMBERED:
                old, gone = self._plain.popitem(last=False)
                if self._blobs.get(gone.plain) == old:
                    del self._blobs[gone.plain]
