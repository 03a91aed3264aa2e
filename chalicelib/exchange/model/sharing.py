"""What is asked of the data-sharing platform (数据共享平台), and what it answers. Pure."""

import base64
import binascii
import hashlib
import json
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from chalicelib.cases.model.material import FILE_BYTES
from chalicelib.cases.model.sharing import SharingFailure
from chalicelib.durable.effects import SendMessage
from chalicelib.foundation import names

Word = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
ANSWER_BYTES = 4 * FILE_BYTES // 3 + 10_000  # the file in base64, and the rest


class SharingQuestion(BaseModel, defer_build=True):
    """A message of the queue: one line of a case, as this event has asked for it. It holds no personal data."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
    case_id: Annotated[str, StringConstraints(pattern=r"^[a-z2-7]{26}$")]
    line: Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
    asked: Annotated[int, Field(ge=1)]

    @property
    def id(self) -> str:
        """The same for a repeated message, so that the other side recognises it."""
        digest = hashlib.sha256(f"{self.case_id}\n{self.line}\n{self.asked}".encode()).digest()[:10]
        return base64.b32encode(digest).decode().lower()

    def message(self) -> SendMessage:
        return SendMessage(queue=names.SHARING_QUEUE, body=self.model_dump())


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
    """What was found: the file, and the organ that issued it."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)
    issuer: Word
    content_type: Literal["application/pdf", "image/jpeg", "image/png"]
    content: bytes = Field(repr=False)


class NotObtained(Exception):
    """Nothing was obtained. `code` is the reason."""

    def __init__(self, code: SharingFailure) -> None:
        super().__init__(code)
        self.code: SharingFailure = code


class _Record(BaseModel, defer_build=True):
    model_config = ConfigDict(hide_input_in_errors=True)
    issuer: Word
    content_type: Literal["application/pdf", "image/jpeg", "image/png"]
    content: Annotated[str, StringConstraints(max_length=ANSWER_BYTES)] = Field(repr=False)
    valid_until: date | None = None


class _Answer(BaseModel, defer_build=True):
    model_config = ConfigDict(hide_input_in_errors=True)
    id: str
    result: Literal["found", "no_record", "refused"]
    record: _Record | None = None


def obtained(body: bytes, query: SharingQuery, today: date) -> Obtained:
    """What an answer holds. Raises NotObtained: also for an answer to another question, and an expired certificate."""
    try:
        answer = _Answer.model_validate_json(body)
    except ValidationError:
        raise NotObtained("unusable") from None
    if answer.id != query.id:
        raise NotObtained("unusable")
    if answer.result != "found":
        raise NotObtained(answer.result)
    if answer.record is None:
        raise NotObtained("unusable")
    if answer.record.valid_until is not None and answer.record.valid_until < today:
        raise NotObtained("expired")
    record = answer.record
    return Obtained(issuer=record.issuer, content_type=record.content_type, content=_bytes(record.content))


def _bytes(text: str) -> bytes:
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NotObtained("unusable") from None
    if not 0 < len(content) <= FILE_BYTES:
        raise NotObtained("unusable")
    return content
