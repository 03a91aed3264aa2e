"""Whether a basis names an article of a law, and of a law that may set what rests on it. Pure.

A name without an article is no basis: nobody could look up what it says.
"""

import re
from collections.abc import Iterator, Sequence

from chalicelib.catalogue.model.citations import PEOPLES_REPUBLIC, citations, title_of

# 《行政许可法》第五十八条 and 《…的决定》附件第101项, as `citations` writes them.
CITED_ARTICLE = re.compile(r"《(?P<law>[^《》]+)》(?:\([^()]*\))?(?:第[0-9零一二三四五六七八九十百]+条|附件第[0-9]+项)")
STATE_COUNCIL = "国务院"
# 《广东省…条例》 and 《阳江市…条例》 are regulations of a place.
OF_A_PLACE = re.compile(r"^[一-龥]{2,12}?(?:省|市|自治区|自治州|自治县|经济特区)")
# Words of titles that are no place: 城市道路管理条例, 市场主体登记管理条例.
NO_PLACE = re.compile(r"^(?:国务院|中华人民共和国|城市|城镇|市政)")


def cites_law(basis: str, laws: Sequence[str]) -> bool:
    """Whether the basis names an article of a law, a regulation or a rule; custom and research name none. `laws` are
    those of the item, which 条例 and 办法 alone stand for.
    """
    return any(_cited(basis, laws))


def cites_law_of_fees(basis: str, laws: Sequence[str]) -> bool:
    """Whether an article of a law or of an administrative regulation is among those cited (行政许可法58, 59). A rule of
    a department and a regulation of a place set no fee.
    """
    return any(_may_set_fees(law) for law in _cited(basis, laws))


def _cited(basis: str, laws: Sequence[str]) -> Iterator[str]:
    """The laws of which the basis names an article."""
    return (found["law"] for found in CITED_ARTICLE.finditer(citations(basis, laws) or ""))


def _may_set_fees(law: str) -> bool:
    """By its title: 《…法》 is a law; 《…条例》 and what the State Council has in its title are administrative
    regulations, but for 《广东省…条例》. Other 办法 and 规定 are rules of departments or of places.
    """
    title = title_of(law)
    if title.endswith("办法"):
        return title.startswith((STATE_COUNCIL, PEOPLES_REPUBLIC))
    if title.startswith((STATE_COUNCIL, PEOPLES_REPUBLIC)) or title.endswith("法"):
        return True
    return title.endswith("条例") and (bool(NO_PLACE.match(title)) or not OF_A_PLACE.match(title))
