"""The identifiers that all forms use: numbers of persons and organisations, as people type them, and telephones.

Each is normalised first (`writing.plain_number`) and judged then, so nobody is refused for a pasted space. The library
of check digits is imported when a number is judged: functions that judge none start without it.
"""

import re
from datetime import date
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

from chalicelib.foundation.masked import UNMASKED
from chalicelib.foundation.writing import plain_number

RESIDENT_ID = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)
# Registering department and class (places 1-2) may be letters, the region (3-8) is digits; there is no I, O, S, V, Z.
USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)
USCC_FORMAT = "统一社会信用代码应为 18 位数字或大写字母（不含 I、O、S、V、Z），其中第 3 至 8 位为数字"
FIRST_CARDS = 1984  # the first resident identity cards were issued in that year
COUNTY_PERIOD = re.compile(r"\[[0-9]*-([0-9]*)\]")


def resident_id(value: str) -> str:
    """A GB 11643 number: 18 characters, a possible day of birth, a right check character. Normalised.

    The region is that of the day of issue and is not checked here, see `unknown_region`; nor is whether the day of
    birth has come yet, because that depends on the day of the question.
    """
    from stdnum.cn import ric

    number = plain_number(value)
    if not has_resident_id_shape(number):
        raise PydanticCustomError("resident_id_format", "公民身份号码应为 18 位：前 17 位为数字，末位为数字或字母 X")
    if number[-1] != ric.calc_check_digit(number):
        raise PydanticCustomError("resident_id_check_digit", "公民身份号码校验码不正确，请核对后重新填写")
    if birth_date(number) is None:
        raise PydanticCustomError("resident_id_birth_date", "公民身份号码中的出生日期不存在，请核对")
    return number


def has_resident_id_shape(number: str) -> bool:
    return RESIDENT_ID.fullmatch(number) is not None


def birth_date(number: str) -> date | None:
    """The day of birth in a number of the shape of GB 11643; None where that is no day."""
    try:  # not the library's: it cleans the number once more, which takes longer than all else here
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def unknown_region(number: str) -> bool:
    """Whether the region of a valid number is missing in our history of GB/T 2260. People look then; it is no error.

    The code is that of the place of issue, so a place that had the code at any time after the birth is known. Whatever
    the library makes of a code that it does not know, the answer is advice and never an error.
    """
    try:
        born = max(int(number[6:10]), FIRST_CARDS)
        entries = counties(number[:6])
    except (LookupError, ValueError, OSError):
        return True
    return not any(_stood_after(born, entry) for entry in entries)


def is_region(code: str) -> bool:
    """Whether the first six of 12 digits are those of a province, a city or a county that there is, or was. Which towns
    and villages a county has is not known here.
    """
    try:
        return bool(counties(code[:6]))
    except (LookupError, ValueError, OSError):
        return True


@lru_cache(maxsize=4096)
def counties(code: str) -> tuple[str, ...]:
    """Every county that has had this code, as the library writes it. It looks for half a millisecond each time."""
    from stdnum import numdb

    parts = numdb.get("cn/loc").info(code)
    return tuple(entry for _, facts in parts if "county" in facts for entry in str(facts["county"]).split(","))


def _stood_after(year: int, county: str) -> bool:
    """Whether a county, written as [1983-1988]某县 or without a period, had its code in that year or later."""
    period = COUNTY_PERIOD.match(county)
    return period is None or not period[1] or int(period[1]) >= year


def credit_code(value: str) -> str:
    """A GB 32100-2015 unified social credit code (统一社会信用代码) with a right check character. Normalised."""
    from stdnum.cn import uscc

    code = plain_number(value)
    if not has_credit_code_shape(code):
        raise PydanticCustomError("uscc_format", USCC_FORMAT)
    if code[-1] != uscc.calc_check_digit(code):
        raise PydanticCustomError("uscc_check_digit", "统一社会信用代码校验码不正确，请核对后重新填写")
    return code


def has_credit_code_shape(code: str) -> bool:
    return USCC.fullmatch(code) is not None


# Mobile and fixed numbers, 400 and 800, service numbers (95598, 12345), other countries' (E.164) with a plus sign.
TELEPHONE = re.compile(
    r"1[3-9][0-9]{9}|0[0-9]{2,3}[0-9]{7,8}|[48]00[0-9]{7}|9[0-9]{4,7}|1[0-9]{2,4}|\+[1-9][0-9]{6,14}", re.ASCII
)
CHINA = re.compile(r"\+86(?=[0-9])")
EXTENSION = re.compile(r"(?:转分机|转|分机|EXT|X|#|,|;)([0-9]{1,8})")
EXTENDED = "转"


def telephone(value: str) -> str:
    """A telephone in one writing: without the country code of China, with the 0 before an area code, 转 before an
    extension. What does not look like a telephone is kept as it was typed, because nobody is refused for it (R9).
    """
    number, extension = _parts(value)
    if not TELEPHONE.fullmatch(number):
        return _printable(value)
    return f"{number}{EXTENDED}{extension}" if extension else number


def has_telephone_shape(value: str) -> bool:
    return TELEPHONE.fullmatch(_parts(value)[0]) is not None


def main_number(phone: str) -> str:
    """A kept telephone without its extension."""
    return phone.partition(EXTENDED)[0]


def _printable(value: str) -> str:
    return " ".join("".join(char for char in value if char.isprintable() or char.isspace()).split())


def _parts(value: str) -> tuple[str, str]:
    """The number at home in China, or with a plus sign, and the extension; no judgement of either."""
    number = re.sub(r"^00(?=[1-9])", "+", plain_number(_printable(value)).replace(".", ""))
    extension = ""
    if (inside := EXTENSION.search(number)) and inside.end() == len(number):
        number, extension = number[: inside.start()], inside[1]
    if CHINA.match(number):
        home = number[3:].lstrip("0")
        return (home if re.fullmatch(r"1[3-9][0-9]{9}|[48]00[0-9]{7}", home) else f"0{home}"), extension
    return (number[2:] if re.fullmatch(r"861[3-9][0-9]{9}", number) else number), extension


def blank_is_none(value: object) -> object:
    """What is left blank in a form is not filled in."""
    return None if isinstance(value, str) and not value.strip() else value


# A field that may be left out, or left blank.
MAY_BE_BLANK = BeforeValidator(blank_is_none)


def _normalised(value: object) -> object:
    return plain_number(value) if isinstance(value, str) else value


# A number whose form is judged after it: by its length, for one.
A_NUMBER = BeforeValidator(_normalised)

CreditCode = Annotated[str, UNMASKED, AfterValidator(credit_code)]
Telephone = Annotated[str, StringConstraints(max_length=60), UNMASKED, AfterValidator(telephone)]
