"""登记材料: a file is announced with its size and checksum, and gets an address to be uploaded to."""

import base64
import hashlib
from collections.abc import Collection, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.access.actor import Role
from chalicelib.cases.acts.gate import Begun, begin
from chalicelib.cases.model import Status
from chalicelib.cases.model.acts import ADD_MATERIAL, ADD_SCAN
from chalicelib.cases.model.material import (
    ANNOUNCED_PER_CASE,
    FILE_BYTES,
    FILES_PER_CASE,
    FILES_PER_LINE,
    MEDIA_TYPES,
    LineNo,
    MaterialFile,
    lines_of,
)
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import keys, problems
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import ONE_LINE, Shape
from chalicelib.foundation.writes import ABSENT, check, equals, put

CHECKSUM = Shape(
    r"[A-Za-z0-9+/]{43}=", "sha256_format", "应为文件 SHA-256 摘要的 Base64 编码（44 个字符），不是十六进制"
)


class NewFile(BaseModel):
    """`line` is the material's two-digit number in the checklist, `sha256` the digest of the bytes in base64."""

    model_config = ConfigDict(extra="forbid", strict=True)

    line: LineNo
    file_name: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True), ONE_LINE]
    content_type: Annotated[str, StringConstraints(max_length=100), Field(json_schema_extra={"enum": [*MEDIA_TYPES]})]
    size: Annotated[int, Field(ge=1, json_schema_extra={"maximum": FILE_BYTES}, description="文件大小，字节")]
    sha256: Annotated[str, CHECKSUM]


@act
def add_material(platform: Platform, caller: Caller, case_id: str, new: NewFile) -> Receipt:
    """The receipt names the file; the upload address is made from it at every answer, because it is short-lived."""
    act_of_caller = ADD_SCAN if caller.actor.role is Role.COUNTER_CLERK else ADD_MATERIAL
    begun = begin(platform, caller, act_of_caller, case_id, whole=True)
    case, files = begun.case, begun.found.files
    kept = [file.line for file in files if file.state != "refused"]
    errors = wrong_fields(new, lines_taken(begun), kept, announced=len(files))
    if errors:
        raise problems.Invalid(errors=errors)
    file = MaterialFile(id=file_id(caller), requested_at=caller.at, **new.model_dump())
    receipt = Receipt({"id": case.id, "file_id": file.id, **new.model_dump(exclude={"file_name"})})
    platform.table.write(
        check(keys.meta(case.id), equals(status=case.status.value, seq=case.seq), label=keys.META),
        put(new_file_item(case.id, file), when=ABSENT, label=acts.CREATED),
        *acts.record(platform, caller, receipt),
    )
    return receipt


def lines_taken(begun: Begun) -> set[str]:
    """The lines that a file may belong to: all while the answers may change, in a draft or by a notice that names one
    of them; then those that apply.
    """
    case, lines = begun.case, lines_of(begun.item, begun.found.form)
    waiting = case.status in (Status.CORRECTING, Status.LAPSED)
    noticed = waiting and any(name.startswith("/answers/") for name in case.noticed_fields)
    return {line.no for line in lines if line.applies or noticed or case.status is Status.DRAFT}


def wrong_fields(new: NewFile, taken: Collection[str], kept: Sequence[str], *, announced: int) -> list[FieldError]:
    """Everything wrong at once; only lines of the published list are taken (R9).

    `kept` holds the line of each file that the case has already, `announced` counts the refused ones too.
    """
    errors: list[FieldError] = []
    if new.line not in taken:
        errors.append(FieldError("/line", "material_unlisted", "本件的材料清单中没有这一项，请核对"))
    elif kept.count(new.line) >= FILES_PER_LINE:
        errors.append(FieldError("/line", "too_many_files", f"每项材料最多 {FILES_PER_LINE} 个文件"))
    if len(kept) >= FILES_PER_CASE or announced >= ANNOUNCED_PER_CASE:
        errors.append(FieldError("/line", "too_many_files", f"每件申请最多 {FILES_PER_CASE} 个文件，请合并后上传"))
    if new.content_type not in MEDIA_TYPES:
        errors.append(
            FieldError("/content_type", "file_type_unsupported", f"只接受 {'、'.join(MEDIA_TYPES.values())} 文件")
        )
    if new.size > FILE_BYTES:
        errors.append(FieldError("/size", "file_too_large", f"单个文件不能超过 {FILE_BYTES // 1024 // 1024} MB"))
    return errors


def new_file_item(case_id: str, file: MaterialFile) -> Item:
    return {**keys.material(case_id, file.id)._asdict(), **file.model_dump(mode="json", exclude_none=True)}


def file_id(caller: Caller) -> str:
    digest = hashlib.sha256(f"{caller.actor.sub}\n{caller.key}\nfile".encode()).digest()[:10]
    return base64.b32encode(digest).decode().lower()
