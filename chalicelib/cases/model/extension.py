"""Whether the law's term of a case may be extended, by how much and on what ground (行政许可法42, 43). Pure."""

import re
from datetime import date
from typing import NamedTuple

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.joint_ref import JOINT_ITEM
from chalicelib.cases.model.status import Status
from chalicelib.cases.model.suspension import ON_THE_SPOT, Refused, done_at_once
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.citations import citations
from chalicelib.catalogue.model.upward import superior_of, superior_term

ARTICLE_42 = "《行政许可法》第四十二条"
ARTICLE_42_1, ARTICLE_42_2 = f"{ARTICLE_42}第一款", f"{ARTICLE_42}第二款"
ARTICLE_43 = "《行政许可法》第四十三条"
WORKDAYS = 10
# Items whose term is that of 行政许可法42 itself, not of a special law.
OF_ARTICLE_42 = re.compile(r"行政许可法\s*42")
NO_ARTICLE = "（本系统没有收录条款号）"
LOWER_REVIEW = Refused("lower_review_not_extended", f"下级机关审查的期限由法律规定，法律没有规定延长（{ARTICLE_43}）")


class Allowed(NamedTuple):
    """By how many units of the law's clock at most, and the article."""

    most: int
    basis: str


def extension_for(item: ItemDocument) -> Allowed | Refused:
    """What the law of this item allows. The item's own source comes first. Where a law or regulation sets another term
    than 行政许可法42, its term is the whole rule (42(1): 法律、法规另有规定的，依照其规定).
    """
    limit = item.statutory_limit
    own = limit.extension
    if item.handling_type == ON_THE_SPOT:
        return Refused("decided_on_the_spot", f"{done_at_once(item)}，不能延长")
    if superior_of(item):
        return LOWER_REVIEW
    if item.handling_type == JOINT_ITEM:
        return _of_several(item)
    laws = [basis.law for basis in item.legal_basis]
    source = citations(limit.source, laws)
    if own:
        return Allowed(own.value, _of_42(limit.source) or _with_article(item, source))
    if not item.is_licence:
        return Refused("extension_without_law", f"该事项不是行政许可，不适用{ARTICLE_42}；其专门法律没有规定延长")
    if _of_42(limit.source) is None:
        says = f"该事项的期限由专门规定确定（{source or limit.source}），没有规定延长（{ARTICLE_42_1}）"
        return Refused("extension_without_law", says)
    return Allowed(WORKDAYS, ARTICLE_42_1)


def of_government(case: Case) -> bool:
    """Whether its term is that of several departments together (行政许可法42(2)). A member has the term of its own
    item, also where others are heard on it.
    """
    return case.handling == JOINT_ITEM and case.joint is None


def _of_several(item: ItemDocument) -> Allowed | Refused:
    """Several departments together: what the scheme says of its stage."""
    own = item.statutory_limit.extension
    if own is None:
        says = f"该事项没有规定联合、统一办理期限的延长（{ARTICLE_42_2}）"
        return Refused("extension_without_law", says)
    return Allowed(own.value, ARTICLE_42_2)


def past_joint_due(due: date | None, request: Case | None) -> Refused | None:
    """No member ends after the term of its request: that one is extended first (行政许可法42(2)). The term of one that
    had ended before a member was reinstated is over.
    """
    whole = request.due("statutory") if request and request.decided_at is None else None
    if due is None or whole is None or due <= whole:
        return None
    says = (
        f"延长后的届满日{due}晚于联办的法定期限届满日{whole}，不能延长；"
        f"确需延长的，先由本级人民政府负责人批准延长联办期限（{ARTICLE_42_2}）"
    )
    return Refused("past_joint_due", says)


def extension_above(item: ItemDocument) -> Allowed | Refused:
    """The same of the organ above that decides: the law which sets its term is the whole rule, if it is not art. 42."""
    term = superior_term(item)
    if term is None or not item.is_licence:
        return Refused("extension_without_law", f"该事项不是行政许可，不适用{ARTICLE_42}；其专门法律没有规定延长")
    if ARTICLE_42 in term.source:
        return Allowed(WORKDAYS, ARTICLE_42_1)
    says = f"上级机关的决定期限由专门规定确定（{term.source}），没有规定延长（{ARTICLE_42_1}）"
    return Refused("extension_without_law", says)


def _with_article(item: ItemDocument, source: str | None) -> str:
    """The rule that sets this extension. Where the catalogue knows no article of it, that is said, and what lets a
    licence's term be extended at all is named first.
    """
    if source is None:
        return ARTICLE_42_1
    if "》第" in source:
        return source
    named = f"{source}{NO_ARTICLE}"
    return f"{ARTICLE_42_1}；{named}" if item.is_licence else named


def _of_42(source: str) -> str | None:
    return ARTICLE_42_1 if OF_ARTICLE_42.search(source) else None


def refused_now(case: Case, today: date, *, licence: bool) -> Refused | None:
    """Why the term of this case cannot be extended today."""
    above = case.clocks.get("superior") if case.status is Status.REPORTED else None
    law, article = above or case.clocks.get("statutory"), f"（{ARTICLE_42}）" if licence else ""
    if law is None and "lower_review" in case.clocks:
        return LOWER_REVIEW
    if law is None:
        why = f"；其中没有行政许可的，不适用{ARTICLE_42_2}" if case.is_request else ""
        return Refused("no_term", f"本件没有法定办理期限，没有可以延长的期限{why}")
    if case.extended is not None:
        says = f"办理期限已于{case.extended.at.date()}延长，只能延长一次{article}"
        return Refused("extended_already", says)
    if today > law.due:
        says = f"法定期限已于{law.due}届满，届满后不能延长{article}"
        return Refused("term_over", says)
    return None
