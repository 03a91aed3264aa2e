"""The bytes behind a row: whether they are there, and whether the version that was pinned is still the one kept."""

import hashlib
from typing import Any, Literal, NamedTuple

from botocore.exceptions import ClientError

from chalicelib.foundation.platform import Platform

ABSENT = {400, 403, 404}  # 400: a version id that this bucket has never given

State = Literal["kept", "moved", "lost"]


class Stored(NamedTuple):
    """An object as it lies in the bucket now."""

    version: str | None
    size: int


def find(platform: Platform, bucket: str, key: str, version: str | None = None) -> Stored | None:
    """The object, or this version of it; None when it is not there."""
    pinned: Any = {"VersionId": version} if version else {}
    try:
        answer = platform.s3.head_object(Bucket=bucket, Key=key, **pinned)
    except ClientError as error:
        if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") in ABSENT:
            return None
        raise
    return Stored(answer.get("VersionId"), answer["ContentLength"])


def state(platform: Platform, bucket: str, key: str, version: str | None) -> State:
    """A bucket restored from a backup gives every object a new version: the pinned one has moved."""
    if find(platform, bucket, key, version):
        return "kept"
    return "moved" if version and find(platform, bucket, key) else "lost"


def digest(platform: Platform, bucket: str, key: str, version: str | None) -> bytes:
    """SHA-256 of the bytes."""
    pinned: Any = {"VersionId": version} if version else {}
    return hashlib.sha256(platform.s3.get_object(Bucket=bucket, Key=key, **pinned)["Body"].read()).digest()
