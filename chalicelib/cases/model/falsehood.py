"""隐瞒有关情况、提供虚假材料、以不正当手段取得 (行政许可法78, 79): what was found, and until when it bars. Pure.

The bar holds for one item and one applicant, and only where the item directly concerns public safety, personal health
or the safety of life and property: that is data of the item (`Safety`).
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, NamedTuple, TypeGuard

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.cases.model.deferral import months_after
from chalicelib.cases.model.heard import FactsTold, Forewarning, Heard, heard_faults
from chalicelib.cases.model.record import Record
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.citations import citations
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import PARAGRAPHS

LAW = "《中华人民共和国行政许可法》"
ARTICLE_78, ARTICLE_79 = f"{LAW}第七十八条", f"{LAW}第七十九条"
FalseGround = Literal["concealed", "false_materials"]
FraudGround = Literal["deception", "bribery"]
Ground = Literal["concealed", "false_materials", "deception", "bribery"]
GROUNDS: Mapping[Ground, str] = {
    "concealed": "隐瞒有关情况申请行政许可",
    "false_materials": "提供虚假材料申请行政许可",
    "deception": "以欺骗手段取得行政许可",
    "bribery": "以贿赂等不正当手段取得行政许可",
}
OF_78 = frozenset[Ground]({"concealed", "false_materials"})


def is_false(ground: str) -> TypeGuard[Ground]:
    """Whether this ground of a decision is one of these."""
    return ground in GROUNDS


Sentences = Annotated[str, StringConstraints(min_length=2, max_length=1000, strip_whitespace=True), PARAGRAPHS]


class Lifted(Record):
    """解除: the decision that had found it was annulled, by the paper of `reference`."""

    at: AwareDatetime
    reference: str


class Falsehood(Record):
    """`document` is the decision that says it, or `reference` a decision from elsewhere. `until` is the last day of the
    bar, None where the item bars nobody. `article` is what the bar rests on. Of a joint request `barred_items` are the
    members' items that it bars, and `until` the last of their days.
    """

    ground: Ground
    found_at: AwareDatetime
    document: str | None = None
    article: str
    until: date | None = None
    reference: str | None = None
    lifted: Lifted | None = None
    barred_items: Mapping[str, date] = Field(default_factory=dict[str, date])

    @property
    def barred_until(self) -> date | None:
        return None if self.lifted else self.until


class FalseFinding(BaseModel, defer_build=True):
    """认定隐瞒有关情况或者提供虚假材料：事实和证据以事前告知书为准，与听取意见的情况一并写入决定书。"""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    ground: Annotated[FalseGround, Field(description="concealed 隐瞒有关情况；false_materials 提供虚假材料")]
    heard: Heard


class Bar(NamedTuple):
    """How long, and by what: the item's own law goes before 行政许可法."""

    until: date | None
    article: str


def years_barred(item: ItemDocument, ground: Ground) -> int | None:
    """None where the item bars nobody."""
    if item.safety is None:
        return None
    return item.safety.years_after_false if ground in OF_78 else item.safety.years_after_fraud


def bar_of(item: ItemDocument, ground: Ground, day: date) -> Bar:
    """From the day of the decision, which does not count (民法典201): one year, or three of what was got by fraud."""
    of_78, safety, years = ground in OF_78, item.safety, years_barred(item, ground)
    article = ARTICLE_78 if of_78 else ARTICLE_79
    if safety is None or years is None:
        return Bar(None, article)
    own = citations(safety.bar_basis, [one.law for one in item.legal_basis]) if safety.bar_basis and not of_78 else None
    return Bar(months_after(day, 12 * years), own or article)


def finding_faults(
    item: ItemDocument,
    warned: Forewarning | None,
    told: FactsTold | None,
    finding: FalseFinding,
    today: date,
    pointer: str = "",
    *,
    joint: bool = False,
) -> list[FieldError]:
    """What is wrong with this finding. Only of licences the law knows it; of a joint request they were named when it
    was told.
    """
    if not joint and not item.is_licence:
        words = "本事项不是行政许可，不适用行政许可法第七十八条；依照本事项的规定说明理由"
        return [FieldError(pointer, "not_a_licence", words)]
    wrong = heard_faults(warned, told, "falsehood", finding.ground, finding.heard, today)
    return [one._replace(pointer=pointer + one.pointer) for one in wrong]
