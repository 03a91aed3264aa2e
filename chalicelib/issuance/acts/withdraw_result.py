"""撤回行政许可 (行政许可法8(2)): the law or the facts have changed, the public interest asks for it, and the holder,
who did nothing wrong, is compensated.
"""

from typing import Annotated

from pydantic import Field

from chalicelib.cases.model.adverse_acts import WITHDRAW_RESULT
from chalicelib.cases.model.falsehood import Sentences
from chalicelib.cases.model.heard import Heard
from chalicelib.cases.model.result_end import WITHDRAW, WithdrawGround, require_live
from chalicelib.documents.model import result_ends
from chalicelib.documents.model.notice import sentence
from chalicelib.documents.model.result_ends import withdrawal_decision
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.http.bodies import Part
from chalicelib.issuance.acts.ending import begin_ending, told_before


class LicenceWithdrawal(Part):
    """撤回决定的内容。`ground` 与事前告知的一致，事实和证据以告知书为准。"""

    ground: Annotated[
        WithdrawGround,
        Field(description="law_changed、law_repealed 所依据的法律规定修改、废止；circumstances 客观情况重大变化"),
    ]
    heard: Heard
    compensation: Annotated[Sentences, Field(description="对由此造成的财产损失怎样依法给予补偿；没有损失的写明")]


@act
def withdraw_result(platform: Platform, caller: Caller, case_id: str, said: LicenceWithdrawal) -> Receipt:
    """409 where nothing is granted or it has ended, 422 unless the holder was told and heard."""
    ending = begin_ending(platform, caller, WITHDRAW_RESULT, case_id)
    case = ending.case
    require_live(case.outcome, case.result_ends)
    told = told_before(ending, "withdrawal", said.ground, said.heard)
    ground, head = WITHDRAW[said.ground], ending.head
    why = result_ends.Ending(
        ground.words,
        ground.article,
        told.facts.facts,
        told.facts.evidence,
        heard=told.heard,
        money=f"{result_ends.COMPENSATION}{sentence(said.compensation)}",
    )
    document = head.draft(withdrawal_decision(head.facts, head.formalities, ending.granted, why, head.remedies))
    return ending.commit(
        "withdrawn",
        said.ground,
        ground,
        document=document,
        data=told.recorded,
    )
