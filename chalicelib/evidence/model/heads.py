"""The head of a day: one hash over all chains of a division that had events that day, signed and kept for good."""

import base64
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from chalicelib.evidence.model import merkle
from chalicelib.evidence.model.records import Digest, Part, PublicKey, canonical, sha256

HEAD_FORMAT = "yimen-head/1"
FIRST = "0" * 64
# Leaves of one object in the bucket. A power of two, so that the roots of the objects make the root of the day.
CHUNK = 1024


class Leaf(Part):
    """What a day has of one case: its newest event with its hash, and the documents printed since, by their PDF."""

    case_id: str
    seq: Annotated[int, Field(ge=0)]
    hash: str
    documents: Mapping[str, str] = Field(default_factory=dict[str, str])

    @property
    def hashed(self) -> bytes:
        return merkle.leaf_hash(canonical(self.model_dump(mode="json")))


class Head(Part):
    """`previous` is the digest of the head of the day before. `key` is the fingerprint of the key that has signed."""

    format: Literal["yimen-head/1"] = HEAD_FORMAT
    division: str
    day: date
    size: Annotated[int, Field(ge=0)]
    root: Digest
    previous: Digest
    made_at: AwareDatetime
    key: Digest
    signature: str = ""

    @property
    def statement(self) -> bytes:
        """What is signed: everything but the signature, in canonical JSON."""
        return canonical(self.model_dump(mode="json", exclude={"signature"}))

    @property
    def digest(self) -> str:
        return sha256(self.statement)

    @property
    def signed(self) -> bytes:
        """The signature, DER. Raises ValueError where it is no base64."""
        return base64.b64decode(self.signature, validate=True)


class Proof(Part):
    """That the case is in the head of a day: its leaf, its place, and the path to the root, hashes in hex."""

    day: date
    index: Annotated[int, Field(ge=0)]
    leaf: Leaf
    path: Sequence[Digest]

    def leads_to(self, head: Head) -> bool:
        found = merkle.climbed(self.leaf.hashed, self.index, head.size, [bytes.fromhex(step) for step in self.path])
        return found is not None and found.hex() == head.root


class HeadsPart(Part):
    """The heads in which the case is. `since` is the first day of the division that has a head, `until` the last one
    at the export: of every day between them there is one.
    """

    keys: Sequence[PublicKey] = ()
    since: date | None = None
    until: date | None = None
    heads: Sequence[Head] = ()
    proofs: Sequence[Proof] = ()
