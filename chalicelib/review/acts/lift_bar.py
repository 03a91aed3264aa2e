"""解除申请限制: the decision that had found a false application was annulled, and bars nobody any more."""

from typing import Annotated

from pydantic import Field

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model.adverse_acts import LIFT_BAR
from chalicelib.cases.model.falsehood import Lifted, Sentences
from chalicelib.cases.model.heard import Reference
from chalicelib.documents.model.adverse import bar_lifted_notice
from chalicelib.documents.store.drafts import letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.http.bodies import Part


class Annulled(Part):
    """撤销原认定的文书。"""

    reference: Annotated[Reference, Field(description="复议决定、判决或者撤销决定的文号，不写个人信息")]
    reason: Sentences


@act
def lift_bar(platform: Platform, caller: Caller, case_id: str, said: Annulled) -> Receipt:
    """409 where nothing was found, or it was lifted."""
    begun = begin(platform, caller, LIFT_BAR, case_id)
    case, found = begun.case, begun.case.falsehood
    if found is None or found.lifted is not None:
        raise problems.Conflict(code="nothing_to_lift", title="本件没有仍然有效的隐瞒、虚假或者欺骗的认定")
    head = letterhead(platform, case, begun.item, caller.at, begun.directory)
    notice = bar_lifted_notice(
        head.facts,
        head.formalities,
        found_on=found.found_at.date(),
        reference=said.reference,
        reason=said.reason,
        barred=found.until is not None,
    )
    lifted = found.model_copy(update={"lifted": Lifted(at=caller.at, reference=said.reference)})
    return begun.commit(
        case.model_copy(update={"falsehood": lifted}),
        both={"reference": said.reference},
        answer={"number": case.number},
        document=head.draft(notice),
    )
