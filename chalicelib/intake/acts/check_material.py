"""校验文件: size, SHA-256 and true type of an uploaded file. Only what passes is evidence, and the checked version is
pinned.

A file of a draft or of a supplement waits for its submission. A scan that the window adds to a received case gets its
own event, with its digest and the clerk who announced it. What arrives when the case takes no more files is refused.
"""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

import puremagic

from chalicelib.cases.acts.gate import begin_by_platform
from chalicelib.cases.model import Case
from chalicelib.cases.model.acts import CHECK_MATERIAL
from chalicelib.cases.model.evidence import awaited
from chalicelib.cases.model.material import FILE_BYTES, MEDIA_TYPES, MaterialFile
from chalicelib.cases.store.files import split_object_key
from chalicelib.cases.store.records import load_with_file, update_file
from chalicelib.durable.acts import ATTEMPTS
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import check, equals

LATE = "文件到达时办件已不再接收材料，未收件"


class Uploaded(NamedTuple):
    """An object as the bucket's event names it."""

    key: str
    version: str | None
    size: int


def check_material(platform: Platform, uploaded: Uploaded) -> MaterialFile | None:
    """Move the file to ready or refused. None for objects that are no material, were checked before, or are gone."""
    place = split_object_key(uploaded.key)
    for _ in range(ATTEMPTS):
        found = load_with_file(platform.table, *place) if place else None
        if found is None or found[1].state in ("ready", "refused"):
            return None
        try:
            return _checked(platform, uploaded, *found)
        except platform.s3.exceptions.NoSuchKey:
            return None
        except Refused:
            """The case has moved, or the same event came twice: look again."""
    raise problems.Unavailable


def _checked(platform: Platform, uploaded: Uploaded, case: Case, file: MaterialFile) -> MaterialFile:
    """Check the bytes and write what came of it. Refused when case or file have moved meanwhile."""
    reason = _wrong(platform, uploaded, file) if awaited(case, file) else LATE
    changes = {
        "state": "refused" if reason else "ready",
        "checked_at": platform.now().isoformat(),
        **({"reason": reason} if reason else {}),
        **({"s3_version": uploaded.version} if uploaded.version else {}),
    }
    if file.scan and not reason:
        return _received(platform, case, file, changes)
    platform.table.write(
        update_file(case.id, file, **changes), check(keys.meta(case.id), equals(status=case.status.value))
    )
    return _with(file, changes)


def _received(platform: Platform, case: Case, file: MaterialFile, changes: Mapping[str, Any]) -> MaterialFile:
    """A scan belongs to the case from now on, by an event that names file, digest and clerk."""
    begun = begin_by_platform(platform, CHECK_MATERIAL, case)
    if begun is None:
        raise LookupError(f"a case that is {case.status} takes no scans")
    stamped = {**changes, "event": case.seq + 1}
    about = {"line": file.line, "file": file.id, "sha256": file.sha256, "added_by": file.added_by}
    begun.commit(case, data=about, ops=[update_file(case.id, file, **stamped)])
    return _with(file, stamped)


def _with(file: MaterialFile, changes: Mapping[str, Any]) -> MaterialFile:
    return MaterialFile.model_validate({**file.model_dump(), **changes})


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
