"""What applicant, window and department see of papers that were promised (容缺受理)."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.cases.model import Case


class DeferralAnswer(BaseModel, defer_build=True):
    """容缺受理：申请人书面承诺补齐的材料。"""

    lines: Annotated[list[str], Field(description="承诺补齐的材料序号")]
    awaited: Annotated[
        list[str], Field(description="其中尚未收到的；收到之前不能准予；联办申请受理之后，由需要材料的各成员办件列明")
    ]
    promised_at: AwareDatetime
    document: Annotated[str, Field(description="容缺受理承诺书在办件中的编号")]
    basis: str
    filled_at: Annotated[AwareDatetime | None, Field(description="全部补齐的时间")] = None
    reminded_at: Annotated[AwareDatetime | None, Field(description="提醒申请人的时间")] = None
    defaulted_at: Annotated[AwareDatetime | None, Field(description="登记逾期未补齐的时间")] = None
    barred_until: Annotated[date | None, Field(description="至此日不得再容缺受理")] = None


def deferral_answer(case: Case) -> DeferralAnswer | None:
    deferral = case.deferral
    if deferral is None:
        return None
    facts = deferral.model_dump(include=set(DeferralAnswer.model_fields) - {"awaited"})
    told = () if case.is_request and case.accepted_at else deferral.open
    return DeferralAnswer(**facts, awaited=list(told))
