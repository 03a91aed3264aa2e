"""The object in S3 that belongs to a row: whether it exists, and whether the pinned version of it still exists."""

import hashlib
from typing import Any, Literal, NamedTuple

from botocore.exceptions import ClientError

from chalicelib.foundation.platform import Platform

# What S3 answers when there is no such object; 400 for a version id that this bucket has never given. 403 is not among
# them: an operator without the right to list the bucket, or to use its key, would be told that every object is lost.
ABSENT = {400, 404}

State = Literal["kept", "moved", "lost"]


class Stored(NamedTuple):
    """An object as it is in the bucket now."""

    version: str | None
    size: int


def find(platform: Platform, bucket: str, key: str, version: str | None = None) -> Stored | None:
    """The newest version of the object, or this version of it; None when there is none."""
    pinned: Any = {"VersionId": version} if version else {}
    try:
        answer = platform.s3.head_object(Bucket=bucket, Key=key, **pinned)
    except ClientError as error:
        if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") in ABSENT:
            return None
        raise
    return Stored(answer.get("VersionId"), answer["ContentLength"])


def state(platform: Platform, bucket: str, key: str, version: str | None) -> State:
    """`moved`: another version is there than the pinned one, as after restoring the bucket from a backup."""
    if find(platform, bucket, key, version):
        return "kept"
    return "moved" if version and find(platform, bucket, key) else "lost"


def digest(platform: Platform, bucket: str, key: str, version: str | None) -> bytes:
    """SHA-256 of the bytes."""
    pinned: Any = {"VersionId": version} if version else {}
    return hashlib.sha256(platform.s3.get_object(Bucket=bucket, Key=key, **pinned)["Body"].read()).digest()
