"""The common applicant block, one shape per kind of applicant: who applies and how to reach them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from chalicelib.catalogue.model import ApplicantKind
from chalicelib.foundation.identifiers import MAY_BE_BLANK, CreditCode, Telephone
from chalicelib.foundation.identity_documents import (
    IDENTITY_DOCUMENTS,
    PASSPORT,
    RESIDENT_ID_CARD,
    canonical_number,
    passport_issuer,
)
from chalicelib.foundation.masked import UNMASKED
from chalicelib.foundation.validation import A_NAME, NO_DIGITS, ONE_LINE, OneOf

Name = Annotated[str, StringConstraints(min_length=1, max_length=100), A_NAME]
PersonName = Annotated[Name, NO_DIGITS]
IdType = Annotated[str, OneOf(*IDENTITY_DOCUMENTS)]
Address = Annotated[str, StringConstraints(max_length=200), ONE_LINE, UNMASKED]
# Whom the law names as guardian, of minors (民法典27) and of adults (民法典28).
Relationship = Literal["父母", "祖父母、外祖父母", "兄、姐", "配偶", "子女", "其他近亲属", "其他监护人"]
# Why a minor of eight or more may act without the guardian (民法典19; the last from sixteen on, 民法典18(2)).
OWN_LABOUR = "以自己的劳动收入为主要生活来源"
CapacityGround = Literal["法定代理人同意", "纯获利益或者与年龄、智力相适应", "以自己的劳动收入为主要生活来源"]
# Convenience data: nobody is refused for want of a telephone (rules 三(一)4).
Phone = Annotated[Telephone | None, MAY_BE_BLANK]


class Block(BaseModel, defer_build=True):
    """A part of a form: exact types, unknown fields refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, str_strip_whitespace=True, hide_input_in_errors=True
    )


class PersonalIdentity(Block):
    """A person's name and document. Which documents there are, and what their numbers look like, is a table."""

    name: PersonName = Field(title="姓名")
    id_type: IdType = Field(default=RESIDENT_ID_CARD, title="证件类型")
    id_number: Annotated[str, StringConstraints(min_length=1, max_length=60), UNMASKED] = Field(title="证件号码")
    id_country: Annotated[str | None, MAY_BE_BLANK] = Field(
        default=None, title="护照签发国家（地区）", description="三位字母代码，只有护照填写"
    )

    @field_validator("id_number")
    @classmethod
    def _number_fits_its_document(cls, value: str, info: ValidationInfo) -> str:
        kind = info.data.get("id_type")
        return canonical_number(kind, value) if kind else value

    @field_validator("id_country")
    @classmethod
    def _only_passports_name_a_country(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and info.data.get("id_type", PASSPORT) != PASSPORT:
            raise PydanticCustomError("id_country_unsuited", "只有护照填写签发国家（地区），请删除")
        return passport_issuer(value)


class Guardian(PersonalIdentity):
    """监护人: by law the agent of a minor, or of an adult who cannot act alone (民法典 19-23, 27, 28)."""

    relationship: Relationship = Field(title="监护人与申请人的关系")


class Agent(PersonalIdentity):
    """代理人: who acts for the applicant with a 授权委托书 (行政许可法29)."""

    phone: Phone = Field(default=None, title="联系电话")


class Contact(Block):
    name: Annotated[Name | None, MAY_BE_BLANK] = Field(default=None, title="联系人姓名")
    phone: Phone = Field(default=None, title="联系电话")


class NaturalPerson(PersonalIdentity):
    """自然人."""

    kind: Literal["自然人"] = Field(default="自然人", title="申请人类型")
    guardian: Guardian | None = Field(default=None, title="监护人（法定代理人）")
    agent: Agent | None = Field(default=None, title="代理人")
    capacity_ground: Annotated[CapacityGround | None, MAY_BE_BLANK] = Field(
        default=None, title="未成年人单独申请的依据"
    )
    birth_date: Annotated[date | None, Field(strict=False), MAY_BE_BLANK] = Field(
        default=None, title="出生日期", description="证件号码不含出生日期的填写，如护照、通行证"
    )
    phone: Phone = Field(default=None, title="联系电话")
    address: Annotated[Address | None, MAY_BE_BLANK] = Field(default=None, title="联系地址")


class Organisation(Block):
    """What legal persons and other organisations have in common."""

    name: Name = Field(title="单位名称")
    uscc: CreditCode = Field(title="统一社会信用代码")
    legal_representative: PersonalIdentity = Field(title="法定代表人（负责人）")
    contact: Contact | None = Field(default=None, title="联系人")
    agent: Agent | None = Field(default=None, title="代理人")


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
