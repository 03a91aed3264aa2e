"""扫描件入册: a scan that has passed the check is kept with its letter; the letter's words and rights do not change."""

from chalicelib.directory.acts.register_changes import facts, replaced
from chalicelib.directory.store.kept import Change, change_row, next_version
from chalicelib.directory.store.letters import write_letter
from chalicelib.directory.store.scans import Awaited, settle
from chalicelib.directory.store.version import moved
from chalicelib.foundation.platform import Platform


def keep_scan(platform: Platform, awaited: Awaited, sha256: str, version: str | None) -> None:
    """`sha256` is the digest in hexadecimal, `version` that of the object. Refused when the letter has changed since it
    was read, or another check came first.
    """
    upload, before = awaited
    scan = {"file": upload.id, "sha256": sha256, "size": upload.size, "content_type": upload.content_type}
    after = replaced(before.record, {"scan": {**scan, "version": version}})
    logged = Change("scan", platform.now(), upload.by, upload.role, facts(before, after))
    platform.table.write(
        settle(upload, upload.model_copy(update={"state": "ready"})),
        *write_letter(before, after),
        change_row(upload.region, "letter", upload.letter, next_version(before), logged),
        moved(upload.region),
    )
