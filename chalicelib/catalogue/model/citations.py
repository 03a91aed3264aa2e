"""Laws in full words, articles in Chinese numerals: 食品安全法 33 is 《食品安全法》第三十三条 on public pages, and
《中华人民共和国食品安全法》第三十三条 in documents, which cite the full title. Pure.

The catalogue has short forms for editors, such as 食品安全法 and 33,35, and their notes in brackets. Notes of research
never leave here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from chalicelib.catalogue.model.written_bases import chinese_number, half_width, short_articles, short_basis
from chalicelib.foundation.patterns import compiled

PEOPLES_REPUBLIC = "中华人民共和国"
# Titles that no rule gives. Statutes (…法) always begin with the name of the state, regulations only these.
TITLES = {
    "环评法": "中华人民共和国环境影响评价法",
    "民法典": "中华人民共和国民法典",
    "市场主体登记管理条例": "中华人民共和国市场主体登记管理条例",
    "户口登记条例": "中华人民共和国户口登记条例",
    "烟草专卖法实施条例": "中华人民共和国烟草专卖法实施条例",
    "道路运输条例": "中华人民共和国道路运输条例",
    "质量条例": "建设工程质量管理条例",
    "在线政务服务若干规定": "国务院关于在线政务服务的若干规定",
    "国务院决定412号令": "国务院对确需保留的行政审批项目设定行政许可的决定",
}
# Papers that are called by their numbers.
PAPERS = {
    "国发〔2024〕3号": "国务院关于进一步优化政务服务提升行政效能推动“高效办成一件事”的指导意见",
    "国办发〔2025〕24号": "国务院办公厅关于健全“高效办成一件事”重点事项常态化推进机制的意见",
}
# What this decision sets is numbered in its annex, not in articles.
OF_AN_ANNEX = "国务院决定412号令"
ENDINGS = ("法", "条例", "办法", "规定", "细则", "规则", "决定")
DECREE = re.compile(r"国务院令([0-9]+)")
BRACKETS = re.compile(r"\([^()]*\)")
NOTE = re.compile(r"\s+[（(][^（()）]*[）)]$")
# In the catalogue (1) is a paragraph (款), and (一) or a (1) after it an item (项) of an article.
BELOW = r"[（(][0-9一二三四五六七八九十]{1,3}[）)]"
# One article or a range of them, such as 57 and 8-13, with paragraphs and items in brackets.
ARTICLE = re.compile(rf"(?P<first>[0-9]{{1,3}})(-(?P<last>[0-9]{{1,3}}))?(?P<below>(-?{BELOW})*)")
PART = re.compile(r"(-?)[（(]([0-9一二三四五六七八九十]+)[）)]")
NAME = r"(?:[一-龥〔〕]{0,40}?(?:法|条例|细则|办法|规定))"
ONE = rf"[0-9]{{1,3}}(?:{BELOW})*(?:-[（(]?[0-9一二三四五六七八九十]{{1,3}}[）)]?)?"
TITLED = re.compile(r"《([^《》]+)》")
CITED = rf"({NAME})\s*({ONE}(?:\s*[,，、/]\s*{ONE})*)(?![0-9日])\s*(.*)"
QUOTED = rf"(?<![一-龥])({NAME})({ONE}(?:[,、/]{ONE})*)"
PIECE = re.compile(r"(?P<law>[^0-9]*)(?P<articles>[0-9].*)?")
SPELT_OUT = re.compile(r"第[0-9零一二三四五六七八九十百]+条")
ENGLISH_NOTE = re.compile(r"\s*[（(][^（()）]*[A-Za-z]{3,}[^（()）]*[）)]")
MARKS = re.compile(r"[（(]?\b(?:VERIFIED|MEMORY|ILLUSTRATIVE|SYNTHETIC)\b[）)]?")
# Articles of a law that is not named, such as 形式审查 (19), and rules that only editors know by that name.
UNNAMED = re.compile(r"\s+\([0-9]{1,3}(?:\([0-9一二三四五六七八九十]+\))*\)")
OUR_RULES = "本细则"
# Research was noted in English. What citizens read has none.
RESEARCH = re.compile(r"[A-Za-z]{2,}")
# How many texts are remembered as they are cited: a city's catalogue has fewer.
TEXTS = 4096


def cite(law: str, article: str) -> str:
    """For documents: the full title with its articles; the law alone where the catalogue has only a note of them."""
    return full_name(law) + _placed(law, article)


def citation(law: str, article: str) -> str:
    """For public pages: the law as it is commonly called, with its articles."""
    return law_name(law) + _placed(law, article)


def is_document(name: str) -> bool:
    """Whether it names a law or a numbered paper, and not a practice that the editors have read of."""
    return "〔" in name or _plain(name).endswith(ENDINGS)


def full_name(law: str) -> str:
    """《中华人民共和国食品安全法》. A numbered paper has its title, or its number alone."""
    decree = DECREE.match(law)
    if "〔" in law:
        title = PAPERS.get(_plain(law))
        return f"《{title}》（{_plain(law)}）" if title else _plain(law)
    return f"国务院令第{decree[1]}号" if decree else f"《{title_of(law)}》"


def law_name(law: str) -> str:
    """《食品安全法》: without the name of the state."""
    return full_name(law).replace(f"《{PEOPLES_REPUBLIC}", "《")


def title_of(law: str) -> str:
    """食品安全法 -> 中华人民共和国食品安全法. What stands in brackets behind the name is left out."""
    plain = _plain(law)
    if plain in TITLES:
        return TITLES[plain]
    is_statute = plain.endswith("法") and plain != "法" and not plain.endswith("办法")
    return PEOPLES_REPUBLIC + plain if is_statute and not plain.startswith(PEOPLES_REPUBLIC) else plain


def in_full(text: str) -> str:
    """With the full name of each law that stands in title marks (立法技术规范: 法律用全称)."""
    return TITLED.sub(lambda found: full_name(found[1]), text)


def under_one_name(cited: Iterable[str]) -> tuple[str, ...]:
    """Each basis of a document once, every law under its full name. A law alone is left out where its articles are, and
    an article where it is cited with others.
    """
    named = [in_full(one) for one in cited]
    parts = [part for one in named for part in one.split("；") if part]
    return tuple(one for one in dict.fromkeys(parts) if not any(_includes(other, one) for other in parts))


def _includes(other: str, one: str) -> bool:
    """Whether the other one cites an article of this law that is cited without any, or this one and more."""
    return other.startswith((f"{one}第", f"{one}、"))


def cite_material(basis: str, laws: Sequence[str]) -> str | None:
    """For documents: the basis of a line of the list of materials; None where it names no law. `laws` are those of its
    item, which 条例 and 办法 alone stand for.
    """
    cited = [_cited_in_full(part, laws) for part in _parts(basis)]
    return "；".join(part for part in cited if part) or None


def citations(basis: str, laws: Iterable[str]) -> str | None:
    """For public pages: a basis as the catalogue writes it, such as `办法8(三); 劳动合同法57(1)`, with what it says
    besides; None where only research is noted. `laws` are those of the item, in full.
    """
    return _citations(basis, tuple(laws))


@lru_cache(maxsize=TEXTS)
def _citations(basis: str, known: tuple[str, ...]) -> str | None:
    parts = [part for part in _parts(MARKS.sub("", basis)) if OUR_RULES not in part]
    cited = [_cited(UNNAMED.sub("", part), known) for part in parts]
    return "；".join(part for part in cited if part) or None


def without_research(text: str | None, laws: Iterable[str] = ()) -> str | None:
    """A sentence with its laws in full and without its marks; None where it was noted for editors."""
    known = tuple(laws)
    plain = UNNAMED.sub("", MARKS.sub("", ENGLISH_NOTE.sub("", text or ""))).strip()
    plain = compiled(QUOTED).sub(lambda found: citation(_only(found[1], known), found[2]), plain)
    return plain if plain and not RESEARCH.search(plain) else None


@lru_cache(maxsize=TEXTS)
def articles(written: str) -> str | None:
    """8-13,17 -> 第八条至第十三条、第十七条; 58(3) and 第58条第3款 -> 第五十八条第三款; None for what is no list of
    articles.
    """
    written = short_articles(written) or half_width(written)
    found = [ARTICLE.fullmatch(part.strip()) for part in re.split("[,，、/]", NOTE.sub("", written.strip()))]
    return "、".join(_article(match) for match in found if match) if all(found) else None


def _placed(law: str, article: str) -> str:
    """Where in the law it stands."""
    if law == OF_AN_ANNEX:
        return "附件" + "、".join(f"第{number}项" for number in re.findall(r"[0-9]+", article))
    return "" if DECREE.match(law) else articles(article) or ""


def _plain(law: str) -> str:
    return re.split(r"[（(/]", law)[0].strip().strip("《》")


def _parts(basis: str) -> Iterator[str]:
    """Split at semicolons that stand outside brackets."""
    depth, part = 0, ""
    for character in basis:
        depth += (character in "(（") - (character in ")）")
        if character in ";；" and depth <= 0:
            yield short_basis(part.strip())
            part = ""
        else:
            part += character
    yield short_basis(part.strip())


def _cited_in_full(piece: str, laws: Sequence[str]) -> str | None:
    match = PIECE.fullmatch(piece)
    if match is None or SPELT_OUT.search(piece):
        return piece if piece.startswith("《") else None
    named = BRACKETS.sub("", match["law"]).strip()
    law = _meant(named, laws) if match["articles"] or named.endswith(ENDINGS) else None
    # What follows a space is a note on the article.
    return cite(law, (match["articles"] or "").partition(" ")[0]) if law else None


def _meant(named: str, laws: Sequence[str]) -> str | None:
    """The law that a short form of a material's basis means."""
    if named in ENDINGS:
        return next((law for law in laws if _plain(law).endswith(named)), None)
    if not named:
        return laws[0] if laws else None
    return named if named.endswith(ENDINGS) else None


def _cited(text: str, laws: tuple[str, ...]) -> str | None:
    found = compiled(CITED).fullmatch(text)
    if found and articles(found[2]):
        return f"{citation(_only(found[1], laws), found[2])}{_bracketed(found[3] or '')}"
    if RESEARCH.search(text):
        return None
    if SPELT_OUT.search(text):  # an article in words that could not be read: no title of a law
        return text
    return law_name(text) if compiled(NAME).fullmatch(text) and len(text) > 3 else text


def _only(name: str, laws: tuple[str, ...]) -> str:
    """The one law of the item that is called so; the name itself where several are."""
    meant = [law for law in laws if _plain(law).endswith(name)]
    return meant[0] if len(meant) == 1 else name


def _bracketed(rest: str) -> str:
    inner = rest.strip(" :：,，()（）")
    return f"（{inner}）" if inner and not RESEARCH.search(inner) else ""


def _article(match: re.Match[str]) -> str:
    first = f"第{chinese_number(int(match['first']))}条"
    if match["last"]:
        between = "、" if int(match["last"]) == int(match["first"]) + 1 else "至"
        return f"{first}{between}第{chinese_number(int(match['last']))}条"
    return first + "".join(_below(match["below"]))


def _below(text: str) -> Iterator[str]:
    """Paragraphs (款) have digits in the catalogue, items (项) Chinese numerals, or digits after a paragraph: 8(1)(2);
    several items of one article.
    """
    before = ""
    for dash, number in PART.findall(text):
        kind = "款" if number.isdigit() and (not before or (dash and before == "款")) else "项"
        joined = "至" if dash else "、" if before == "项" and kind == "项" else ""
        yield f"{joined}第{chinese_number(int(number)) if number.isdigit() else number}{kind}"
        before = kind
