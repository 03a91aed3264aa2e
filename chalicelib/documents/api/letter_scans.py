"""The scan of a letter of authority: announced and uploaded by its department, read by those who read the letter."""

from datetime import timedelta
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.policy import Permission
from chalicelib.cases.api.receipts import Upload
from chalicelib.cases.model.material import ENDINGS
from chalicelib.cases.store.files import LINK_SECONDS, link, object_key, upload_address
from chalicelib.directory.acts.register_changes import division_of, found
from chalicelib.directory.api.seen import only_seen
from chalicelib.directory.store.letters import load_letter
from chalicelib.directory.store.scans import ScanState, owner_of, uploads_of
from chalicelib.documents.acts.announce_scan import announce_scan, require_awaited
from chalicelib.documents.model.scans import NewScan
from chalicelib.foundation import problems
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="registers")


class AnnouncedScan(BaseModel, defer_build=True):
    """Where the bytes of an announced scan go."""

    id: Annotated[str, Field(description="授权文书的编号")]
    file_id: Annotated[str, Field(description="文件编号")]
    upload: Upload


class ScanUploadAnswer(BaseModel, defer_build=True):
    """How the check of an uploaded scan stands."""

    file_id: str
    state: ScanState
    reason: Annotated[str | None, Field(description="没有收件的原因")] = None
    requested_at: AwareDatetime


class LetterScan(BaseModel, defer_build=True):
    """The scan of a letter, with a link that reads it for five minutes; without one, nothing was uploaded yet."""

    content_type: str | None = None
    size: int | None = None
    sha256: Annotated[str | None, Field(description="SHA-256 摘要，十六进制")] = None
    url: str | None = None
    expires_at: AwareDatetime | None = None
    uploads: Annotated[list[ScanUploadAnswer], Field(description="近 30 天登记的上传，新的在前")]


@api.post(
    "/directory/letters/{letter_id}/scan",
    Permission.SIGN_LETTERS,
    "登记本部门授权文书的扫描件，取得上传地址",
    body=NewScan,
    answer=AnnouncedScan,
    status=201,
    problems=(problems.NotFound, problems.Conflict),
)
def announce_letter_scan(call: Call[NewScan, None], letter_id: str) -> Answer:
    receipt = announce_scan(call.platform, call.caller, letter_id, call.body)
    require_awaited(call.platform, receipt)
    facts = receipt.facts
    address = upload_address(
        call.platform,
        owner_of(facts["region"], facts["id"]),
        facts["file_id"],
        size=facts["size"],
        content_type=facts["content_type"],
        sha256=facts["sha256"],
    )
    body = {"id": facts["id"], "file_id": facts["file_id"], "upload": address}
    return Answer(AnnouncedScan.model_validate(body), status=201)


@api.get(
    "/directory/letters/{letter_id}/scan",
    Permission.READ_REGISTERS,
    "下载授权文书的扫描件",
    answer=LetterScan,
    problems=(problems.NotFound,),
)
def read_letter_scan(call: Call[None, None], letter_id: str) -> Answer:
    platform, division = call.platform, division_of(call.caller)
    letter = found(load_letter(platform.table, division, letter_id)).record
    only_seen(call.actor, letter.department)
    told: dict[str, Any] = {}
    # Scans that an import names were not uploaded here, and have no object.
    if scan := letter.scan:
        told = scan.model_dump(include={"content_type", "size", "sha256"})
        if scan.version is not None:
            key = object_key(owner_of(division, letter_id), scan.file)
            name = f"{letter_id}{ENDINGS[scan.content_type][0]}"
            told["url"] = link(platform, platform.settings.materials_bucket, key, version=scan.version, file_name=name)
            told["expires_at"] = platform.wall() + timedelta(seconds=LINK_SECONDS)
    uploads = [
        ScanUploadAnswer(file_id=one.id, state=one.state, reason=one.reason, requested_at=one.requested_at)
        for one in uploads_of(platform.table, division, letter_id)
    ]
    return Answer(LetterScan(**told, uploads=uploads))
