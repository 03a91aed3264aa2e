"""登记授权文书扫描件: the scan of a signed letter is announced, and gets an address for its upload."""

import base64
import hashlib

from chalicelib.directory.acts.register_changes import division_of, found, refuse
from chalicelib.directory.store.letters import load_letter
from chalicelib.directory.store.scans import ScanUpload, announce, load_awaited, uploads_of
from chalicelib.documents.model.scans import NewScan, scan_findings
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, FieldError, NotFound

MOST_AWAITED = 10


@act
def announce_scan(platform: Platform, caller: Caller, letter_id: str, new: NewScan) -> Receipt:
    """NotFound for a letter of another department. A scan that is there is replaced once the new one has passed."""
    if done := acts.find_record(platform, caller):
        return done
    table, division = platform.table, division_of(caller)
    letter = found(load_letter(table, division, letter_id)).record
    if letter.department != caller.actor.department:
        raise NotFound(code="record_not_found", title="名册中没有这条记录，请核对编号")
    errors = scan_findings(new)
    if sum(one.state == "awaited" for one in uploads_of(table, division, letter_id)) >= MOST_AWAITED:
        words = f"还有 {MOST_AWAITED} 个扫描件没有上传，请先上传"
        errors.append(FieldError("/sha256", "too_many_files", words))
    refuse(errors)
    upload = ScanUpload(
        id=scan_id(caller),
        letter=letter_id,
        region=division,
        by=caller.actor.sub,
        role=caller.actor.role,
        requested_at=caller.at,
        **new.model_dump(),
    )
    receipt = Receipt({"id": letter_id, "file_id": upload.id, "region": division, **new.model_dump()})
    table.write(announce(upload, platform.wall(), acts.CREATED), *acts.record(platform, caller, receipt))
    return receipt


def require_awaited(platform: Platform, receipt: Receipt) -> None:
    """A repeated request gets a new address only while the file is awaited: Conflict when it has come."""
    facts = receipt.facts
    if not receipt.repeated:
        return
    awaited = load_awaited(platform.table, facts["region"], facts["id"], facts["file_id"])
    if awaited is None or awaited.upload.state != "awaited":
        raise Conflict(code="scan_not_awaited", title="该扫描件已经收到，不能再次上传")


def scan_id(caller: Caller) -> str:
    digest = hashlib.sha256(f"{caller.actor.sub}\n{caller.key}\nscan".encode()).digest()[:10]
    return base64.b32encode(digest).decode().lower()
