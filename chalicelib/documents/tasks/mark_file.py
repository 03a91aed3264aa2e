"""加注标记: a file of a case becomes a PDF with the mark of its level. The original is read and never written."""

import hashlib
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.store.files import key_of
from chalicelib.cases.store.records import CaseFile, load_file
from chalicelib.documents.model.marks import Mark
from chalicelib.documents.store.rendering.marking import NotMarkable, marked
from chalicelib.documents.store.renditions import RenditionMessage, digest_of, mark_now, object_of
from chalicelib.foundation import failures, register_keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import equals, update

# What S3 answers for an object, or a version of it, that is there no more.
NOT_THERE = frozenset({"NoSuchKey", "NoSuchVersion"})
GONE = "原件电子文件已经不在，无法加注标记"


def mark_file(platform: Platform, message: RenditionMessage) -> None:
    """Safe to repeat. Where the mark would say something else by now, nothing is made: who asks orders anew."""
    found = load_file(platform.table, message.case_id)
    if found is None or found.case.erasing_at:
        return
    file = next((one for one in found.files if one.id == message.file and one.state == "ready"), None)
    mark = mark_now(platform, found, file) if file else None
    if file is None or mark is None or digest_of(platform, mark) != message.document:
        return
    try:
        done = _stored(platform, message, _made(platform, found, file, mark))
    except NotMarkable as reason:
        done = {"state": "impossible", "reason": reason.reason}
    row = register_keys.rendition(message.case_id, message.file, message.document)
    try:
        platform.table.write(update(row, put=done, when=equals(state="preparing")))
    except Refused:
        return


def _made(platform: Platform, found: CaseFile, file: MaterialFile, mark: Mark) -> bytes:
    settings = platform.settings
    version: Any = {"VersionId": file.s3_version} if file.s3_version else {}
    key = key_of(found.case.id, file)
    try:
        answer: Any = platform.s3.get_object(Bucket=settings.materials_bucket, Key=key, **version)
    except ClientError as error:
        if failures.name_of(error) not in NOT_THERE:
            raise
        raise NotMarkable(GONE) from None
    content: bytes = answer["Body"].read()
    if hashlib.sha256(content).hexdigest() != mark.sha256:
        raise NotMarkable(GONE)
    at = file.checked_at or file.requested_at
    sample, fonts = settings.sample_documents, settings.font_dir
    return marked(content, file.content_type, mark, sample=sample, font_dir=fonts, issued=at)


def _stored(platform: Platform, message: RenditionMessage, pdf: bytes) -> dict[str, Any]:
    key = object_of(message)
    platform.s3.put_object(
        Bucket=platform.settings.exports_bucket,
        Key=key,
        Body=pdf,
        ContentType="application/pdf",
        ChecksumAlgorithm="SHA256",
    )
    return {"state": "ready", "key": key, "sha256": hashlib.sha256(pdf).hexdigest(), "size": len(pdf)}
