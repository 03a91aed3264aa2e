"""注销行政许可 (行政许可法70): a formality, once something has ended the licence or its holder asks for it."""

from typing import Annotated

from pydantic import Field

from chalicelib.access.actor import blind_index
from chalicelib.cases.model.adverse_acts import CANCEL_RESULT
from chalicelib.cases.model.falsehood import Sentences
from chalicelib.cases.model.heard import Reference
from chalicelib.cases.model.result_end import CANCEL, STILL_TO_CANCEL, CancelGround, cancel_fault, require_live
from chalicelib.cases.model.term import term_of
from chalicelib.documents.model import result_ends
from chalicelib.documents.model.result_ends import cancellation_decision
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.http.bodies import Part
from chalicelib.issuance.acts.ending import Ending, begin_ending


class Cancellation(Part):
    """注销的理由和依据。"""

    ground: Annotated[
        CancelGround,
        Field(
            description="行政许可法第七十条：expired 有效期届满未延续；died 公民（自然人）死亡或者丧失行为能力；"
            "dissolved 组织依法终止；ended 已被撤销、撤回、吊销；impossible 不可抗力；requested 被许可人申请；"
            "other 法律、法规规定的其他情形"
        ),
    ]
    facts: Annotated[Sentences, Field(description="事实")]
    reference: Annotated[Reference, Field(description="申请书、证明等在卷宗中的出处，不写个人信息")]


@act
def cancel_result(platform: Platform, caller: Caller, case_id: str, said: Cancellation) -> Receipt:
    """Also what was revoked, withdrawn or revoked as a penalty before, on that ground alone."""
    ending = begin_ending(platform, caller, CANCEL_RESULT, case_id)
    case, last = ending.case, ending.last
    if last is None or last.state not in STILL_TO_CANCEL:
        require_live(case.outcome, case.result_ends)
    if error := cancel_fault(said.ground, case.applicant_kind, last, term_of(case).until, caller.at.date()):
        raise problems.Invalid(errors=[error])
    if said.ground == "expired":
        _require_unrenewed(ending)
    ground, head = CANCEL[said.ground], ending.head
    why = result_ends.Ending(ground.words, ground.article, said.facts)
    return ending.commit(
        "cancelled",
        said.ground,
        ground,
        document=head.draft(cancellation_decision(head.facts, head.formalities, ending.granted, why, head.remedies)),
        reference=said.reference,
        data={"found_digest": blind_index(case.chain_key, case.id, said.facts)},
    )


def _require_unrenewed(ending: Ending) -> None:
    """有效期届满未延续 (70(1)) is not so where the licence was renewed, nor known while its renewal is undecided."""
    found = ending.renewed_by
    if found is None:
        return
    if found.outcome == "grant":
        title = f"该许可已经由办件{found.number}延续，不是有效期届满未延续，不能以此为由注销"
        raise problems.Conflict(code="renewed_already", title=title)
    title = f"该许可的延续申请（办件{found.number}）尚未决定，不能以有效期届满未延续为由注销"
    raise problems.Conflict(code="renewal_open", title=title)
