"""The kinds of statutory terms: from which event each runs, how long, by which article, and under which regime. Pure.

The lengths are those of 行政许可法. An item's own law may say otherwise; `hall.model.item_deadline` knows the item.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from chalicelib.clock.acceptance import NOTICE_WORKDAYS
from chalicelib.clock.unit import Unit

DeadlineKind = Literal[
    "acceptance_notice",
    "decision",
    "decision_extended",
    "lower_review",
    "superior",
    "issue",
    "inspection_start",
    "hearing_request",
    "hearing_organise",
    "hearing_notice",
    "renewal",
    "supplement",
    "promised",
]

LICENCE = "license"
FILING = "filing"
LICENSING_LAW = "《行政许可法》"
BUSINESS_RULES = "《优化营商环境条例》第三十六条第二款"


class KindOfTerm(NamedTuple):
    """`length` is None where no general law gives one: the item, its guide or the department does.

    `starts` is the event on the day of the question. A `backwards` term ends before that event. `regimes` None means
    every regime.
    """

    label: str
    starts: str
    article: str
    length: int | None = None
    unit: Unit = "workday"
    extension: int = 0
    backwards: bool = False
    regimes: frozenset[str] | None = frozenset({LICENCE})

    def holds_for(self, regime: str) -> bool:
        return self.regimes is None or regime in self.regimes


class OwnTerms(NamedTuple):
    """What holds for a regime instead of the terms of 行政许可法, and the article that says so."""

    name: str
    rule: str
    article: str

    @property
    def says(self) -> str:
        """The name and its rule as one sentence; a rule that begins with the name says it once."""
        return self.rule if self.rule.startswith(self.name) else f"{self.name}{self.rule}"


class Refusal(NamedTuple):
    """Why a term does not exist: a sentence for people, and the article it rests on."""

    reason: str
    article: str


def _article(number: str) -> str:
    return f"{LICENSING_LAW}{number}"


DECIDES = frozenset({LICENCE, "confirmation", "benefit", "public_service", "other"})

KINDS: Mapping[DeadlineKind, KindOfTerm] = {
    "acceptance_notice": KindOfTerm(
        "一次性告知补正的期限", "收到申请材料之日", _article("第三十二条第一款第四项"), NOTICE_WORKDAYS
    ),
    "decision": KindOfTerm("决定期限", "受理之日", _article("第四十二条第一款"), 20, regimes=DECIDES),
    "decision_extended": KindOfTerm(
        "延长后的决定期限", "受理之日", _article("第四十二条第一款"), 20, extension=10, regimes=DECIDES
    ),
    "lower_review": KindOfTerm("下级行政机关的审查期限", "下级行政机关受理之日", _article("第四十三条"), 20),
    "superior": KindOfTerm("上级行政机关的决定期限", "案卷报送上级行政机关之日", _article("第四十二条第一款"), 20),
    "issue": KindOfTerm("颁发、送达证件的期限", "作出决定之日", _article("第四十四条"), 10),
    "inspection_start": KindOfTerm("指派人员检验、检测、检疫的期限", "受理之日", _article("第五十五条第二款"), 5),
    "hearing_request": KindOfTerm("提出听证申请的期限", "被告知听证权利之日", _article("第四十七条第一款"), 5),
    "hearing_organise": KindOfTerm("组织听证的期限", "提出听证申请之日", _article("第四十七条第一款"), 20),
    "hearing_notice": KindOfTerm(
        "通知听证时间、地点的最后一日", "举行听证之日", _article("第四十八条第一款第一项"), 7, backwards=True
    ),
    "renewal": KindOfTerm(
        "提出延续申请的最后一日", "有效期届满之日", _article("第五十条第一款"), 30, "day", backwards=True
    ),
    "supplement": KindOfTerm("补正材料的期限", "告知补正之日", _article("第三十二条第一款第四项"), regimes=None),
    "promised": KindOfTerm("承诺办理期限", "受理之日", BUSINESS_RULES, regimes=None),
}

_REASONABLE = "按其专门法律、法规规定的期限办理，没有规定的，按公布的承诺时限办理"
REGIMES: Mapping[str, OwnTerms] = {
    LICENCE: OwnTerms("行政许可", "适用《行政许可法》规定的期限", LICENSING_LAW),
    "confirmation": OwnTerms("行政确认", _REASONABLE, BUSINESS_RULES),
    "benefit": OwnTerms("行政给付", _REASONABLE, BUSINESS_RULES),
    FILING: OwnTerms("备案", "备案机关收到全部信息即为备案，不作决定", "《企业投资项目核准和备案管理条例》第十三条"),
    "public_service": OwnTerms("公共服务", "按公布的承诺时限办理", BUSINESS_RULES),
    "other": OwnTerms("其他行政权力", _REASONABLE, BUSINESS_RULES),
}


def refusal_of(kind: DeadlineKind, regime: str) -> Refusal | None:
    """Why items of this regime do not have this term; None where they may have it."""
    row, own = KINDS[kind], REGIMES[regime]
    if row.holds_for(regime):
        return None
    only = "" if row.holds_for("other") else f"{row.article}只适用于行政许可，"
    return Refusal(f"本事项属于{own.name}，没有{row.label}：{only}{own.says}（{own.article}）", own.article)


def article_of(kind: DeadlineKind, regime: str) -> str:
    """The article of the term where the item's own law names none. 行政许可法 sets terms for licences alone: what is
    none has a decision by the rules of its regime, and other terms that the platform sets after that law.
    """
    row = KINDS[kind]
    if regime == LICENCE or not row.article.startswith(LICENSING_LAW):
        return row.article
    return REGIMES[regime].article if row.regimes else f"法律没有规定；本平台参照{row.article}设定"


def not_set(kind: DeadlineKind, regime: str) -> Refusal:
    """The regime has such a term only where the item's own law gives it, and this one's law gives none."""
    row, own = KINDS[kind], REGIMES[regime]
    reason = f"没有法律、法规规定本事项的{row.label}：{own.says}（{own.article}）"
    return Refusal(reason, own.article)
