"""A basis as a person writes it, read as the catalogue writes it: 《社会保险法》第十条 and 社会保险法第１０条 become
社会保险法10. Pure.

Only what can mean one thing is changed: a law by its whole name, then its articles. All else stays as it is.
"""

import re
from functools import lru_cache

from chalicelib.foundation.patterns import compiled

HALF_WIDTH = str.maketrans("０１２３４５６７８９（）　", "0123456789() ")
DIGITS = "零一二三四五六七八九"
NUMERALS = {word: number for number, word in enumerate(DIGITS)} | {"〇": 0, "两": 2}
TENS = {"十": 10, "百": 100}
NUMBER = r"(?:[0-9]{1,3}|[零〇一二两三四五六七八九十百]{1,7})"
LAW = r"《?(?P<law>[一-龥〔〕]{0,60}?(?:法|条例|细则|办法|规定|规则|决定))》?(?:\((?:试行|暂行)\))?"
BELOW = rf"(?:第?\(?{NUMBER}\)?款)?(?:第?\(?{NUMBER}\)?项)?"
ARTICLE = rf"第?{NUMBER}条(?:之{NUMBER})?{BELOW}"
WRITTEN = rf"{LAW}\s*(?P<articles>{ARTICLE}(?:\s*[、,，和及]\s*{ARTICLE})*)"
QUOTED_SHORT = r"《(?P<law>[^《》]+)》\s*(?P<articles>[0-9][0-9()、,，/\s一二三四五六七八九十-]*)"
SHORT = rf"{LAW}\s*[0-9][0-9()、,，/\s一二三四五六七八九十-]*"
ONE = rf"第?(?P<article>{NUMBER})条(?:第?\(?(?P<paragraph>{NUMBER})\)?款)?(?:第?\(?(?P<entry>{NUMBER})\)?项)?"
BETWEEN = r"\s*[、,，和及]\s*"


def half_width(written: str) -> str:
    """１０（三） as 10(三)."""
    return written.translate(HALF_WIDTH)


@lru_cache(maxsize=4096)
def short_basis(written: str) -> str:
    """The law with its articles in the short form; the text as it is where it is not written in one of the ways."""
    plain = half_width(written).strip()
    if quoted := compiled(QUOTED_SHORT).fullmatch(plain):
        return f"{quoted['law']}{quoted['articles'].strip()}"
    if compiled(SHORT).fullmatch(plain):
        return plain
    found = compiled(WRITTEN).fullmatch(plain)
    articles = short_articles(found["articles"]) if found else None
    return f"{found['law']}{articles}" if found and articles else written


@lru_cache(maxsize=4096)
def short_articles(written: str) -> str | None:
    """第十条、第十一条第二款 -> 10,11(2); None for anything else."""
    found = [compiled(ONE).fullmatch(part) for part in compiled(BETWEEN).split(half_width(written).strip())]
    made = [_short(match) if match else None for match in found]
    return ",".join(one for one in made if one) if all(made) else None


def _short(match: re.Match[str]) -> str | None:
    article, paragraph = number_of(match["article"]), match["paragraph"]
    entry = number_of(match["entry"]) if match["entry"] else None
    told = str(article) if article else None
    if told and paragraph:
        told += f"({number_of(paragraph)})"
    if told and entry:
        told += f"({chinese_number(entry)})"
    return told


def number_of(text: str) -> int | None:
    """10, 十, 一百零五; None for what is no number."""
    if text.isdigit() and text.isascii():
        return int(text)
    total, digit = 0, 0
    for word in text:
        if word in TENS:
            total, digit = total + (digit or 1) * TENS[word], 0
        elif digit:
            return None
        else:
            digit = NUMERALS[word]
    return total + digit or None


def chinese_number(number: int) -> str:
    """1 to 999: 十, 十七, 二十, 一百零五, 一百一十."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    if not hundreds and number >= 10:
        return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")
    if not hundreds:
        return DIGITS[ones]
    rest = f"{DIGITS[tens]}十" if tens else "零" if ones else ""
    return f"{DIGITS[hundreds]}百{rest}{DIGITS[ones] if ones else ''}"
