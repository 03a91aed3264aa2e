"""Rows as they were written before there was a wrapping key: KMS itself has wrapped their data keys."""

# The SDK comes without types.
# pyright: reportMissingTypeStubs=false, reportCallIssue=false
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import json
from collections.abc import Mapping
from typing import Any

import aws_encryption_sdk
from aws_encryption_sdk.identifiers import CommitmentPolicy
from aws_encryption_sdk.key_providers.kms import KMSMasterKey
from botocore.client import BaseClient

from chalicelib.foundation.envelopes import SUITE
from chalicelib.foundation.keys import Key
from chalicelib.foundation.personal import SEALED
from chalicelib.foundation.sealing import PURPOSE, packed, print_of
from proofs.kit.kms import DATA_KEY, MemoryKms
from proofs.kit.world import World


class Botocore(BaseClient):
    """The SDK takes nothing but a client of botocore; that it is one by name is enough."""

    def __init__(self, kms: MemoryKms) -> None:
        self.generate_data_key = kms.generate_data_key


def sealed_by_kms(
    kms: MemoryKms, row: Key, values: Mapping[str, Any], *, region: str = "441700", key: str = DATA_KEY
) -> bytes:
    """The blob of these attributes of the row, as it was made until November 2026."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    client = aws_encryption_sdk.EncryptionSDKClient(commitment_policy=CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT)
    blob, _ = client.encrypt(
        source=packed(print_of(row) + text.encode()),
        key_provider=KMSMasterKey(key_id=key, client=Botocore(kms)),
        encryption_context={"region": region, "purpose": PURPOSE},
        algorithm=SUITE,
        frame_length=0,
    )
    return blob


def make_former(world: World, row: Key) -> dict[str, Any]:
    """Write the row as it was written then, and give back what is personal in it."""
    (stored,) = (one for one in world.stored(row.pk) if one["sk"]["S"] == row.sk)
    sealing = world.platform.sealing
    if sealing is None:
        raise LookupError("nothing is sealed here")
    values = sealing.open(row, bytes(stored[SEALED]["B"]))
    blob = sealed_by_kms(world.kms, row, values, region=world.platform.settings.division)
    world.dynamo.put_item(TableName=world.platform.settings.table, Item={**stored, SEALED: {"B": blob}})
    return values
