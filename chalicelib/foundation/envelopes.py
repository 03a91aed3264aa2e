"""The AWS Encryption SDK as `sealing` uses it. This module takes long to import: only `sealing` does, when it must."""

# The SDK comes without types.
# pyright: reportMissingTypeStubs=false, reportCallIssue=false
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import logging
from threading import local
from typing import TYPE_CHECKING, Any, cast

import aws_encryption_sdk
from aws_encryption_sdk.caches.local import LocalCryptoMaterialsCache
from aws_encryption_sdk.exceptions import AWSEncryptionSDKClientError
from aws_encryption_sdk.identifiers import Algorithm, CommitmentPolicy
from aws_encryption_sdk.key_providers.kms import KMSMasterKey
from aws_encryption_sdk.materials_managers.caching import CachingCryptoMaterialsManager
from botocore.client import BaseClient
from botocore.exceptions import BotoCoreError, ClientError
from cryptography.exceptions import InvalidTag

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

FAILURES: tuple[type[Exception], ...] = (
    AWSEncryptionSDKClientError,
    ClientError,
    BotoCoreError,
    InvalidTag,
    ValueError,
    TypeError,
    IndexError,
)
# A data key encrypts no more than this before the next one is asked for; nor is it kept longer than `kept_seconds`.
MESSAGES = 10_000
BYTES = 50_000_000
DATA_KEYS = 500
# With commitment a blob opens under one key only; without a signature it is small and quick. Whoever can encrypt here
# can also decrypt, so that a signature would prove nothing.
SUITE = Algorithm.AES_256_GCM_HKDF_SHA512_COMMIT_KEY
# It would log each refusal with its traceback; `sealing` logs one line.
logging.getLogger("aws_encryption_sdk").setLevel(logging.CRITICAL)


class Envelopes:
    def __init__(self, key_arn: str, kms: "KMSClient", *, kept_seconds: float) -> None:
        self._client = aws_encryption_sdk.EncryptionSDKClient(
            commitment_policy=CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT, max_encrypted_data_keys=1
        )
        self._manager = CachingCryptoMaterialsManager(
            master_key_provider=KMSMasterKey(key_id=key_arn, client=KmsCalls(kms)),
            cache=LocalCryptoMaterialsCache(DATA_KEYS),
            max_age=kept_seconds,
            max_messages_encrypted=MESSAGES,
            max_bytes_encrypted=BYTES,
        )

    def seal(self, plain: bytes, context: dict[str, str]) -> bytes:
        """Raises one of FAILURES."""
        _said.failure = None
        blob, _ = self._client.encrypt(
            source=plain,
            materials_manager=self._manager,
            encryption_context=context,
            algorithm=SUITE,
            frame_length=0,
        )
        return blob

    def open(self, blob: bytes) -> tuple[bytes, dict[str, str]]:
        """What was sealed and the context it was sealed in. Raises one of FAILURES."""
        _said.failure = None
        plain, header = self._client.decrypt(source=blob, materials_manager=self._manager)
        return plain, cast("dict[str, str]", header.encryption_context)


class _Said(local):
    failure: Exception | None = None


_said = _Said()


class KmsCalls(BaseClient):
    """The two calls of KMS that the SDK makes. It swallows what KMS says to a Decrypt, so that is kept here.

    The SDK takes nothing but a client of botocore; that it is one by name is enough.
    """

    def __init__(self, kms: "KMSClient") -> None:
        self._kms: Any = kms

    def generate_data_key(self, **request: Any) -> Any:
        return self._asked(self._kms.generate_data_key, request)

    def decrypt(self, **request: Any) -> Any:
        return self._asked(self._kms.decrypt, request)

    def _asked(self, call: Any, request: dict[str, Any]) -> Any:
        try:
            return call(**request)
        except (ClientError, BotoCoreError) as failure:
            _said.failure = failure
            raise


def answer_of_kms(failure: Exception | None) -> Exception | None:
    """The error of KMS behind a failure; None where KMS has said nothing."""
    if isinstance(failure, ClientError | BotoCoreError):
        return failure
    return _said.failure if failure is not None else None
