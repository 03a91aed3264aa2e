"""The common applicant block, one shape per kind of applicant: who applies and how to reach them."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from chalicelib.catalogue.model import ApplicantKind
from chalicelib.foundation.validation import ONE_LINE, CreditCode, Shape, resident_id, unknown_region

IdType = Literal["居民身份证", "港澳台居民居住证", "外国人永久居留身份证", "护照"]
RESIDENT_ID_CARD: IdType = "居民身份证"
# Both kinds of card bear a GB 11643 number.
GB_11643_CARDS: frozenset[str] = frozenset({RESIDENT_ID_CARD, "港澳台居民居住证"})
PHONE = Shape(
    r"(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})",
    "phone_format",
    "应为 11 位手机号码，或者带区号的固定电话，如 0XXX-1234567",
)


def _phone(value: str) -> str:
    return value.replace("-", "")


Name = Annotated[str, StringConstraints(min_length=1, max_length=100), ONE_LINE]
Phone = Annotated[str, PHONE, AfterValidator(_phone)]


class Block(BaseModel):
    """A part of a form: exact types, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, str_strip_whitespace=True)


class PersonalIdentity(Block):
    """A person's name and document. Numbers of resident cards carry a check digit (GB 11643)."""

    name: Name = Field(title="姓名")
    id_type: IdType = Field(default=RESIDENT_ID_CARD, title="证件类型")
    id_number: Annotated[str, StringConstraints(min_length=5, max_length=30)] = Field(title="证件号码")

    @field_validator("id_number")
    @classmethod
    def _number_fits_its_card(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("id_type") in GB_11643_CARDS:
            return resident_id(value)
        number = value.upper()
        if not (number.isascii() and number.isalnum()):
            raise PydanticCustomError("id_number_format", "证件号码只能包含数字和字母")
        return number

    def has_unknown_region(self) -> bool:
        return self.id_type == RESIDENT_ID_CARD and unknown_region(self.id_number)


class Contact(Block):
    name: Name = Field(title="联系人姓名")
    phone: Phone = Field(title="联系电话")


class NaturalPerson(PersonalIdentity):
    """自然人."""

    kind: Literal["自然人"] = Field(default="自然人", title="申请人类型")
    phone: Phone = Field(title="联系电话")
    address: Annotated[str, StringConstraints(max_length=200), ONE_LINE] | None = Field(default=None, title="联系地址")


class Organisation(Block):
    """What legal persons and other organisations have in common."""

    name: Name = Field(title="单位名称")
    uscc: CreditCode = Field(title="统一社会信用代码")
    legal_representative: PersonalIdentity = Field(title="法定代表人（负责人）")
    contact: Contact = Field(title="联系人")


class CompanyApplicant(Organisation):
    """企业法人."""

    kind: Literal["企业法人"] = Field(default="企业法人", title="申请人类型")


class OrganisationApplicant(Organisation):
    """其他组织."""

    kind: Literal["其他组织"] = Field(default="其他组织", title="申请人类型")


APPLICANTS: dict[ApplicantKind, type[Block]] = {
    "自然人": NaturalPerson,
    "企业法人": CompanyApplicant,
    "其他组织": OrganisationApplicant,
}
