"""KMS in memory answers as the emulated one does: data keys, and what opens them again."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from chalicelib.durable.workflow import error_code as code
from chalicelib.evidence.model.signatures import as_pem, fits
from chalicelib.foundation import names
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


# ------------------------------------------------------------------------------------------------- keys that sign
ALIAS = names.signing_key_alias("local", names.SIGNS_HEADS)
SIGNING = {"MessageType": "RAW", "SigningAlgorithm": "ECDSA_SHA_256"}


@pytest.fixture
def signer(kms: Any) -> Any:
    """KMS with a key of this alias, as the template makes it."""
    if not isinstance(kms, MemoryKms):
        made = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
        if ALIAS not in {alias["AliasName"] for alias in kms.list_aliases()["Aliases"]}:
            kms.create_alias(AliasName=ALIAS, TargetKeyId=made)
    return kms


def test_what_a_key_has_signed_is_checked_with_its_public_half(signer: Any):
    signature = signer.sign(KeyId=ALIAS, Message=b"a head", **SIGNING)["Signature"]
    pem = as_pem(signer.get_public_key(KeyId=ALIAS)["PublicKey"])
    assert fits(pem, signature, b"a head")
    assert not fits(pem, signature, b"another")
    assert not fits(pem, signature[:-1], b"a head")


def test_a_key_that_is_not_there_signs_nothing(signer: Any):
    nobodys = "alias/nobodys-key"
    assert refused(lambda: signer.sign(KeyId=nobodys, Message=b"x", **SIGNING)) == "NotFoundException"
    assert refused(lambda: signer.get_public_key(KeyId=nobodys)) == "NotFoundException"


def test_in_memory_no_message_is_longer_than_aws_takes():
    kms = MemoryKms()
    assert kms.sign(KeyId=ALIAS, Message=b"x" * 4096, **SIGNING)
    kms.gone.add(ALIAS)
    assert refused(lambda: kms.sign(KeyId=ALIAS, Message=b"x", **SIGNING)) == "DisabledException"
    assert refused(lambda: kms.sign(KeyId=DATA_KEY, Message=b"x", **SIGNING)) == "InvalidKeyUsageException"


@pytest.mark.beyond_the_model
def test_in_memory_a_longer_message_is_refused():
    assert refused(lambda: MemoryKms().sign(KeyId=ALIAS, Message=b"x" * 4097, **SIGNING)) == "ValidationException"
