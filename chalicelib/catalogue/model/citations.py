"""Laws as documents cite them: full title and articles in Chinese numerals, 《中华人民共和国食品安全法》第三十三条.

The catalogue has short forms for editors, such as 食品安全法 and 33,35, with notes in brackets. Notes never leave here.
"""

import re
from collections.abc import Iterator, Sequence

PEOPLES_REPUBLIC = "中华人民共和国"
# Titles that no rule gives. Statutes (…法) always begin with the name of the state, regulations only these.
TITLES = {
    "环评法": "中华人民共和国环境影响评价法",
    "市场主体登记管理条例": "中华人民共和国市场主体登记管理条例",
    "户口登记条例": "中华人民共和国户口登记条例",
    "烟草专卖法实施条例": "中华人民共和国烟草专卖法实施条例",
    "道路运输条例": "中华人民共和国道路运输条例",
    "质量条例": "建设工程质量管理条例",
    "在线政务服务若干规定": "国务院关于在线政务服务的若干规定",
    "国务院决定412号令": "国务院对确需保留的行政审批项目设定行政许可的决定",
}
# What this decision sets is numbered in its annex, not in articles.
OF_AN_ANNEX = "国务院决定412号令"
ENDINGS = ("法", "条例", "办法", "规定", "细则", "规则", "决定")
BRACKETS = re.compile(r"\([^()]*\)")
NOTE = re.compile(r" \([^()]*\)$")
DECREE = re.compile(r"国务院令([0-9]+)/.*")
PIECE = re.compile(r"(?P<law>[^0-9;]*)(?P<articles>[0-9].*)?")
# One article or a range of them, such as 57 and 8-13, with paragraphs and points in brackets.
ARTICLE = re.compile(r"(?P<first>[0-9]+)(-(?P<last>[0-9]+))?(?P<parts>(-?\([0-9一二三四五六七八九十]+\))*)")
PART = re.compile(r"(-?)\(([0-9一二三四五六七八九十]+)\)")
DIGITS = "零一二三四五六七八九"


def cite(law: str, article: str) -> str:
    """The law of an item's basis with its articles; the law alone where the catalogue has only a note of them."""
    decree = DECREE.fullmatch(law)
    if decree:
        return f"国务院令第{decree[1]}号"
    if law == OF_AN_ANNEX:
        return f"《{TITLES[law]}》附件" + "、".join(f"第{number}项" for number in re.findall(r"[0-9]+", article))
    return f"《{title_of(law)}》{articles(article)}"


def cite_material(basis: str, laws: Sequence[str]) -> str | None:
    """The basis of a line of the list of materials; None where it names no law. `laws` are those of its item, which
    条例 and 办法 alone stand for.
    """
    cited = [citation for piece in basis.split(";") if (citation := _cited(piece.strip(), laws))]
    return "；".join(cited) or None


def title_of(law: str) -> str:
    """食品安全法 -> 中华人民共和国食品安全法."""
    plain = BRACKETS.sub("", law).strip()
    if plain in TITLES:
        return TITLES[plain]
    is_statute = plain.endswith("法") and not plain.endswith("办法")
    return PEOPLES_REPUBLIC + plain if is_statute and not plain.startswith(PEOPLES_REPUBLIC) else plain


def articles(text: str) -> str:
    """8-13,17 -> 第八条至第十三条、第十七条; 58(3) -> 第五十八条第三款; 18(一) -> 第十八条第一项. Empty for a note."""
    found = [ARTICLE.fullmatch(part) for part in re.split("[,、/]", NOTE.sub("", text))]
    return "、".join(_article(match) for match in found if match) if all(found) else ""


def chinese_number(number: int) -> str:
    """1 to 999: 十, 十七, 二十, 一百零五, 一百一十."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    if not hundreds and number >= 10:
        return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")
    if not hundreds:
        return DIGITS[ones]
    rest = f"{DIGITS[tens]}十" if tens else "零" if ones else ""
    return f"{DIGITS[hundreds]}百{rest}{DIGITS[ones] if ones else ''}"


def _cited(piece: str, laws: Sequence[str]) -> str | None:
    match = PIECE.fullmatch(piece)
    if match is None:
        return None
    named = BRACKETS.sub("", match["law"]).strip()
    law = _meant(named, laws) if match["articles"] or named.endswith(ENDINGS) else None
    # What follows a space is a note on the article.
    return cite(law, (match["articles"] or "").partition(" ")[0]) if law else None


def _meant(named: str, laws: Sequence[str]) -> str | None:
    """The law that a short form of a material's basis means."""
    if named in ENDINGS:
        return next((law for law in laws if BRACKETS.sub("", law).strip().endswith(named)), None)
    if not named:
        return laws[0] if laws else None
    return named if named.endswith(ENDINGS) else None


def _article(match: re.Match[str]) -> str:
    first = f"第{chinese_number(int(match['first']))}条"
    if match["last"]:
        between = "、" if int(match["last"]) == int(match["first"]) + 1 else "至"
        return f"{first}{between}第{chinese_number(int(match['last']))}条"
    return first + "".join(_parts(match["parts"]))


def _parts(text: str) -> Iterator[str]:
    """Paragraphs (款) have digits in the catalogue, points (项) Chinese numerals; several points of one article."""
    before = ""
    for dash, number in PART.findall(text):
        kind = "款" if number.isdigit() else "项"
        joined = "至" if dash else "、" if before == "项" and kind == "项" else ""
        yield f"{joined}第{chinese_number(int(number)) if number.isdigit() else number}{kind}"
        before = kind
