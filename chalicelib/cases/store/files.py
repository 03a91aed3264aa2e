"""Where a material's bytes lie, and the short-lived addresses to upload and read them."""

import hashlib
from typing import Any

from chalicelib.cases.model.material import ENDINGS, MaterialFile
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform

UPLOAD_SECONDS = 900
KEPT = ".kept"
LINK_SECONDS = 300


def new_file_item(case_id: str, file: MaterialFile) -> Item:
    """The row of a file."""
    return {**keys.material(case_id, file.id)._asdict(), **file.model_dump(mode="json", exclude_none=True)}


def object_key(case_id: str, file_id: str) -> str:
    """A hashed prefix spreads the writes over S3's partitions; the rest finds the row again."""
    return f"{hashlib.sha256(file_id.encode()).hexdigest()[:4]}/{case_id}/{file_id}"


def kept_key(case_id: str, file_id: str) -> str:
    """Where the copy lies from which position and other traces were taken out. It is no key for uploads."""
    return f"{object_key(case_id, file_id)}{KEPT}"


def exports_of(case_id: str) -> str:
    """What the keys of all exports of a case begin with, so that whoever erases it finds them."""
    return f"{case_id}/"


def key_of(case_id: str, file: MaterialFile) -> str:
    """Where the bytes lie that people read: as they were uploaded, or the copy that is kept instead. The papers of a
    joint request lie once, under the request.
    """
    case, _, name = file.stored_as.partition("/") if file.stored_as else (case_id, "", file.id)
    return kept_key(case, name) if file.kept_sha256 else object_key(case, name)


def keys_to_delete(case_id: str, file: MaterialFile) -> list[str]:
    """Where bytes of the file may lie that nobody may read any more: a file that was refused or removed, and the upload
    of which a copy is kept instead.
    """
    if file.stored_as:
        return []
    upload = object_key(case_id, file.id)
    match file.state:
        case "removed" | "refused":
            return [upload, kept_key(case_id, file.id)]
        case _:
            return [upload] if file.kept_sha256 else []


def split_object_key(key: str) -> tuple[str, str] | None:
    """(case id, file id) of an object of ours; None for any other key."""
    parts = key.split("/")
    return (parts[1], parts[2]) if len(parts) == 3 and object_key(parts[1], parts[2]) == key else None


def split_kept_key(key: str) -> tuple[str, str] | None:
    """(case id, file id) of a copy that is kept; None for any other key."""
    return split_object_key(key.removesuffix(KEPT)) if key.endswith(KEPT) else None


def as_attachment(content_type: str) -> str:
    """The Content-Disposition of a download: never shown in place (RFC 6266).

    The name that its owner gave the file may hold anything personal. It stands encrypted in the row; neither an address
    nor what S3 keeps beside an object may have it.
    """
    return f"attachment;filename=material{ENDINGS[content_type][0]}"


def upload_address(
    platform: Platform, case_id: str, file_id: str, *, size: int, content_type: str, sha256: str
) -> dict[str, Any]:
    """A presigned POST (`url`, `fields`) that takes exactly these bytes: key, type, size and checksum are
    conditions.
    """
    fields = {
        "Content-Type": content_type,
        "Content-Disposition": as_attachment(content_type),
        "x-amz-checksum-algorithm": "SHA256",
        "x-amz-checksum-sha256": sha256,
    }
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


def keep(platform: Platform, case_id: str, file: MaterialFile, content: bytes) -> str | None:
    """Store the copy that is kept instead of the upload, as the same kind of download; its version."""
    answer: Any = platform.s3.put_object(
        Bucket=platform.settings.materials_bucket,
        Key=kept_key(case_id, file.id),
        Body=content,
        ContentType=file.content_type,
        ContentDisposition=as_attachment(file.content_type),
        ChecksumAlgorithm="SHA256",
    )
    return answer.get("VersionId")


def discard(platform: Platform, key: str, version: str | None) -> None:
    """Delete this version for good. Deleting what is gone is no fault."""
    if version:
        platform.s3.delete_object(Bucket=platform.settings.materials_bucket, Key=key, VersionId=version)


def link(platform: Platform, bucket: str, key: str, *, version: str | None = None, file_name: str | None = None) -> str:
    """A link that reads one object for five minutes."""
    parameters = dict[str, str]()
    if version:
        parameters["VersionId"] = version
    if file_name:
        parameters["ResponseContentDisposition"] = f'attachment; filename="{file_name}"'
    return platform.links.read(bucket, key, LINK_SECONDS, parameters)
