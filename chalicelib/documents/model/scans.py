"""What a scan of a letter may be: as a material, one PDF, JPEG or PNG file of limited size, announced by its digest."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.cases.model.material import FILE_BYTES, MEDIA_TYPES
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import Shape

Checksum = Annotated[
    str,
    Shape(r"[A-Za-z0-9+/]{43}=", "sha256_format", "应为文件 SHA-256 摘要的 Base64 编码（44 个字符），不是十六进制"),
]


class NewScan(BaseModel, defer_build=True):
    """`sha256` is the digest of the bytes in base64."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)

    content_type: Annotated[str, Field(max_length=100, json_schema_extra={"enum": [*MEDIA_TYPES]})]
    size: Annotated[int, Field(ge=1, json_schema_extra={"maximum": FILE_BYTES}, description="文件大小，字节")]
    sha256: Checksum


def scan_findings(new: NewScan) -> list[FieldError]:
    found: list[FieldError] = []
    if new.content_type not in MEDIA_TYPES:
        words = f"只接受 {'、'.join(MEDIA_TYPES.values())} 文件"
        found.append(FieldError("/content_type", "file_type_unsupported", words))
    if new.size > FILE_BYTES:
        found.append(FieldError("/size", "file_too_large", f"单个文件不能超过 {FILE_BYTES // 1024 // 1024} MB"))
    return found
