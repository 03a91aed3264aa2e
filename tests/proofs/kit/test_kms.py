"""KMS in memory answers as the emulated one does: data keys, and what opens them again."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from chalicelib.durable.workflow import error_code as code
from proofs.kit.kms import CIPHERTEXT_BYTES, DATA_KEY, MemoryKms

CONTEXT = {"region": "441700", "purpose": "case"}
NOBODYS = "arn:aws:kms:us-east-1:123456789012:key/99999999-0000-4000-8000-000000000000"
SECOND = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-4000-8000-000000000002"


@pytest.fixture
def kms(session: boto3.Session | None) -> Any:
    return MemoryKms(DATA_KEY, SECOND) if session is None else session.client("kms")


@pytest.fixture
def key(kms: Any) -> str:
    return DATA_KEY if isinstance(kms, MemoryKms) else kms.create_key()["KeyMetadata"]["Arn"]


def generated(kms: Any, key: str, context: dict[str, str] = CONTEXT) -> dict[str, Any]:
    return kms.generate_data_key(KeyId=key, NumberOfBytes=32, EncryptionContext=context)


def refused(call: Any) -> str:
    with pytest.raises(ClientError) as refusal:
        call()
    return code(refusal.value)


def test_a_data_key_comes_in_plain_and_wrapped_and_is_unwrapped_in_its_context(kms: Any, key: str):
    made, other = generated(kms, key), generated(kms, key)
    assert (made["KeyId"], len(made["Plaintext"])) == (key, 32)
    assert made["Plaintext"] != other["Plaintext"]
    opened = kms.decrypt(CiphertextBlob=made["CiphertextBlob"], KeyId=key, EncryptionContext=CONTEXT)
    assert (opened["KeyId"], opened["Plaintext"]) == (key, made["Plaintext"])


def test_another_context_opens_nothing(kms: Any, key: str):
    blob = generated(kms, key)["CiphertextBlob"]
    for context in ({}, {"region": "441781", "purpose": "case"}, {**CONTEXT, "more": "x"}):
        asked = {"CiphertextBlob": blob, "KeyId": key, **({"EncryptionContext": context} if context else {})}
        assert refused(lambda asked=asked: kms.decrypt(**asked)) == "InvalidCiphertextException"


def test_what_was_changed_opens_nothing(kms: Any, key: str):
    blob = bytearray(generated(kms, key)["CiphertextBlob"])
    place = 20 if isinstance(kms, MemoryKms) else len(blob) - 1
    blob[place] ^= 1
    asked = {"CiphertextBlob": bytes(blob), "KeyId": key, "EncryptionContext": CONTEXT}
    assert refused(lambda: kms.decrypt(**asked)) == "InvalidCiphertextException"


def test_a_key_that_is_not_there_makes_and_opens_nothing(kms: Any, key: str):
    assert refused(lambda: generated(kms, NOBODYS)) == "NotFoundException"


def test_a_disabled_key_makes_and_opens_nothing(kms: Any, key: str):
    """AWS refuses both. The emulator does not: when it does, this test tells."""
    blob = generated(kms, key)["CiphertextBlob"]
    asked = {"CiphertextBlob": blob, "KeyId": key, "EncryptionContext": CONTEXT}
    if not isinstance(kms, MemoryKms):
        kms.disable_key(KeyId=key.rpartition("/")[2])
        assert generated(kms, key), "the emulator refuses now: hold it to the contract"
        return
    kms.gone.add(key)
    assert refused(lambda: generated(kms, key)) == "DisabledException"
    assert refused(lambda: kms.decrypt(**asked)) == "DisabledException"


def test_in_memory_a_wrapped_key_is_as_long_as_that_of_aws():
    """So the units that a run with it counts are those of AWS."""
    assert len(generated(MemoryKms(), DATA_KEY)["CiphertextBlob"]) == CIPHERTEXT_BYTES == 184
