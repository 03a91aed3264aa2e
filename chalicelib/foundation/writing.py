"""How names and numbers are written: one writing to keep, and one comparison for all who compare.

People paste numbers with spaces, dashes and invisible characters, and keyboards offer many dots for the one in a name.
A number is normalised and then judged. A name is only brought into its one writing: what it says is not changed.
"""

import re
import unicodedata

# Dots that keyboards and old systems offer in place of U+00B7 MIDDLE DOT, the one in names such as 买买提·吐尔逊.
DOTS = str.maketrans(
    dict.fromkeys(
        "\u0387\u02d9\u16eb\u2022\u2024\u2027\u2219\u22c5\u25cf\u25e6\u2e31\u2e33\u30fb\ua78f\uff65", "\u00b7"
    )
)
FULL_STOPS = str.maketrans(dict.fromkeys(".\uff0e\ufe52\uff61", "\u00b7"))
HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Letters and digits of double width, which Chinese keyboards write. Other characters of compatibility stay in a name.
WIDE = str.maketrans({chr(code): chr(code - 0xFEE0) for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()})
CHINESE_BRACKETS = str.maketrans("()", "（）")
# Marks that keyboards offer in many kinds, as between “示例” and "示例": they are no part of what a name says.
QUOTES = re.compile(
    "[\"'`\u00ab\u00b4\u00bb\u02b9-\u02bc\u2018-\u201f\u2032\u2033\u2039\u203a\u300c-\u300f\u301d-\u301f\ufe41-\ufe44\uff02\uff07\uff40\uff62\uff63]"
)
# Brackets of every kind, once they are half-width.
BRACKETS = str.maketrans("[{〔【〖〘〚]}〕】〗〙〛", "(((((((" + ")))))))")

# Stops of either width.
STOPS = str.maketrans("。、；：，", ".,;:,")

# What is pasted into a number and is no part of it: controls, formats (U+202D), spaces, dashes, brackets.
FILLING = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Pd", "Ps", "Pe"})
MINUS = "\u2212"


def plain_number(text: str) -> str:
    """The number alone: half-width capitals, without what people paste with it. What is left has to be judged."""
    if text.isascii() and text.isalnum():
        return text.upper()  # as it mostly is: most numbers were made plain before
    narrow = unicodedata.normalize("NFKC", text)
    return "".join(char for char in narrow if unicodedata.category(char) not in FILLING and char != MINUS).upper()


def canonical_name(text: str) -> str:
    """A name in the one writing in which it is kept.

    The dot between Chinese characters is U+00B7, brackets in a Chinese name are full-width, there are no spaces between
    Chinese characters and single ones elsewhere, letters and digits are half-width.
    """
    name = " ".join(text.translate(WIDE).translate(DOTS).split())
    name = re.sub(rf"(?<=[{HAN}]) ?[.\uff0e\ufe52] ?(?=[{HAN}])", "\u00b7", name)
    name = re.sub(r" ?\u00b7 ?", "\u00b7", name)
    if re.search(f"[{HAN}]", name):
        name = re.sub(r" ?([（）]) ?", r"\1", name.translate(CHINESE_BRACKETS))
    return re.sub(rf"(?<=[{HAN}]) (?=[{HAN}])", "", name)


def same_name(one: str, other: str) -> bool:
    """Whether two writings are one name: the width of letters, capitals, spaces, quotes, hyphens, the kinds of dots and
    brackets, and a mark after the name make no other person. Other letters do.
    """
    return comparable_name(one) == comparable_name(other)


def same_number(one: str, other: str) -> bool:
    return plain_number(one) == plain_number(other)


def comparable_name(text: str) -> str:
    """Equal for all writings of one name, and only for comparing."""
    narrow = unicodedata.normalize("NFKC", QUOTES.sub("", text)).translate(DOTS).translate(FULL_STOPS).upper()
    seen = "".join(char for char in narrow if not char.isspace() and not _is_filling(char)).translate(BRACKETS)
    return seen.strip("\u00b7,;:、，；：。'\"-_")


# Every kind of dash is one dash; what it stands between is two things, as in K1-K2.
DASH = "-"


def comparable_sentence(text: str) -> str:
    """Equal for all writings of what a document says, and only for comparing: as of a name, but with its dashes, and
    without the stop at its end.
    """
    narrow = unicodedata.normalize("NFKC", QUOTES.sub("", text)).translate(DOTS).upper()
    seen = "".join(
        DASH if unicodedata.category(char) == "Pd" or char == MINUS else char
        for char in narrow
        if not char.isspace() and unicodedata.category(char) not in {"Cc", "Cf"}
    )
    return seen.translate(BRACKETS).translate(STOPS).strip(";,.")


def _is_filling(char: str) -> bool:
    """Controls, formats, and dashes of any kind."""
    return char == MINUS or unicodedata.category(char) in {"Cc", "Cf", "Pd"}


# What is written beside a person's name and is no part of it: a unit or note in brackets, a number, a title.
BESIDE = re.compile(r"\(.*?\)|\[.*?\]|【.*?】|〔.*?〕|<.*?>|《.*?》|[0-9]+")
TITLES = (
    "同志",
    "先生",
    "女士",
    "小姐",
    "老师",
    "同事",
    "警官",
    "法官",
    "医生",
    "工程师",
    "执法员",
    "检查员",
    "核查员",
    "审查员",
    "主任",
    "科长",
    "副科长",
    "局长",
    "副局长",
    "处长",
    "股长",
    "所长",
    "队长",
    "科员",
    "主管",
    "工作人员",
)


def same_person(one: str, other: str) -> bool:
    """Whether two writings name one person: besides what `same_name` overlooks also units, notes, numbers, titles."""
    return comparable_person(one) == comparable_person(other)


def comparable_person(text: str) -> str:
    """The bare name of a person, only for comparing."""
    name = comparable_name(BESIDE.sub("", unicodedata.normalize("NFKC", text)))
    for title in sorted(TITLES, key=len, reverse=True):
        if len(name) - len(title) >= 2:
            name = name.removesuffix(title)
    return comparable_name(re.split(r"[(\[【〔<《,，、;；/|]", name)[0])
