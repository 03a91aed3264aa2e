"""Erasing what a case says of people: objects of S3 with all their versions, and rows. All of it may be repeated.

Which attributes those are is said in `foundation/personal.py` alone: a kind of row that is added there is erased too.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from chalicelib.cases.model import Case
from chalicelib.cases.store.files import exports_of, object_key
from chalicelib.cases.store.records import account_row
from chalicelib.documents.store.vault import ERASED, document_key
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Key
from chalicelib.foundation.personal import personal
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import PRESENT, Op, delete, equals, update
from chalicelib.operations.store.rows import Rows

# Rows that stay without their personal data, and what else goes with these. Of a document its register stays: number,
# kind, title, days and digest. Other rows with personal data go whole.
STAY: Mapping[str, frozenset[str]] = {
    keys.TASK: frozenset(),
    keys.DOCUMENT: frozenset({"key", "s3_version", "unprintable"}),
}


def purge(platform: Platform, bucket: str, prefix: str) -> None:
    """Delete every version of every object whose key begins with `prefix`, and the marks of those deleted before."""
    while True:
        page: Any = platform.s3.list_object_versions(Bucket=bucket, Prefix=prefix)
        for version in (*page.get("Versions", []), *page.get("DeleteMarkers", [])):
            platform.s3.delete_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])
        if not page["IsTruncated"]:
            return


def erase_rows(platform: Platform, found: Rows) -> None:
    """Every row with personal data, but for those of the case itself: whoever ends the erasing writes these. A row goes
    after its objects, and a document is marked before its text goes: whoever goes on after an interruption finds what
    is left, and whoever reads meanwhile finds no half of a document.
    """
    for sk in sorted(found.items):
        row = found.items[sk]
        if op := _erased(row):
            _purge_objects(platform, found.case.id, sk)
            platform.table.write(op)


def erase_beside(platform: Platform, case: Case) -> None:
    """What stands beside the case: exports of its last day, readings whose own term is over, its place in the list of
    the account that made it, a count of no drafts.
    """
    purge(platform, platform.settings.exports_bucket, exports_of(case.id))
    for key in old_readings(platform, case.id, platform.wall()):
        platform.table.write(delete(key))
    if case.account:
        listed = account_row(case)
        platform.table.write(delete(Key(listed["pk"], listed["sk"])))
    with suppress(Refused):  # the person has drafts
        counter = keys.open_drafts(case.applicant_key, case.account)
        platform.table.write(delete(counter, when=equals(value=0)))


def old_readings(platform: Platform, case_id: str, now: datetime) -> Iterator[Key]:
    """DynamoDB deletes them by itself some days after their term."""
    for row in platform.table.query_all(keys.access_log(case_id), prefix=keys.READING):
        if row["ttl"] <= now.timestamp():
            yield Key(row["pk"], row["sk"])


def of_the_case(key: Key) -> frozenset[str]:
    """The personal attributes of a row that holds the case itself; none of other rows."""
    found = personal(key)
    return found if found <= Case.model_fields.keys() else frozenset()


def _purge_objects(platform: Platform, case_id: str, sk: str) -> None:
    settings = platform.settings
    match keys.kind_of_row(sk):
        case keys.MATERIAL:
            # The copy that is kept of a photo begins with the same key.
            purge(platform, settings.materials_bucket, object_key(case_id, keys.name_in(sk, keys.MATERIAL)))
        case keys.DOCUMENT_TEXT:
            purge(platform, settings.documents_bucket, document_key(case_id, keys.name_in(sk, keys.DOCUMENT_TEXT)))
        case _:
            """It has no objects."""


def _erased(row: Item) -> Op | None:
    """How a row loses what it says of people; None where it says nothing any more, or is of the case itself."""
    key = Key(row["pk"], row["sk"])
    kind, names = keys.kind_of_row(key.sk), personal(key)
    if not names or of_the_case(key):
        return None
    if kind not in STAY:
        return delete(key)
    there = sorted((names | STAY[kind]) & row.keys())
    if kind == keys.DOCUMENT:
        return update(key, put={"state": ERASED}, remove=there, when=PRESENT) if row["state"] != ERASED else None
    return update(key, remove=there, when=PRESENT) if there else None
