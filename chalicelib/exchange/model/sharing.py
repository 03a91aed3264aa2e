"""What is asked of the data-sharing platform (数据共享平台), and what it answers. Pure."""

import base64
import binascii
import json
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from chalicelib.cases.model.material import FILE_BYTES
from chalicelib.cases.model.sharing import SharingFailure
from chalicelib.foundation.writing import same_number

Word = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
ANSWER_BYTES = 4 * FILE_BYTES // 3 + 10_000  # the file in base64, and the rest


class SharingQuery(BaseModel, defer_build=True):
    """What an organ is asked: this kind of certificate of this holder, for this purpose in this case."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)
    id: str
    certificate: str
    holder_name: str = Field(repr=False)
    holder_id_type: str
    holder_number: str = Field(repr=False)
    purpose: str
    case_number: str
    item: str
    division: str

    def written(self) -> str:
        return json.dumps(self.model_dump(), ensure_ascii=False, separators=(",", ":"))


class Obtained(BaseModel, defer_build=True):
    """What was found: the file, the organ that issued it, and the last day on which it is valid, if it says one."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)
    issuer: Word
    content_type: Literal["application/pdf", "image/jpeg", "image/png"]
    content: bytes = Field(repr=False)
    valid_until: date | None = None


class NotObtained(Exception):
    """Nothing was obtained. `code` is the reason."""

    def __init__(self, code: SharingFailure) -> None:
        super().__init__(code)
        self.code: SharingFailure = code


class _Record(BaseModel, defer_build=True):
    model_config = ConfigDict(hide_input_in_errors=True)
    issuer: Word
    holder_number: Word = Field(repr=False)
    content_type: Literal["application/pdf", "image/jpeg", "image/png"]
    content: Annotated[str, StringConstraints(max_length=ANSWER_BYTES)] = Field(repr=False)
    valid_until: date | None = None


class _Answer(BaseModel, defer_build=True):
    model_config = ConfigDict(hide_input_in_errors=True)
    id: str
    result: Literal["found", "no_record", "refused"]
    record: _Record | None = None


def obtained(body: bytes, query: SharingQuery, today: date) -> Obtained:
    """What an answer holds. Raises NotObtained: also for an answer to another question, for a certificate of another
    holder than the one that was asked for, and for one that has expired.
    """
    try:
        answer = _Answer.model_validate_json(body)
    except ValidationError:
        raise NotObtained("unusable") from None
    if answer.id != query.id:
        raise NotObtained("unusable")
    if answer.result != "found":
        raise NotObtained(answer.result)
    if answer.record is None or not same_number(answer.record.holder_number, query.holder_number):
        raise NotObtained("unusable")
    if answer.record.valid_until is not None and answer.record.valid_until < today:
        raise NotObtained("expired")
    record = answer.record
    return Obtained(
        issuer=record.issuer,
        content_type=record.content_type,
        content=_bytes(record.content),
        valid_until=record.valid_until,
    )


def _bytes(text: str) -> bytes:
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NotObtained("unusable") from None
    if not 0 < len(content) <= FILE_BYTES:
        raise NotObtained("unusable")
    return content
