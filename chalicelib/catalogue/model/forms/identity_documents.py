"""The documents by which a person is known (证件类型), each with the form of its number and what is checked of it.

Forms of numbers are from GB 11643, 国办发〔2018〕81号 (居住证, 第四条), the rule of 公安部 of 2010 (港澳居民来往内地
通行证); those of 台湾居民来往大陆通行证, 外国人永久居留身份证 and passports are from MEMORY and are checked loosely.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from chalicelib.foundation.identifiers import resident_id
from chalicelib.foundation.writing import plain_number

RESIDENT_ID_CARD = "居民身份证"
RESIDENCE_PERMIT = "港澳台居民居住证"
# Numbers of residence permits begin with the codes of Hong Kong, Macau and Taiwan, those of identity cards never do.
RESIDENCE_PERMIT_REGIONS = ("810000", "820000", "830000")


@dataclass(frozen=True)
class IdentityDocument:
    """One kind of document. `number` tells its form in Chinese; `gb_11643`: date of birth and check character in it.

    `unmistakable`: a number of this form belongs to no other kind, so with another kind one of the two is wrong.
    """

    name: str
    pattern: str
    number: str
    gb_11643: bool = False
    unmistakable: bool = False
    belongs: Callable[[str], bool] = lambda _: True

    def canonical(self, value: str) -> str:
        """The number as it is kept. Raises PydanticCustomError with what is wrong with it."""
        number = plain_number(value)
        if self.gb_11643:
            number = resident_id(number)
        if not re.fullmatch(self.pattern, number, re.ASCII) or not self.belongs(number):
            raise PydanticCustomError("id_number_format", "{document}号码应为{number}", self._words())
        return number

    def has_number(self, value: str) -> bool:
        try:
            self.canonical(value)
        except PydanticCustomError:
            return False
        return True

    def _words(self) -> dict[str, str]:
        return {"document": self.name, "number": self.number}


def _of_permit(number: str) -> bool:
    return number.startswith(RESIDENCE_PERMIT_REGIONS)


_ALL = (
    IdentityDocument(
        RESIDENT_ID_CARD,
        r"[0-9]{17}[0-9X]",
        " 18 位公民身份号码，且不以 810000、820000、830000 开头",
        gb_11643=True,
        unmistakable=True,
        belongs=lambda number: not _of_permit(number),
    ),
    IdentityDocument(
        RESIDENCE_PERMIT,
        r"[0-9]{17}[0-9X]",
        " 18 位公民身份号码，以 810000、820000 或 830000 开头",
        gb_11643=True,
        unmistakable=True,
        belongs=_of_permit,
    ),
    IdentityDocument(
        "港澳居民来往内地通行证",
        r"[HM][0-9]{8}([0-9]{2})?",
        "字母 H 或 M 加 8 位数字，旧证另有 2 位换证次数",
        unmistakable=True,
    ),
    IdentityDocument("台湾居民来往大陆通行证", r"[0-9]{8}|[0-9]{10}[A-Z]?", " 8 位数字，旧证 10 位数字，可带 1 位字母"),
    IdentityDocument(
        "外国人永久居留身份证",
        r"[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]",
        "以 9 开头的 18 位号码，旧证为 3 位字母加 12 位数字",
    ),
    IdentityDocument("护照", r"(?=.*[0-9])[A-Z0-9]{5,15}", " 5 至 15 位数字或字母，至少有 1 位数字"),
)

IDENTITY_DOCUMENTS: Mapping[str, IdentityDocument] = {document.name: document for document in _ALL}
# Kinds of documents whose number is the 公民身份号码, under which a person's own account is certified.
GB_11643_CARDS = frozenset(document.name for document in _ALL if document.gb_11643)


def canonical_number(kind: str, value: str) -> str:
    """The number of a document of this kind. Raises PydanticCustomError, also where it is that of another kind."""
    document = IDENTITY_DOCUMENTS[kind]
    if not document.has_number(value):
        for other in _ALL:
            if other.unmistakable and other.has_number(value):
                raise PydanticCustomError(
                    "id_number_of_another_type",
                    "与证件类型“{document}”不符，这是{other}的号码，请核对证件类型和号码",
                    {"document": kind, "other": other.name},
                )
    return document.canonical(value)
