"""Erasing what a case says of people: objects of S3 with all their versions, and rows. All of it may be repeated."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from chalicelib.cases.store.files import object_key
from chalicelib.documents.store.vault import ERASED, document_key
from chalicelib.foundation import keys
from chalicelib.foundation.keys import Key
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import PRESENT, Op, delete, equals, update
from chalicelib.operations.store.rows import Rows

# What a document row keeps is its register: number, kind, title, days and digest.
OF_DOCUMENT = ("key", "s3_version", "unprintable", "rewritten", "reason")
OF_TASK = ("answer", "answer_salt", "handed_over")


def purge(platform: Platform, bucket: str, prefix: str) -> None:
    """Delete every version of every object whose key begins with `prefix`, and the marks of those deleted before."""
    while True:
        page: Any = platform.s3.list_object_versions(Bucket=bucket, Prefix=prefix)
        found = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        if not found:
            return
        for version in found:
            platform.s3.delete_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])


def erase_files(platform: Platform, found: Rows) -> None:
    """The row that names an object goes after it: whoever goes on after an interruption still finds what is left."""
    case_id = found.case.id
    for file, _ in found.files:
        # The copy that is kept of a photo begins with the same key.
        purge(platform, platform.settings.materials_bucket, object_key(case_id, file.id))
        platform.table.write(delete(keys.material(case_id, file.id)))


def erase_documents(platform: Platform, found: Rows) -> None:
    case_id = found.case.id
    for row in found.documents:
        if row["state"] != ERASED:
            key = keys.document(case_id, row["no"])
            platform.table.write(update(key, put={"state": ERASED}, remove=OF_DOCUMENT, when=PRESENT))
    for text, _ in found.of(keys.DOCUMENT_TEXT):
        purge(platform, platform.settings.documents_bucket, document_key(case_id, text))
        platform.table.write(delete(keys.document_text(case_id, text)))


def erase_rows(platform: Platform, found: Rows) -> None:
    """Earlier forms, what departments have answered, readings whose own term is over, a count of no drafts."""
    case_id = found.case.id
    for op in (*_earlier_forms(found), *_answers(found)):
        platform.table.write(op)
    for key in old_readings(platform, case_id, platform.wall()):
        platform.table.write(delete(key))
    with suppress(Refused):  # the person has drafts
        no_drafts = equals(value=0)
        platform.table.write(delete(keys.open_drafts(found.case.applicant_key), when=no_drafts))


def old_readings(platform: Platform, case_id: str, now: datetime) -> Iterator[Key]:
    """DynamoDB deletes them by itself some days after their term."""
    for row in platform.table.query_all(keys.access_log(case_id), prefix=keys.READING):
        if row["ttl"] <= now.timestamp():
            yield Key(row["pk"], row["sk"])


def _earlier_forms(found: Rows) -> Iterator[Op]:
    case = found.case
    for version, _ in found.of(keys.EARLIER_FORM):
        yield delete(keys.earlier_form(case.id, int(version)))


def _answers(found: Rows) -> Iterator[Op]:
    for task in found.tasks:
        if task.answer is not None or task.answer_salt is not None or task.handed_over is not None:
            yield update(keys.task(task.case_id, task.no), remove=OF_TASK, when=PRESENT)
