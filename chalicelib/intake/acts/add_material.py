"""登记材料: a file is announced with its size and checksum, and gets an address to be uploaded to."""

import base64
import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, StringConstraints, model_validator

from chalicelib.access.actor import Role
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case
from chalicelib.cases.model.acts import ADD_MATERIAL, ADD_SCAN
from chalicelib.cases.model.evidence import applying, awaited, open_lines
from chalicelib.cases.model.material import (
    ANNOUNCED_PER_CASE,
    FILE_BYTES,
    FILES_PER_CASE,
    FILES_PER_LINE,
    GONE,
    HEIC,
    HEIC_ENDINGS,
    HEIC_TYPES,
    MEDIA_TYPES,
    NAME_CHARACTERS,
    LineNo,
    MaterialFile,
    kept_name,
    lines_of,
    media_type,
)
from chalicelib.cases.store.files import new_file_item
from chalicelib.cases.store.records import load_with_file
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import ONE_LINE, Shape
from chalicelib.foundation.writes import ABSENT, Op, When, put, update
from chalicelib.intake.acts.told_lines import record_told

CHECKSUM = Shape(
    r"[A-Za-z0-9+/]{43}=", "sha256_format", "应为文件 SHA-256 摘要的 Base64 编码（44 个字符），不是十六进制"
)


class NewFile(BaseModel, defer_build=True):
    """`line` is the material's two-digit number in the checklist, `sha256` the digest of the bytes in base64."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)

    line: LineNo
    file_name: Annotated[
        str, StringConstraints(min_length=1, max_length=NAME_CHARACTERS, strip_whitespace=True), ONE_LINE
    ]
    content_type: Annotated[
        str,
        BeforeValidator(media_type),
        StringConstraints(max_length=100),
        Field(json_schema_extra={"enum": [*MEDIA_TYPES]}),
    ]
    size: Annotated[int, Field(ge=1, json_schema_extra={"maximum": FILE_BYTES}, description="文件大小，字节")]
    sha256: Annotated[str, CHECKSUM]

    @model_validator(mode="after")
    def _named_by_its_type(self) -> Self:
        """The name ends as the type says, and holds no folder: the hall's people open what is called a PDF as a PDF."""
        self.file_name = kept_name(self.file_name, self.content_type)
        return self


@act
def add_material(platform: Platform, caller: Caller, case_id: str, new: NewFile) -> Receipt:
    """The receipt names the file; the upload address is made from it at every answer, because it is short-lived."""
    act_of_caller = ADD_SCAN if caller.actor.role is Role.COUNTER_CLERK else ADD_MATERIAL
    begun = begin(platform, caller, act_of_caller, case_id, whole=True)
    case, files = begun.case, begun.found.files
    kept = [file.line for file in files if file.state not in GONE]
    lines = lines_of(begun.item, begun.found.form)
    taken = open_lines(case, lines, files, window=begun.act is ADD_SCAN)
    if errors := wrong_fields(
        new, taken, kept, announced=len(files), counted=case.files, closed=applying(lines) - taken
    ):
        record_told(begun, {new.line})
        raise problems.Invalid(errors=errors)
    file = new_material(caller, file_id(caller), new)
    receipt = Receipt({"id": case.id, "file_id": file.id, **new.model_dump(exclude={"file_name"})})
    platform.table.write(
        one_more_file(case, begun.standing_moved),
        put(new_file_item(case.id, file), when=ABSENT, label=acts.CREATED),
        *acts.record(platform, caller, receipt),
    )
    return receipt


def still_awaited(platform: Platform, receipt: Receipt) -> dict[str, Any]:
    """What the receipt says of the file, to sign an address with.

    A request may be repeated for days. Then the file must still be awaited: 409 when it has come, or when the case
    takes it no more.
    """
    facts = receipt.facts
    if receipt.repeated:
        found = load_with_file(platform.table, facts["id"], facts["file_id"])
        if found is None or not awaited(*found):
            raise problems.Conflict(
                code="material_not_awaited", title="该文件已经收到，或者办件已不再接收，不能再次上传"
            )
    return facts


def wrong_fields(
    new: NewFile,
    taken: Collection[str],
    kept: Sequence[str],
    *,
    announced: int,
    counted: int = 0,
    closed: Collection[str] = (),
) -> list[FieldError]:
    """Everything wrong at once; only lines of the published list are taken (R9).

    `kept` holds the line of each file that the case has already, `announced` counts the refused ones too. `counted` is
    what the case itself counts. `closed` are lines of the list that take no more files.
    """
    errors: list[FieldError] = []
    if new.line in closed:
        errors.append(FieldError("/line", "material_not_open", "该项材料已经收件，现在不能再增加文件"))
    elif new.line not in taken:
        errors.append(FieldError("/line", "material_unlisted", "本件的材料清单中没有这一项，请核对"))
    elif kept.count(new.line) >= FILES_PER_LINE:
        errors.append(FieldError("/line", "too_many_files", f"每项材料最多 {FILES_PER_LINE} 个文件"))
    if max(len(kept), counted) >= FILES_PER_CASE or announced >= ANNOUNCED_PER_CASE:
        errors.append(FieldError("/line", "too_many_files", f"每件申请最多 {FILES_PER_CASE} 个文件，请合并后上传"))
    if new.content_type in HEIC_TYPES or new.file_name.lower().endswith(HEIC_ENDINGS):
        errors.append(FieldError("/content_type", "heic_unsupported", HEIC))
    elif new.content_type not in MEDIA_TYPES:
        errors.append(
            FieldError("/content_type", "file_type_unsupported", f"只接受 {'、'.join(MEDIA_TYPES.values())} 文件")
        )
    if new.size > FILE_BYTES:
        errors.append(FieldError("/size", "file_too_large", f"单个文件不能超过 {FILE_BYTES // 1024 // 1024} MB"))
    return errors


def one_more_file(case: Case, moved: Mapping[str, JsonValue], *, of_form: int | None = None) -> Op:
    """Count the file in its own transaction, so that however many come at once the case never has too many. `moved` is
    what else of the case has changed, `of_form` the version that the form must still have.

    Refused when the case has moved, or its draft to another list, in which the line has another number.
    """
    room = When(
        "#status = :status AND #item_version = :version AND (attribute_not_exists(#files) OR #files < :most)"
        " AND (attribute_not_exists(#announced) OR #announced < :all)"
        f"{' AND #form_version = :form_version' if of_form is not None else ''}",
        {
            **({"form_version": of_form} if of_form is not None else {}),
            "status": case.status.value,
            "version": case.item_version,
            "most": FILES_PER_CASE,
            "all": ANNOUNCED_PER_CASE,
        },
    )
    return update(keys.meta(case.id), put=moved, add={"files": 1, "announced": 1}, when=room, label=keys.META)


def new_material(caller: Caller, identifier: str, new: NewFile) -> MaterialFile:
    """The file as it is announced, with the account that answers for it."""
    scan = caller.actor.role is Role.COUNTER_CLERK
    return MaterialFile(id=identifier, requested_at=caller.at, added_by=caller.actor.sub, scan=scan, **new.model_dump())


def file_id(caller: Caller) -> str:
    digest = hashlib.sha256(f"{caller.actor.sub}\n{caller.key}\nfile".encode()).digest()[:10]
    return base64.b32encode(digest).decode().lower()
