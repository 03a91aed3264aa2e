"""告知承诺: the applicant's written word stands for a proof, and the department verifies it after the grant. Pure.

优化营商环境条例40, 44; 国办发〔2020〕42号. Which words bind, and by when they are verified, the item has published.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from chalicelib.cases.model.record import Record
from chalicelib.catalogue.model import ItemDocument, ServiceItem, conditions
from chalicelib.catalogue.model.citations import citations
from chalicelib.catalogue.model.commitments import Commitment

PledgeOutcome = Literal["kept", "broken"]
# made: nothing was granted on it. awaited: granted, to be verified. demanded: to be put right within a term.
PledgeState = Literal["made", "awaited", "demanded", "kept", "broken", "repaired"]
OPINION_42 = "《国务院办公厅关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见》（国办发〔2020〕42号）"
ARTICLE_69 = "《中华人民共和国行政许可法》第六十九条"
# 信用修复前不适用告知承诺制 (国办发〔2020〕42号): no day ends the bar, only the repair does.
UNTIL_REPAIRED = date.max
NO_TERM = "事项没有公布核查期限；应当及时核查（国办发〔2020〕42号），没有届满日"


class CheckedOnSite(Record):
    """现场核查的时间和核查人员人数。"""

    at: AwareDatetime
    officers: Annotated[int, Field(ge=2, description="核查人员人数，至少两名（行政许可法第三十四条）")]


HandoverGround = Literal["not_revoked", "department_replied"]


class HandedOver(Record):
    """认定承诺不实之后仍然送达的依据。"""

    ground: HandoverGround
    reference: Annotated[str | None, Field(description="部门答复的文号或者卷宗号")] = None


class Pledge(Record):
    """`text` is the digest of the words, which stand in the item's version that the case has. `document` is the 承诺书.
    `verify_task` is the task of the department after the grant. `demanded_at`: 责令限期整改, once. `on_site` is the
    last check on site; who was there and what they saw, the notice of it says.
    """

    text: str
    made_at: AwareDatetime
    document: str
    basis: str
    verify_task: str = ""
    reminded_at: AwareDatetime | None = None
    demanded_at: AwareDatetime | None = None
    on_site: CheckedOnSite | None = None
    outcome: Annotated[PledgeOutcome | None, Field(description="what the department has found at the end")] = None
    verified_at: AwareDatetime | None = None
    repaired_at: AwareDatetime | None = None
    handed_over: Annotated[HandedOver | None, Field(description="the result was handed over after the default")] = None

    @property
    def broken(self) -> bool:
        """Whether it is a default that nothing has repaired."""
        return self.outcome == "broken" and self.repaired_at is None

    @property
    def barred_until(self) -> date | None:
        return UNTIL_REPAIRED if self.broken else None

    @property
    def state(self) -> PledgeState:
        if self.outcome is not None:
            return "repaired" if self.repaired_at else self.outcome
        if not self.verify_task:
            return "made"
        return "demanded" if self.demanded_at else "awaited"

    @property
    def awaits(self) -> bool:
        """Whether something was granted on it that is still to be verified."""
        return bool(self.verify_task) and self.outcome is None


def chosen(item: ItemDocument, form: Mapping[str, Any]) -> Commitment | None:
    """What the item has its applicants commit to, where this form chooses that way; None where it goes the ordinary
    one. Of a joint request it is a member's, and nothing where the request does not handle that member.
    """
    made = item.commitment
    answers: Mapping[str, Any] = form.get("answers", {})
    if made is None or answers.get(made.field) is not True:
        return None
    made_of = item.request_of if isinstance(item, ServiceItem) else None
    member = made_of.member(made_of.pledged) if made_of else None
    if member is None or not member.handled:
        return made
    return made if conditions.evaluate(conditions.parse(member.handled), answers) else None


def pledge_of(made: Commitment, laws: Iterable[str], at: AwareDatetime, document: str) -> Pledge:
    """`laws` are those of the item, in full: what is printed names the law as people do."""
    return Pledge(text=made.digest, made_at=at, document=document, basis=citations(made.basis, laws) or made.basis)


def still_bound(pledge: Pledge | None, item: ItemDocument, form: Mapping[str, Any]) -> Pledge | None:
    """The word under a form that was corrected: who no longer chooses this way is bound by none, but what was granted
    on it stays to be verified.
    """
    return pledge if pledge is not None and (pledge.verify_task or chosen(item, form)) else None


def stands(pledge: Pledge | None, made: Commitment) -> bool:
    """Whether the applicant is bound by exactly this text."""
    return pledge is not None and pledge.text == made.digest
