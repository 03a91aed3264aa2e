"""加注标记: a file of a case becomes a PDF with the mark of its level. The original is read and never written."""

import hashlib
from datetime import datetime
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from chalicelib.cases.store.files import key_of
from chalicelib.cases.store.records import CaseFile, load_file
from chalicelib.documents.model.marks import Drawn
from chalicelib.documents.store import vault
from chalicelib.documents.store.rendering.marking import NotMarkable, marked
from chalicelib.documents.store.renditions import RenditionMessage, digest_of, mark_now, mark_of_ended, object_of
from chalicelib.documents.store.vault import CERTIFICATE
from chalicelib.foundation import failures, register_keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import equals, update

# What S3 answers for an object, or a version of it, that is there no more.
NOT_THERE = frozenset({"NoSuchKey", "NoSuchVersion"})
GONE = "原件电子文件已经不在，无法加注标记"


class Original(NamedTuple):
    """What is drawn with this mark; `key` and `version` name it in the bucket."""

    mark: Drawn
    bucket: str
    key: str
    version: str | None
    content_type: str
    at: datetime


def mark_file(platform: Platform, message: RenditionMessage) -> None:
    """Safe to repeat. Where the mark would say something else by now, nothing is made: who asks orders anew."""
    found = load_file(platform.table, message.case_id)
    if found is None or found.case.erasing_at:
        return
    original = _certificate(platform, found) if message.file == CERTIFICATE else _file(platform, found, message.file)
    if original is None or digest_of(platform, original.mark) != message.document:
        return
    try:
        done = _stored(platform, message, _made(platform, original))
    except NotMarkable as reason:
        done = {"state": "impossible", "reason": reason.reason}
    row = register_keys.rendition(message.case_id, message.file, message.document)
    try:
        platform.table.write(update(row, put=done, when=equals(state="preparing")))
    except Refused:
        return


def _file(platform: Platform, found: CaseFile, file_id: str) -> Original | None:
    file = next((one for one in found.files if one.id == file_id and one.state == "ready"), None)
    mark = mark_now(platform, found, file) if file else None
    if file is None or mark is None:
        return None
    bucket, key = platform.settings.materials_bucket, key_of(found.case.id, file)
    return Original(mark, bucket, key, file.s3_version, file.content_type, file.checked_at or file.requested_at)


def _certificate(platform: Platform, found: CaseFile) -> Original | None:
    """One that has ended."""
    made = vault.load(platform, found.case.id, CERTIFICATE)
    mark = mark_of_ended(found.case, made)
    if made is None or mark is None or made.key is None:
        return None
    bucket = platform.settings.documents_bucket
    return Original(mark, bucket, made.key, made.s3_version, "application/pdf", made.dated)


def _made(platform: Platform, original: Original) -> bytes:
    version: Any = {"VersionId": original.version} if original.version else {}
    try:
        answer: Any = platform.s3.get_object(Bucket=original.bucket, Key=original.key, **version)
    except ClientError as error:
        if failures.name_of(error) not in NOT_THERE:
            raise
        raise NotMarkable(GONE) from None
    content: bytes = answer["Body"].read()
    if hashlib.sha256(content).hexdigest() != original.mark.sha256:
        raise NotMarkable(GONE)
    sample, fonts = platform.settings.sample_documents, platform.settings.font_dir
    return marked(content, original.content_type, original.mark, sample=sample, font_dir=fonts, issued=original.at)


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
