"""The documents by which a person is known (证件类型), each with the form of its number and what is checked of it.

Forms and tokens ask the same table. Where the numbers come from:
- GB 11643; 国办发〔2018〕81号, 第四条 (居住证);
- 公安部, 2010-03-10 (港澳居民来往内地通行证): nine characters for life, then how often the pass was renewed;
- 出入境管理部门, 2008-09-25 (台湾居民来往大陆通行证): eight digits for life, then the count and the issuer, until then;
- 国家移民管理局, 2023 (外国人永久居留身份证): 9, place, nationality, day of birth, serial, check character MOD 11-2.
The 15 characters of older residence cards, and passports, are from MEMORY and are checked loosely.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from chalicelib.foundation.identifiers import resident_id
from chalicelib.foundation.passport_issuers import ISSUERS
from chalicelib.foundation.writing import plain_number

RESIDENT_ID_CARD = "居民身份证"
RESIDENCE_PERMIT = "港澳台居民居住证"
PASSPORT = "护照"
RESIDENT = "resident_id"  # the word for a 公民身份号码, whichever card shows it
# Numbers of residence permits begin with the codes of Hong Kong, Macau and Taiwan, those of identity cards never do.
PERMIT = r"8[123]0000[0-9]{11}[0-9X]"
RESIDENCE = r"9[0-9]{16}[0-9X]"
# With the code of a province in places 2 and 3 it can be nobody else's.
SURELY_RESIDENCE = r"9(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])[0-9]{14}[0-9X]"
CARD = rf"(?!8[123]0000|{SURELY_RESIDENCE})[0-9]{{17}}[0-9X]"


@dataclass(frozen=True)
class IdentityDocument:
    """One kind of document. `claim` is its word in tokens, `number` tells its form in Chinese.

    `checked`: numbers of this form have day of birth and check character where GB 11643 has them. `unmistakable`: a
    number of this form belongs to no other kind, so with another kind one of the two is wrong. `lasting`: so many
    characters stay the holder's own when the document is renewed; 0 where all of them do. `owner`: under which word
    the holder's cases are kept; two kinds with one word have the same numbers.
    """

    name: str
    claim: str
    pattern: str
    number: str
    checked: str = ""
    unmistakable: str = ""
    lasting: int = 0
    owner: str = ""

    def canonical(self, value: str) -> str:
        """The number as it is kept. Raises PydanticCustomError with what is wrong with it."""
        number = plain_number(value)
        if self.owner == RESIDENT:
            number = resident_id(number)
        if not re.fullmatch(self.pattern, number, re.ASCII):
            raise PydanticCustomError("id_number_format", "{document}号码应为{number}", self._words())
        if self.tells_birth(number) and not _is_sound(number):
            raise PydanticCustomError(
                "id_number_check", "{document}号码中的出生日期或者校验码不正确，请核对", self._words()
            )
        return number

    def has_number(self, value: str) -> bool:
        try:
            self.canonical(value)
        except PydanticCustomError:
            return False
        return True

    def is_surely(self, value: str) -> bool:
        """Whether this is a right number of this kind, and can be one of no other."""
        return re.fullmatch(self.unmistakable, plain_number(value), re.ASCII) is not None and self.has_number(value)

    def tells_birth(self, number: str) -> bool:
        return re.fullmatch(self.checked, number, re.ASCII) is not None

    def lasting_number(self, number: str) -> str:
        """What stays the same when the document is renewed."""
        renewable = self.lasting and re.fullmatch(self.pattern, number, re.ASCII)
        return number[: self.lasting] if renewable else number

    def _words(self) -> dict[str, str]:
        return {"document": self.name, "number": self.number}


_ALL = (
    IdentityDocument(
        RESIDENT_ID_CARD,
        RESIDENT,
        CARD,
        " 18 位公民身份号码，且不以 810000、820000、830000 开头",
        checked=CARD,
        unmistakable=CARD,
        owner=RESIDENT,
    ),
    IdentityDocument(
        RESIDENCE_PERMIT,
        "residence_permit",
        PERMIT,
        " 18 位公民身份号码，以 810000、820000 或 830000 开头",
        checked=PERMIT,
        unmistakable=PERMIT,
        owner=RESIDENT,
    ),
    IdentityDocument(
        "港澳居民来往内地通行证",
        "hk_macao_pass",
        r"[HM][0-9]{8}([0-9]{2})?",
        "字母 H 或 M 加 8 位数字，旧证另有 2 位换证次数",
        unmistakable=r"[HM][0-9]{8}([0-9]{2})?",
        lasting=9,
    ),
    IdentityDocument(
        "台湾居民来往大陆通行证",
        "taiwan_pass",
        r"[0-9]{8}([0-9]{2}[A-Z0-9]?)?",
        " 8 位数字，旧证另有 2 位签发次数，可带 1 位签发机关代码",
        lasting=8,
    ),
    IdentityDocument(
        "外国人永久居留身份证",
        "permanent_residence_card",
        rf"[A-Z]{{3}}[0-9]{{12}}|{RESIDENCE}",
        "以 9 开头的 18 位号码，旧证为 3 位字母加 12 位数字",
        checked=RESIDENCE,
        unmistakable=SURELY_RESIDENCE,
    ),
    IdentityDocument(PASSPORT, "passport", r"(?=.*[0-9])[A-Z0-9]{5,15}", " 5 至 15 位数字或字母，至少有 1 位数字"),
)

IDENTITY_DOCUMENTS: Mapping[str, IdentityDocument] = {document.name: document for document in _ALL}
OF_CLAIM: Mapping[str, IdentityDocument] = {document.claim: document for document in _ALL}


def _is_sound(number: str) -> bool:
    """Whether day of birth and check character are right, in a number built as those of GB 11643."""
    try:
        resident_id(number)
    except PydanticCustomError:
        return False
    return True


def canonical_number(kind: str, value: str) -> str:
    """The number of a document of this kind. Raises PydanticCustomError, also where it is that of another kind."""
    document = IDENTITY_DOCUMENTS[kind]
    if not document.has_number(value):
        for other in _ALL:
            if other.is_surely(value):
                raise PydanticCustomError(
                    "id_number_of_another_type",
                    "与证件类型“{document}”不符，这是{other}的号码，请核对证件类型和号码",
                    {"document": kind, "other": other.name},
                )
    return document.canonical(value)


def passport_issuer(value: str | None) -> str | None:
    """Who issued a passport, as its data page says it: three letters. Raises PydanticCustomError."""
    if value is None:
        return None
    code = plain_number(value)
    if code not in ISSUERS:
        raise PydanticCustomError("id_country_unknown", "应为护照资料页上签发国家（地区）的三位字母代码，如 CHN")
    return code


def owner_parts(kind: str, number: str, country: str | None = None) -> tuple[str, ...]:
    """What the blind index of a document's holder is made of. A renewed pass of Hong Kong, Macau or Taiwan is the same
    person's. A passport's number is one only together with the country that issued it.
    """
    document = IDENTITY_DOCUMENTS.get(kind)
    if document is None:
        return kind, number
    issued_by = (country,) if kind == PASSPORT and country else ()
    return (document.owner or document.name, *issued_by, document.lasting_number(plain_number(number)))


def same_holder(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two documents, each kind and number, are one person's. Countries are compared by who asks."""
    return owner_parts(*one) == owner_parts(*other)
