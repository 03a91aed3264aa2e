"""The person, company or machine behind a request, and the blind index under which an applicant's cases are kept."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from chalicelib.foundation.identifiers import has_credit_code_shape, has_resident_id_shape
from chalicelib.foundation.writing import canonical_name, plain_number

SECRET_BYTES = 16

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Region = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}([0-9]{6})?$")]
Department = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]


class Role(StrEnum):
    """The posts of the hall as a token names them; what each may do is the table in `policy`."""

    APPLICANT = "applicant"
    COUNTER_CLERK = "counter_clerk"
    ISSUING_CLERK = "issuing_clerk"
    OFFICER = "officer"
    CHIEF_REPRESENTATIVE = "chief_representative"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    DEPARTMENT_SYSTEM = "department_system"


BOUND_TO_DEPARTMENT = frozenset({Role.OFFICER, Role.CHIEF_REPRESENTATIVE, Role.DEPARTMENT_SYSTEM})


def _tidy(number: Any) -> Any:
    return plain_number(number) if isinstance(number, str) else number


class Identity(BaseModel):
    """A certified identity: who the applicant is in law. `repr` leaves it out, so that no log shows it by accident.

    `number` and `name` are brought into the writing in which forms keep them. The number must have the shape of
    GB 11643 or GB 32100; forms check its check digit.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    kind: Literal["person", "company"]
    id_type: Literal["resident_id", "uscc"]
    number: Annotated[str, BeforeValidator(_tidy)] = Field(repr=False)
    name: Annotated[Name, AfterValidator(canonical_name)] = Field(repr=False)

    @model_validator(mode="after")
    def _number_suits_its_kind(self) -> Self:
        if self.id_type != NUMBER_OF[self.kind]:
            raise ValueError("a person is certified by resident_id, a company by uscc")
        if not HAS_SHAPE[self.id_type](self.number):
            raise ValueError("number has not the shape of its id_type")
        return self


NUMBER_OF = {"person": "resident_id", "company": "uscc"}
HAS_SHAPE: Mapping[str, Callable[[str], bool]] = {"resident_id": has_resident_id_shape, "uscc": has_credit_code_shape}


class Actor(BaseModel):
    """Who acts. Only an applicant has a certified identity. Whoever acts for a department has `department`."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    sub: Annotated[str, StringConstraints(min_length=1, max_length=128)]
    role: Role
    name: Name = Field(repr=False)
    region: Region
    department: Department | None = None
    identity: Identity | None = None

    @model_validator(mode="after")
    def _claims_suit_the_role(self) -> Self:
        if (self.role is Role.APPLICANT) != (self.identity is not None):
            raise ValueError("an applicant, and nobody else, has a certified identity")
        if self.role in BOUND_TO_DEPARTMENT and self.department is None:
            raise ValueError("this role acts for a department")
        if self.role is Role.APPLICANT and self.department is not None:
            raise ValueError("an applicant acts for no department")
        return self


def applicant_key(identity: Identity, secret: bytes) -> str:
    """The blind index of an applicant, 43 url-safe characters. The list of the applicant's own cases is kept under it.

    It depends on the kind and number of the document only, not on region, channel or account. So the citizen's own list
    also shows a case that was made at the counter. Raises ValueError when `secret` has less than 16 bytes: with a short
    secret somebody could try all numbers.
    """
    return blind_index(secret, identity.id_type, identity.number)


def blind_index(secret: bytes, *parts: str) -> str:
    """A keyed digest of personal data, 43 url-safe characters. Equal data give equal digests; it reveals no data."""
    if len(secret) < SECRET_BYTES:
        raise ValueError(f"the index secret needs at least {SECRET_BYTES} bytes")
    digest = hmac.digest(secret, "|".join(parts).encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
