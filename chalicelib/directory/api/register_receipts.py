"""What a change of the registers answers; its errors point to the fields as the request calls them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from chalicelib.durable.caller import Receipt
from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.foundation.validation import field_errors
from chalicelib.http.routes import Answer


class RegisterReceipt(BaseModel, defer_build=True):
    id: str
    version: Annotated[int, Field(description="这条记录第几次变更")]
    at: AwareDatetime


SENT_AS = {"/unit/id": "/unit", "/unit/kind": "/unit_kind", "/from": "/starts_on", "/to": "/ends_on"}


def told_as_sent(do: Callable[[], Receipt], sent_as: Mapping[str, str] = SENT_AS) -> Answer:
    """The answer of an act. Its errors, and those of the model of the record, point to the fields of the request."""
    try:
        receipt = do()
    except ValidationError as error:
        raise Invalid(errors=_as_sent(field_errors(error), sent_as)) from None
    except Invalid as error:
        error.errors = _as_sent(error.errors, sent_as)
        raise
    return Answer(RegisterReceipt.model_validate(receipt.facts), etag=receipt.etag)


def _as_sent(errors: Sequence[FieldError], sent_as: Mapping[str, str]) -> list[FieldError]:
    return [one._replace(pointer=sent_as.get(one.pointer, one.pointer)) for one in errors]
