"""Where a material's bytes lie, and the short-lived addresses to upload and read them."""

import hashlib
from typing import Any

from chalicelib.foundation.platform import Platform

UPLOAD_SECONDS = 900
LINK_SECONDS = 300


def object_key(case_id: str, file_id: str) -> str:
    """A hashed prefix spreads the writes over S3's partitions; the rest finds the row again."""
    return f"{hashlib.sha256(file_id.encode()).hexdigest()[:4]}/{case_id}/{file_id}"


def split_object_key(key: str) -> tuple[str, str] | None:
    """(case id, file id) of an object of ours; None for any other key."""
    parts = key.split("/")
    return (parts[1], parts[2]) if len(parts) == 3 and object_key(parts[1], parts[2]) == key else None


def upload_address(
    platform: Platform, case_id: str, file_id: str, *, size: int, content_type: str, sha256: str
) -> dict[str, Any]:
    """A presigned POST (`url`, `fields`) that takes exactly these bytes: key, type, size, checksum are conditions."""
    fields = {"Content-Type": content_type, "x-amz-checksum-algorithm": "SHA256", "x-amz-checksum-sha256": sha256}
    conditions: list[Any] = [{name: value} for name, value in fields.items()]
    return dict(
        platform.s3.generate_presigned_post(
            Bucket=platform.settings.materials_bucket,
            Key=object_key(case_id, file_id),
            Fields=dict(fields),
            Conditions=[*conditions, ["content-length-range", size, size]],
            ExpiresIn=UPLOAD_SECONDS,
        )
    )


def link(platform: Platform, bucket: str, key: str, *, version: str | None = None, file_name: str | None = None) -> str:
    """A link that reads one object for five minutes."""
    parameters: dict[str, str] = {"Bucket": bucket, "Key": key}
    if version:
        parameters["VersionId"] = version
    if file_name:
        parameters["ResponseContentDisposition"] = f'attachment; filename="{file_name}"'
    return platform.s3.generate_presigned_url("get_object", Params=parameters, ExpiresIn=LINK_SECONDS)
