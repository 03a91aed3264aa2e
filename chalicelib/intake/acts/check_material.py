"""校验文件: size, SHA-256 and true type of an uploaded file, which must be one that can be opened and does nothing.

Only what passes is evidence, and the checked version is pinned.

A file of a draft or of a supplement waits for its submission. A scan that the window adds to a received case gets its
own event, with its digest and the clerk who announced it. What arrives when the case takes no more files is refused.
"""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.model import Case
from chalicelib.cases.model.acts import CHECK_MATERIAL
from chalicelib.cases.model.evidence import awaited
from chalicelib.cases.model.material import FILE_BYTES, MEDIA_TYPES, MaterialFile
from chalicelib.cases.store.files import discard, keep, split_kept_key, split_object_key
from chalicelib.cases.store.records import CaseFile, load_with_file, update_file
from chalicelib.durable.acts import ATTEMPTS
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import Op, check, equals, update
from chalicelib.intake.model.application import digest_of
from chalicelib.intake.store.opening.apart import open_file
from chalicelib.intake.store.opening.result import Opened, Unopenable

LATE = "文件到达时办件已不再接收材料，未收件"


class Uploaded(NamedTuple):
    """An object as the bucket's event names it."""

    key: str
    version: str | None
    size: int


def check_material(platform: Platform, uploaded: Uploaded) -> MaterialFile | None:
    """Move the file to ready or refused. None for objects that are no material, were checked before, or are gone.

    What arrives of a file that its owner has removed is deleted, the copy that was kept of it too.
    """
    place = split_object_key(uploaded.key) or split_kept_key(uploaded.key)
    for _ in range(ATTEMPTS):
        found = load_with_file(platform.table, *place) if place else None
        if found is None:
            return None
        if found[1].state == "removed":
            discard(platform, uploaded.key, uploaded.version)
            return None
        if split_kept_key(uploaded.key):
            return None
        if found[1].state in ("ready", "refused"):
            _drop(platform, uploaded, found[1])
            return None
        try:
            return _checked(platform, uploaded, *found)
        except platform.s3.exceptions.NoSuchKey:
            return None
        except Refused:
            """The case has moved, or the same event came twice: look again."""
    raise problems.Unavailable


def _checked(platform: Platform, uploaded: Uploaded, case: Case, file: MaterialFile) -> MaterialFile:
    """Check the bytes and write what came of it. Refused when case or file have moved meanwhile.

    Of photos with traces a copy is kept, and the upload goes once the copy is the one that counts.
    """
    checked_at = {"checked_at": platform.now().isoformat()}
    version = {"s3_version": uploaded.version} if uploaded.version else {}
    try:
        opened = _opened(platform, uploaded, case, file)
    except Unopenable as refused:
        changes: dict[str, Any] = {"state": "refused", "reason": refused.reason, **checked_at, **version}
        return _written(platform, case, file, changes)
    told = {"pages": opened.pages, "width": opened.width, "height": opened.height, "traces_left": opened.traces_left}
    changes = {"state": "ready", **checked_at, **version, **{key: value for key, value in told.items() if value}}
    if (kept := _sha256(opened.kept)) == file.sha256:
        return _written(platform, case, file, changes)
    changes |= {"kept_sha256": kept, "s3_version": keep(platform, case.id, file, opened.kept)}
    done = _written(platform, case, file, changes)
    discard(platform, uploaded.key, uploaded.version)
    return done


def _drop(platform: Platform, uploaded: Uploaded, file: MaterialFile) -> None:
    """The upload of which a copy is kept goes, also when an earlier check ended before it could delete it."""
    if file.kept_sha256:
        discard(platform, uploaded.key, uploaded.version)


def _written(platform: Platform, case: Case, file: MaterialFile, changes: Mapping[str, Any]) -> MaterialFile:
    if file.scan and changes["state"] == "ready":
        return _received(platform, case, file, changes)
    platform.table.write(update_file(case.id, file, **changes), _counted(case, gone=changes["state"] == "refused"))
    return _with(file, changes)


def _counted(case: Case, *, gone: bool) -> Op:
    """The case has not moved; a file that is refused leaves its place to another."""
    key, unchanged = keys.meta(case.id), equals(status=case.status.value)
    return update(key, add={"files": -1}, when=unchanged) if gone else check(key, unchanged)


def _received(platform: Platform, case: Case, file: MaterialFile, changes: Mapping[str, Any]) -> MaterialFile:
    """A scan belongs to the case from now on, by an event that names file, digest and clerk."""
    begun = begin_platform(platform, CHECK_MATERIAL, CaseFile(case))
    stamped = {**changes, "event": case.seq + 1}
    received = _with(file, stamped)
    begun.commit(begun.case, data=digest_of(received), ops=[update_file(case.id, file, **stamped)])
    return received


def _with(file: MaterialFile, changes: Mapping[str, Any]) -> MaterialFile:
    return MaterialFile.model_validate({**file.model_dump(), **changes})


def _opened(platform: Platform, uploaded: Uploaded, case: Case, file: MaterialFile) -> Opened:
    """The file, opened. Unopenable with the first thing that is wrong, in Chinese."""
    if not awaited(case, file):
        raise Unopenable(LATE)
    if uploaded.size > FILE_BYTES:
        raise Unopenable(f"文件超过 {FILE_BYTES // 1024 // 1024} MB")
    if uploaded.size != file.size:
        raise Unopenable("文件大小与登记的不一致")
    content = read_object(platform, uploaded)
    if _sha256(content) != file.sha256:
        raise Unopenable("文件内容与登记的校验值不一致")
    return open_file(content, file.content_type, MEDIA_TYPES[file.content_type])


def _sha256(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def read_object(platform: Platform, uploaded: Uploaded) -> bytes:
    pinned: Any = {"VersionId": uploaded.version} if uploaded.version else {}
    answer = platform.s3.get_object(Bucket=platform.settings.materials_bucket, Key=uploaded.key, **pinned)
    return answer["Body"].read()
