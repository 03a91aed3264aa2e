"""The person, company or machine behind a request, and the blind index under which an applicant's cases are kept."""

import base64
import hashlib
import hmac
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from chalicelib.foundation.identifiers import credit_code
from chalicelib.foundation.identity_documents import (
    IDENTITY_DOCUMENTS,
    OF_CLAIM,
    PASSPORT,
    RESIDENT,
    canonical_number,
    owner_parts,
    passport_issuer,
)
from chalicelib.foundation.validation import OneOf
from chalicelib.foundation.writing import canonical_name

SECRET_BYTES = 16

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Region = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}([0-9]{6})?$")]
Department = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
Window = Annotated[str, StringConstraints(min_length=1, max_length=20)]
# 实名等级 (广东省统一身份认证): 2 the form of name and number only, 3 compared with the register of people or
# companies, 4 the person compared with the document, 5 a certificate of a key, or a person who was seen at a window.
Level = Annotated[int, Field(ge=2, le=5)]
LOWEST_LEVEL = 2
AT_WINDOW = 5


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
    DEPARTMENT_LEADER = "department_leader"
    GOVERNMENT_LEADER = "government_leader"
    CENTRE_MANAGER = "centre_manager"
    AUDITOR = "auditor"
    ITEM_EDITOR = "item_editor"
    ITEM_APPROVER = "item_approver"
    LEGAL_REVIEWER = "legal_reviewer"
    GUIDE = "guide"
    SUPERIOR_ORGAN = "superior_organ"
    SUPERIOR_LEADER = "superior_leader"


# Who acts for an organ above: no staff of this hall.
OF_ORGAN_ABOVE = frozenset({Role.SUPERIOR_ORGAN, Role.SUPERIOR_LEADER})


BOUND_TO_DEPARTMENT = frozenset(
    {
        Role.OFFICER,
        Role.CHIEF_REPRESENTATIVE,
        Role.DEPARTMENT_SYSTEM,
        Role.DEPARTMENT_LEADER,
        Role.ITEM_EDITOR,
        *OF_ORGAN_ABOVE,
    }
)


COMPANY_ID = "uscc"


class Identity(BaseModel, defer_build=True):
    """A certified identity: who the applicant is in law. `repr` leaves it out, so that no log shows it by accident.

    `id_type` is the document with which the issuer of the token has certified the applicant: a company's credit code,
    or one of the documents of `foundation/identity_documents.py`. `number` and `name` are brought into the writing in
    which forms keep them, and are checked by the same rules. `country` is who issued a passport.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    kind: Literal["person", "company"]
    id_type: Annotated[str, OneOf(COMPANY_ID, *OF_CLAIM)]
    number: str = Field(repr=False)
    name: Annotated[Name, AfterValidator(canonical_name)] = Field(repr=False)
    country: Annotated[str | None, AfterValidator(passport_issuer)] = Field(default=None, repr=False)

    @field_validator("number")
    @classmethod
    def _number_fits_its_document(cls, value: str, info: ValidationInfo) -> str:
        claim = info.data.get("id_type")
        if claim is None:
            return value
        return credit_code(value) if claim == COMPANY_ID else canonical_number(_document(claim, value), value)

    @model_validator(mode="after")
    def _document_suits_its_holder(self) -> Self:
        if (self.kind == "company") != (self.id_type == COMPANY_ID):
            raise ValueError("a company, and nobody else, is certified by its credit code")
        if (self.country is not None) != (self.document == PASSPORT):
            raise ValueError("a passport, and no other document, names the country that issued it")
        return self

    @property
    def document(self) -> str:
        """The kind of document (证件类型) as forms name it; empty of a company."""
        return "" if self.id_type == COMPANY_ID else _document(self.id_type, self.number)

    @property
    def owner_parts(self) -> tuple[str, ...]:
        """What the blind index of the applicant is made of."""
        if self.id_type == COMPANY_ID:
            return COMPANY_ID, self.number
        return owner_parts(self.document, self.number, self.country)


def _document(claim: str, number: str) -> str:
    """A 公民身份号码 is certified alike, whether an identity card or a residence permit shows it."""
    if claim != RESIDENT:
        return OF_CLAIM[claim].name
    cards = [card for card in IDENTITY_DOCUMENTS.values() if card.owner == RESIDENT]
    return next((card.name for card in cards if card.has_number(number)), cards[0].name)


class Actor(BaseModel, defer_build=True):
    """Who acts. Only an applicant has a certified identity. Whoever acts for a department has `department`.

    `windows` are the themes of the windows at which a counter clerk sits (R22); of other posts they say nothing.
    `operator` is the person (经办人) who uses a company's account, where that is not its legal representative: the
    company has to have authorised the operator. `level` says how well the issuer has checked who an applicant is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    sub: Annotated[str, StringConstraints(min_length=1, max_length=128)]
    role: Role
    name: Name = Field(repr=False)
    region: Region
    department: Department | None = None
    windows: Annotated[tuple[Window, ...], Field(max_length=10)] = ()
    identity: Identity | None = None
    operator: Identity | None = None
    level: Level = LOWEST_LEVEL

    @model_validator(mode="after")
    def _operator_suits_the_account(self) -> Self:
        if self.operator is None:
            return self
        if self.identity is None or self.identity.kind != "company" or self.operator.kind != "person":
            raise ValueError("an operator is a person with the account of a company")
        return self

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
    also shows a case that was made at the counter. Of a number that changes when the document is renewed, only what
    stays counts. Raises ValueError when `secret` has less than 16 bytes: with a short secret somebody could try all
    numbers.
    """
    return blind_index(secret, *identity.owner_parts)


def account_of(actor: Actor) -> str:
    """The account behind a token as cases keep it: 16 url-safe characters, whatever the length of its `sub`."""
    return base64.urlsafe_b64encode(hashlib.sha256(f"account\n{actor.sub}".encode()).digest()[:12]).decode()


def blind_index(secret: bytes, *parts: str) -> str:
    """A keyed digest of personal data, 43 url-safe characters. Equal data give equal digests; it reveals no data."""
    if len(secret) < SECRET_BYTES:
        raise ValueError(f"the index secret needs at least {SECRET_BYTES} bytes")
    digest = hmac.digest(secret, "|".join(parts).encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
