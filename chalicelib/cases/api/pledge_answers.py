"""What applicant, window and department see of a commitment (告知承诺), and of what the verification has found."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.pledge import CheckedOnSite, HandedOver, PledgeState
from chalicelib.cases.model.pledge_terms import pledge_term, without_term


class PledgeAnswer(BaseModel, defer_build=True):
    """告知承诺：申请人的书面承诺，准予之后的核查，以及失信和修复。"""

    state: Annotated[PledgeState, Field(description="承诺现在的情形")]
    text: Annotated[str, Field(description="所承诺内容的 SHA-256 摘要，内容见本件所用版本的办事指南")]
    made_at: Annotated[AwareDatetime, Field(description="作出承诺的时间")]
    document: Annotated[str, Field(description="告知承诺书在办件中的编号")]
    basis: str
    due: Annotated[date | None, Field(description="现在的核查期限或者整改期限届满日；没有期限的为空")] = None
    undated: Annotated[str | None, Field(description="应当核查而没有届满日的原因；有届满日或者不需要核查的为空")] = None
    provisional: Annotated[bool, Field(description="该届满日中有放假通知尚未公布的日子")] = False
    reminded_at: Annotated[AwareDatetime | None, Field(description="提醒期限将满的时间")] = None
    demanded_at: Annotated[AwareDatetime | None, Field(description="责令限期整改的时间")] = None
    on_site: Annotated[CheckedOnSite | None, Field(description="最近一次现场核查；没有现场核查的为空")] = None
    verified_at: Annotated[AwareDatetime | None, Field(description="核查完毕的时间")] = None
    repaired_at: Annotated[AwareDatetime | None, Field(description="信用修复的时间")] = None
    handed_over: Annotated[HandedOver | None, Field(description="认定承诺不实之后仍然送达的依据；其他情形为空")] = None


def pledge_answer(case: Case) -> PledgeAnswer | None:
    pledge, clock = case.pledge, pledge_term(case)
    if pledge is None:
        return None
    facts = pledge.model_dump(include=set(PledgeAnswer.model_fields))
    due, provisional = (clock.due, clock.provisional) if clock else (None, False)
    told = {"state": pledge.state, "due": due, "provisional": provisional, "undated": without_term(case)}
    return PledgeAnswer.model_validate({**facts, **told})
