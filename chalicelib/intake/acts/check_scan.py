"""校验授权文书扫描件: size, digest and true type of an uploaded scan, as of a material; what passes is kept."""

import hashlib

from botocore.exceptions import ClientError

from chalicelib.cases.model.material import MEDIA_TYPES
from chalicelib.cases.store.files import discard, split_object_key
from chalicelib.directory.acts.keep_scan import keep_scan
from chalicelib.directory.store.scans import ScanUpload, letter_of, load_awaited, settle
from chalicelib.foundation import failures, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.intake.acts.check_material import (
    ATTEMPTS,
    NOT_THERE,
    Uploaded,
    digest_in_base64,
    read_object,
)
from chalicelib.intake.store.opening.apart import open_file
from chalicelib.intake.store.opening.result import Unopenable


def is_scan(uploaded: Uploaded) -> bool:
    """Whether the object is the scan of a letter, and no material of a case."""
    place = split_object_key(uploaded.key)
    return place is not None and letter_of(place[0]) is not None


def check_scan(platform: Platform, uploaded: Uploaded) -> ScanUpload | None:
    """The upload as it stands afterwards; None for one that nobody has announced, that was checked before or is gone.

    What is refused is deleted: nobody may read it.
    """
    place = split_object_key(uploaded.key)
    letter = letter_of(place[0]) if place else None
    if place is None or letter is None:
        return None
    for _ in range(ATTEMPTS):
        awaited = load_awaited(platform.table, *letter, place[1])
        if awaited is None:
            return None
        if awaited.upload.state != "awaited":
            if awaited.upload.state == "refused":
                discard(platform, uploaded.key, uploaded.version)
            return None
        try:
            content = _content(platform, uploaded, awaited.upload)
            keep_scan(platform, awaited, hashlib.sha256(content).hexdigest(), uploaded.version)
            return awaited.upload.model_copy(update={"state": "ready"})
        except Unopenable as refused:
            return _refused(platform, uploaded, awaited.upload, refused.reason)
        except ClientError as error:
            if failures.name_of(error) not in NOT_THERE:
                raise
            return None
        except Refused:
            """The letter has moved, or the same event came twice: look again."""
    raise problems.Unavailable


def _content(platform: Platform, uploaded: Uploaded, upload: ScanUpload) -> bytes:
    """The bytes. Raises Unopenable with the first thing that is wrong."""
    if uploaded.size != upload.size:
        raise Unopenable("文件大小与登记的不一致")
    content = read_object(platform, uploaded)
    if digest_in_base64(content) != upload.sha256:
        raise Unopenable("文件内容与登记的校验值不一致")
    open_file(content, upload.content_type, MEDIA_TYPES[upload.content_type])
    return content


def _refused(platform: Platform, uploaded: Uploaded, upload: ScanUpload, reason: str) -> ScanUpload:
    after = upload.model_copy(update={"state": "refused", "reason": reason})
    platform.table.write(settle(upload, after))
    discard(platform, uploaded.key, uploaded.version)
    return after
