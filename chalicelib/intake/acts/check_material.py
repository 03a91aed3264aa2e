"""Checking an uploaded file: size, SHA-256 and true type. Only what passes is evidence, and the checked version is
pinned.
"""

import base64
import hashlib
from typing import Any, NamedTuple

import puremagic

from chalicelib.cases.model.material import FILE_BYTES, MEDIA_TYPES, MaterialFile
from chalicelib.cases.store.files import split_object_key
from chalicelib.cases.store.records import update_file
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused


class Uploaded(NamedTuple):
    """An object as the bucket's event names it."""

    key: str
    version: str | None
    size: int


def check_material(platform: Platform, uploaded: Uploaded) -> MaterialFile | None:
    """Move the file to ready or refused. None for objects that are no material, were checked before, or are gone."""
    place = split_object_key(uploaded.key)
    row = platform.table.get(keys.material(*place)) if place else None
    if place is None or row is None:
        return None
    file = MaterialFile.model_validate(row)
    if file.state in ("ready", "refused"):
        return None
    try:
        reason = _wrong(platform, uploaded, file)
    except platform.s3.exceptions.NoSuchKey:
        return None
    changes = {
        "state": "refused" if reason else "ready",
        "checked_at": platform.now().isoformat(),
        **({"reason": reason} if reason else {}),
        **({"s3_version": uploaded.version} if uploaded.version else {}),
    }
    try:
        platform.table.write(update_file(place[0], file, **changes))
    except Refused:
        return None  # the same event twice: the other one was faster
    return MaterialFile.model_validate({**row, **changes})


def _wrong(platform: Platform, uploaded: Uploaded, file: MaterialFile) -> str | None:
    """The first thing wrong with the bytes, in Chinese; None when they are what was announced."""
    if uploaded.size > FILE_BYTES:
        return f"文件超过 {FILE_BYTES // 1024 // 1024} MB"
    if uploaded.size != file.size:
        return "文件大小与登记的不一致"
    content = read_object(platform, uploaded)
    if base64.b64encode(hashlib.sha256(content).digest()).decode() != file.sha256:
        return "文件内容与登记的校验值不一致"
    if true_type(content) != file.content_type:
        return f"文件实际格式不是 {MEDIA_TYPES.get(file.content_type, file.content_type)}"
    return None


def read_object(platform: Platform, uploaded: Uploaded) -> bytes:
    pinned: Any = {"VersionId": uploaded.version} if uploaded.version else {}
    answer = platform.s3.get_object(Bucket=platform.settings.materials_bucket, Key=uploaded.key, **pinned)
    return answer["Body"].read()


def true_type(content: bytes) -> str | None:
    """The media type that the bytes themselves show."""
    try:
        return puremagic.from_string(content, mime=True)  # pyright: ignore[reportUnknownMemberType] - PathLike[Unknown]
    except (puremagic.PureError, ValueError):
        return None
