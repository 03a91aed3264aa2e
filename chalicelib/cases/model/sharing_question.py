"""The message by which another organ is asked for one line of a case."""

import base64
import hashlib
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.durable.effects import SendMessage
from chalicelib.foundation import names


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
