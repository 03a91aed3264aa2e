"""The AWS Encryption SDK as `sealing` uses it. This module takes long to import: only `sealing` does, when it must."""

# The SDK comes without types.
# pyright: reportMissingTypeStubs=false, reportCallIssue=false, reportUntypedBaseClass=false
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import hashlib
import logging
from collections.abc import Callable
from threading import local
from typing import TYPE_CHECKING, Any, cast

import aws_encryption_sdk
from aws_encryption_sdk.caches.local import LocalCryptoMaterialsCache
from aws_encryption_sdk.exceptions import AWSEncryptionSDKClientError, InvalidKeyIdError
from aws_encryption_sdk.identifiers import Algorithm, CommitmentPolicy, EncryptionKeyType, WrappingAlgorithm
from aws_encryption_sdk.internal.crypto.wrapping_keys import WrappingKey
from aws_encryption_sdk.key_providers.base import MasterKey, MasterKeyProvider, MasterKeyProviderConfig
from aws_encryption_sdk.key_providers.kms import KMSMasterKey
from aws_encryption_sdk.key_providers.raw import RawMasterKey
from aws_encryption_sdk.materials_managers.caching import CachingCryptoMaterialsManager
from botocore.client import BaseClient
from botocore.exceptions import BotoCoreError, ClientError
from cryptography.exceptions import InvalidTag

from chalicelib.foundation import names
from chalicelib.foundation.keyring import Ring

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
# Of the digest by which a blob names its wrapping key.
NAME_LETTERS = 16
# With commitment a blob opens under one key only; without a signature it is small and quick. Whoever can encrypt here
# can also decrypt, so that a signature would prove nothing.
SUITE = Algorithm.AES_256_GCM_HKDF_SHA512_COMMIT_KEY
# It would log each refusal with its traceback; `sealing` logs one line.
logging.getLogger("aws_encryption_sdk").setLevel(logging.CRITICAL)


class Envelopes:
    """The first key of `ring` wraps data keys, and each of them unwraps those that it has wrapped. KMS with the key
    `key_arn` is asked for the data keys that it has wrapped itself, before there were wrapping keys.
    """

    def __init__(self, ring: Ring, key_arn: str, kms: "Callable[[], KMSClient]", *, kept_seconds: float) -> None:
        self.ring = ring
        self._name = key_name(ring.writes)
        self._client = aws_encryption_sdk.EncryptionSDKClient(
            commitment_policy=CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT, max_encrypted_data_keys=1
        )
        self._manager = CachingCryptoMaterialsManager(
            master_key_provider=key_provider(ring, KMSMasterKey(key_id=key_arn, client=KmsCalls(kms))),
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

    def wraps_now(self, blob: bytes) -> bool:
        """Whether the key that writes now has wrapped the data key of this blob, and not an earlier one or KMS."""
        return self._name in blob


# Its methods have types that pyright guesses wrongly from their empty bodies.
Provider: Any = MasterKeyProvider


class FirstWraps(Provider):
    """Of its members the first wraps data keys. The SDK would wrap them with each."""

    provider_id = names.APP
    vend_masterkey_on_decrypt = False
    _config_class = MasterKeyProviderConfig

    def master_keys_for_encryption(self, *_: Any, **__: Any) -> tuple[MasterKey, list[MasterKey]]:
        first: MasterKey = self._members[0]
        return first, [first]

    def _new_master_key(self, *_: Any) -> MasterKey:
        raise InvalidKeyIdError


def key_provider(ring: Ring, former: MasterKey) -> FirstWraps:
    provider = FirstWraps()
    provider.add_master_key_providers_from_list([*map(raw_key, ring.reads), former])
    return provider


def raw_key(secret: str) -> RawMasterKey:
    wrapping = WrappingKey(
        wrapping_algorithm=WrappingAlgorithm.AES_256_GCM_IV12_TAG16_NO_PADDING,
        wrapping_key=hashlib.sha256(b"wrapping|" + secret.encode()).digest(),
        wrapping_key_type=EncryptionKeyType.SYMMETRIC,
    )
    return RawMasterKey(key_id=key_name(secret), provider_id=names.APP, wrapping_key=wrapping)


def key_name(secret: str) -> bytes:
    """A blob names its key by a digest of the secret. Nobody finds a secret of more than 256 random bits by it."""
    return hashlib.sha256(b"wrapping key's name|" + secret.encode()).hexdigest()[:NAME_LETTERS].encode()


class _Said(local):
    failure: Exception | None = None


_said = _Said()


class KmsCalls(BaseClient):
    """The one call of KMS that opening makes. The SDK swallows what KMS says to it, so that is kept here.

    The SDK takes nothing but a client of botocore; that it is one by name is enough. Making one takes time, so that is
    done when the first row from before the wrapping key is opened.
    """

    def __init__(self, kms: "Callable[[], KMSClient]") -> None:
        self._kms: Callable[[], Any] = kms

    def decrypt(self, **request: Any) -> Any:
        try:
            return self._kms().decrypt(**request)
        except (ClientError, BotoCoreError) as failure:
            _said.failure = failure
            raise


def answer_of_kms(failure: Exception | None) -> Exception | None:
    """The error of KMS behind a failure; None where KMS has said nothing."""
    if isinstance(failure, ClientError | BotoCoreError):
        return failure
    return _said.failure if failure is not None else None
