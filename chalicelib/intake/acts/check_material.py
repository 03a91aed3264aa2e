"""校验文件: size, SHA-256 and true type of an uploaded file, which must be one that can be opened and does nothing.

Only what passes is evidence, and the checked version is pinned.

A file of a draft or of a supplement waits for its submission. What is added to a received case gets its own event, with
its digest and who has announced it: a scan of the window, or what the applicant brings because data sharing has not
given it. What arrives when the case takes no more files is refused.
"""

import base64
import hashlib
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.model import Case
from chalicelib.cases.model.acts import CHECK_MATERIAL
from chalicelib.cases.model.evidence import abandoned, added, awaited
from chalicelib.cases.model.file_digests import digest_of
from chalicelib.cases.model.joint_steps import members_told
from chalicelib.cases.model.material import FILE_BYTES, MEDIA_TYPES, MaterialFile
from chalicelib.cases.store.files import discard, keep, split_kept_key, split_object_key
from chalicelib.cases.store.records import CaseFile, load_with_file, update_file
from chalicelib.foundation import failures, keys, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import Op, equals, update
from chalicelib.intake.acts.remove_material import NAME_AFTERWARDS, one_file_less
from chalicelib.intake.store.opening.apart import open_file
from chalicelib.intake.store.opening.result import Opened, Unopenable

LATE = "文件到达时办件已不再接收材料，未收件"
# Every scan that is received moves its case, and a window may send fifty of them at once.
ATTEMPTS = 20
# What S3 answers for an object, or a version of it, that is there no more.
NOT_THERE = frozenset({"NoSuchKey", "NoSuchVersion"})


class Uploaded(NamedTuple):
    """An object as the bucket's event names it."""

    key: str
    version: str | None
    size: int


class Reading:
    """What the bytes are: found out once, however often the case moves while the answer is written."""

    def __init__(self, platform: Platform, uploaded: Uploaded) -> None:
        self.platform = platform
        self.uploaded = uploaded
        self._opened: Opened | Unopenable | None = None
        self._kept: dict[str, str | None] = {}

    def opened(self, case: Case, file: MaterialFile) -> Opened:
        """The file, opened. Unopenable with the first thing that is wrong, in Chinese."""
        if not awaited(case, file):
            raise Unopenable(LATE)
        if self._opened is None:
            try:
                self._opened = _opened(self.platform, self.uploaded, file)
            except Unopenable as refused:
                self._opened = refused
        if isinstance(self._opened, Unopenable):
            raise self._opened
        return self._opened

    def kept(self, case: Case, file: MaterialFile, opened: Opened) -> dict[str, str | None]:
        """Digest and version of the copy that is kept instead of the upload; none of what stays as it came."""
        digest = digest_in_base64(opened.kept)
        if digest != file.sha256 and not self._kept:
            self._kept = {"kept_sha256": digest, "s3_version": keep(self.platform, case.id, file, opened.kept)}
        return self._kept


def check_material(platform: Platform, uploaded: Uploaded) -> MaterialFile | None:
    """Move the file to ready or refused. None for objects that are no material, were checked before, or are gone.

    What arrives of a file that its owner has removed is deleted, the copy that was kept of it too. So is everything of
    a draft that was withdrawn, and what is refused: nobody may read it, so nobody needs it.
    """
    place, reading = split_object_key(uploaded.key) or split_kept_key(uploaded.key), Reading(platform, uploaded)
    for _ in range(ATTEMPTS):
        found = load_with_file(platform.table, *place) if place else None
        if found is None:
            return None
        if found[1].state == "removed":
            discard(platform, uploaded.key, uploaded.version)
            return None
        if abandoned(found[0]):
            _forget(platform, uploaded, *found)
            return None
        if split_kept_key(uploaded.key):
            return None
        if found[1].state in ("ready", "refused"):
            _drop(platform, uploaded, found[1])
            return None
        try:
            return _checked(reading, *found)
        except ClientError as error:
            if failures.name_of(error) not in NOT_THERE:
                raise
            return None
        except Refused:
            """The case has moved, or the same event came twice: look again."""
    raise problems.Unavailable


def _checked(reading: Reading, case: Case, file: MaterialFile) -> MaterialFile:
    """Check the bytes and write what came of it. Refused when the file has moved meanwhile, or the case has gone on
    without it. That a file is ready changes nothing of its case, so its row alone is written then.

    Of photos with traces a copy is kept, and the upload goes once the copy is the one that counts.
    """
    platform, uploaded = reading.platform, reading.uploaded
    checked_at = {"checked_at": platform.now().isoformat()}
    version = {"s3_version": uploaded.version} if uploaded.version else {}
    try:
        opened = reading.opened(case, file)
    except Unopenable as refused:
        changes: dict[str, Any] = {"state": "refused", "reason": refused.reason, **checked_at, **version}
        done = _written(platform, case, file, changes)
        discard(platform, uploaded.key, uploaded.version)
        return done
    told = {"pages": opened.pages, "width": opened.width, "height": opened.height, "traces_left": opened.traces_left}
    kept = reading.kept(case, file, opened)
    changes = {"state": "ready", **checked_at, **version, **{key: value for key, value in told.items() if value}}
    done = _written(platform, case, file, changes | kept)
    if kept:
        discard(platform, uploaded.key, uploaded.version)
    return done


def _forget(platform: Platform, uploaded: Uploaded, case: Case, file: MaterialFile) -> None:
    discard(platform, uploaded.key, uploaded.version)
    with suppress(Refused):  # a message that came twice
        platform.table.write(
            update_file(case.id, file, state="removed", file_name=NAME_AFTERWARDS), one_file_less(case, file)
        )


def _drop(platform: Platform, uploaded: Uploaded, file: MaterialFile) -> None:
    """What was refused goes, and the upload of which a copy is kept, also when an earlier check ended before it could
    delete it.
    """
    if file.kept_sha256 or file.state == "refused":
        discard(platform, uploaded.key, uploaded.version)


def _written(platform: Platform, case: Case, file: MaterialFile, changes: Mapping[str, Any]) -> MaterialFile:
    if (file.scan or added(case, file)) and changes["state"] == "ready":
        return _received(platform, case, file, changes)
    freed = [_one_file_less(case)] if changes["state"] == "refused" else []
    platform.table.write(update_file(case.id, file, **changes), *freed)
    return _with(file, changes)


def _one_file_less(case: Case) -> Op:
    """A file that is refused leaves its place to another."""
    return update(keys.meta(case.id), add={"files": -1}, when=equals(status=case.status.value))


def _received(platform: Platform, case: Case, file: MaterialFile, changes: Mapping[str, Any]) -> MaterialFile:
    """A scan, or what the applicant has added, belongs to the case from now on, by an event that names file, digest
    and who has announced it.
    """
    begun = begin_platform(platform, CHECK_MATERIAL, CaseFile(case))
    stamped = {**changes, "event": case.seq + 1}
    received = _with(file, stamped)
    event = "scan_received" if file.scan else "material_received"
    begun.commit(
        begun.case,
        event=event,
        data=digest_of(received),
        ops=[update_file(case.id, file, **stamped)],
        effects=members_told(case),
    )
    return received


def _with(file: MaterialFile, changes: Mapping[str, Any]) -> MaterialFile:
    return MaterialFile.model_validate({**file.model_dump(), **changes})


def _opened(platform: Platform, uploaded: Uploaded, file: MaterialFile) -> Opened:
    if uploaded.size > FILE_BYTES:
        raise Unopenable(f"文件超过 {FILE_BYTES // 1024 // 1024} MB")
    if uploaded.size != file.size:
        raise Unopenable("文件大小与登记的不一致")
    content = read_object(platform, uploaded)
    if digest_in_base64(content) != file.sha256:
        raise Unopenable("文件内容与登记的校验值不一致")
    return open_file(content, file.content_type, MEDIA_TYPES[file.content_type])


def digest_in_base64(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def read_object(platform: Platform, uploaded: Uploaded) -> bytes:
    pinned: Any = {"VersionId": uploaded.version} if uploaded.version else {}
    answer = platform.s3.get_object(Bucket=platform.settings.materials_bucket, Key=uploaded.key, **pinned)
    return answer["Body"].read()
