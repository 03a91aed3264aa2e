"""撤销行政许可 (行政许可法69): may be revoked (1), must be (2), is not where the public would suffer greatly (3).

What was got by fraud is not protected (4), and bars the holder from the item where that concerns safety or health (79).
"""

from typing import Annotated

from pydantic import Field

from chalicelib.cases.model.adverse_acts import REVOKE_RESULT
from chalicelib.cases.model.falsehood import Falsehood, bar_of
from chalicelib.cases.model.heard import Heard
from chalicelib.cases.model.result_end import LAW, REVOKE, RevokeGround, require_live
from chalicelib.documents.model import result_ends
from chalicelib.documents.model.adverse import bar_told
from chalicelib.documents.model.result_ends import revocation_decision
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.http.bodies import Part
from chalicelib.issuance.acts.ending import Ending, begin_ending, told_before


class Revocation(Part):
    """撤销决定的内容。`ground` 与事前告知的一致，事实和证据以告知书为准。"""

    ground: Annotated[
        RevokeGround,
        Field(description="行政许可法第六十九条：deception、bribery 应当撤销（第二款），其他可以撤销（第一款各项）"),
    ]
    heard: Heard
    public_harm: Annotated[
        bool,
        Field(description="衡量结论：撤销可能对公共利益造成重大损害的为 true，此时不予撤销（第六十九条第三款）"),
    ]


@act
def revoke_result(platform: Platform, caller: Caller, case_id: str, said: Revocation) -> Receipt:
    """409 where nothing is granted or it has ended, 422 unless the holder was told and heard."""
    ending = begin_ending(platform, caller, REVOKE_RESULT, case_id)
    case = ending.case
    require_live(case.outcome, case.result_ends)
    told = told_before(ending, "revocation", said.ground, said.heard, _harm(said))
    ground, head = REVOKE[said.ground], ending.head
    found = _fraud(ending, said.ground)
    barred = found.until if found else None
    why = result_ends.Ending(
        ground.words,
        ground.article,
        told.facts.facts,
        told.facts.evidence,
        heard=told.heard,
        money=result_ends.NO_PROTECTION if found else result_ends.DAMAGES,
        barred=bar_told(head.facts, found.article, barred) if found and barred else None,
    )
    document = head.draft(revocation_decision(head.facts, head.formalities, ending.granted, why, head.remedies))
    named = {"falsehood": found.model_copy(update={"document": document.no})} if found else {}
    return ending.commit(
        "revoked",
        said.ground,
        ground,
        after=case.model_copy(update=named),
        document=document,
        told={"barred_until": str(barred) if barred else None},
        data=told.recorded,
    )


def _fraud(ending: Ending, ground: RevokeGround) -> Falsehood | None:
    """What was found of a licence that was got by fraud (69(2), 79), before its decision has a name."""
    if ground not in ("deception", "bribery"):
        return None
    at = ending.begun.caller.at
    bar = bar_of(ending.begun.item, ground, at.date())
    return Falsehood(ground=ground, found_at=at, document="", article=bar.article, until=bar.until)


def _harm(said: Revocation) -> list[FieldError]:
    words = f"撤销可能对公共利益造成重大损害的，不予撤销（{LAW}第六十九条第三款）"
    return [FieldError("/public_harm", "revocation_harms_public", words)] if said.public_harm else []
