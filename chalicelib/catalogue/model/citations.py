"""Laws as citizens read them: 食品安全法 33 becomes 《食品安全法》第三十三条. Marks of research are left out. Pure."""

import re
from collections.abc import Iterable, Iterator

DIGITS = "零一二三四五六七八九"
# In the catalogue (1) is a paragraph (款) and (一) an item (项) of an article.
ARTICLE = re.compile(r"([0-9]{1,3})((?:[（(][0-9一二三四五六七八九十]{1,3}[）)])*)")
RANGE = re.compile(r"([0-9]{1,3})-([0-9]{1,3})")
ITEMS = re.compile(
    r"([0-9]{1,3}(?:[（(][0-9]+[）)])?)[（(]([一二三四五六七八九十]+)[）)]-[（(]([一二三四五六七八九十]+)[）)]"
)
NAME = r"(?:[一-龥〔〕]{0,40}?(?:法|条例|细则|办法|规定))"
ONE = r"[0-9]{1,3}(?:[（(][0-9一二三四五六七八九十]{1,3}[）)])*(?:-[（(]?[0-9一二三四五六七八九十]{1,3}[）)]?)?"
CITED = re.compile(rf"({NAME})\s*({ONE}(?:\s*[,，、/]\s*{ONE})*)(?![0-9日])\s*(.*)")
QUOTED = re.compile(rf"(?<![一-龥])({NAME})({ONE}(?:[,、/]{ONE})*)")
BARE = re.compile(NAME)
ORDER = re.compile(r"国务院(?:令|决定)([0-9]+)")
ENGLISH_NOTE = re.compile(r"\s*[（(][^（()）]*[A-Za-z]{3,}[^（()）]*[）)]")
MARKS = re.compile(r"[（(]?\b(?:VERIFIED|MEMORY|ILLUSTRATIVE|SYNTHETIC)\b[）)]?")
# Research was noted in English. What citizens read has none.
RESEARCH = re.compile(r"[A-Za-z]{2,}")


def law_name(law: str) -> str:
    """《食品安全法》. What stands in brackets behind the name, such as the number of an order, is left out."""
    if order := ORDER.match(law):
        return f"国务院令第{order[1]}号"
    return f"《{re.split(r'[（(/]', law)[0].strip()}》"


def citation(law: str, article: str) -> str:
    """The law with its articles. Where the article is a note of research, the law alone."""
    return law_name(law) + (articles(article) or "")


def articles(written: str) -> str | None:
    """`8-13,17` as 第八条至第十三条、第十七条; None for what is no list of articles."""
    parts = [_article(part.strip()) for part in re.split(r"[,，、/]", written.strip())]
    return "、".join(part for part in parts if part) if all(parts) else None


def citations(basis: str, laws: Iterable[str]) -> str | None:
    """A basis as the catalogue writes it, such as `办法8(三); 劳动合同法57(1)`; None where only research is noted.

    `laws` are those of the item, in full: 条例 or 办法 alone means the one of them that is called so.
    """
    known = tuple(laws)
    cited = [_cited(part, known) for part in _parts(MARKS.sub("", basis))]
    return "；".join(part for part in cited if part) or None


def without_research(text: str | None, laws: Iterable[str] = ()) -> str | None:
    """A sentence with its laws in full and without its marks; None where it was noted for editors."""
    known = tuple(laws)
    plain = MARKS.sub("", ENGLISH_NOTE.sub("", text or "")).strip()
    plain = QUOTED.sub(lambda found: f"{law_name(_full(found[1], known))}{articles(found[2])}", plain)
    return plain if plain and not RESEARCH.search(plain) else None


def _parts(basis: str) -> Iterator[str]:
    """Split at semicolons that stand outside brackets."""
    depth, part = 0, ""
    for character in basis:
        depth += (character in "(（") - (character in ")）")
        if character in ";；" and depth <= 0:
            yield part.strip()
            part = ""
        else:
            part += character
    yield part.strip()


def _cited(text: str, laws: tuple[str, ...]) -> str | None:
    found = CITED.fullmatch(text)
    listed = articles(found[2]) if found else None
    if found and listed:
        return f"{law_name(_full(found[1], laws))}{listed}{_bracketed(found[3] or '')}"
    if RESEARCH.search(text):
        return None
    return law_name(text) if BARE.fullmatch(text) and len(text) > 3 else text


def _full(name: str, laws: tuple[str, ...]) -> str:
    meant = [law for law in laws if re.split(r"[（(/]", law)[0].strip().endswith(name)]
    return meant[0] if len(meant) == 1 else name


def _bracketed(rest: str) -> str:
    inner = rest.strip(" :：,，()（）")
    return f"（{inner}）" if inner and not RESEARCH.search(inner) else ""


def _article(part: str) -> str | None:
    if span := RANGE.fullmatch(part):
        return f"第{number(int(span[1]))}条至第{number(int(span[2]))}条"
    if items := ITEMS.fullmatch(part):
        return f"{_article(items[1])}第{items[2]}项至第{items[3]}项"
    found = ARTICLE.fullmatch(part)
    if found is None:
        return None
    below = re.findall(r"[0-9一二三四五六七八九十]+", found[2])
    return f"第{number(int(found[1]))}条{''.join(map(_below, below))}"


def _below(part: str) -> str:
    return f"第{number(int(part))}款" if part.isdecimal() else f"第{part}项"


def number(value: int) -> str:
    """In Chinese, as laws number their articles: 33 is 三十三, 105 is 一百零五."""
    if value >= 100:
        hundreds, rest = divmod(value, 100)
        joined = "" if not rest else f"零{number(rest)}" if rest < 10 else f"{'一' if rest < 20 else ''}{number(rest)}"
        return f"{DIGITS[hundreds]}百{joined}"
    tens, ones = divmod(value, 10)
    if tens == 0:
        return DIGITS[ones]
    return f"{'' if tens == 1 else DIGITS[tens]}十{DIGITS[ones] if ones else ''}"
