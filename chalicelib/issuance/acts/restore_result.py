"""恢复行政许可效力: the decision that had ended the licence was annulled, on reconsideration, by a court or an organ.

The licence is as if that decision had never been. One that had found a fraud is annulled by `lift_bar`.
"""

from typing import Annotated

from pydantic import Field

from chalicelib.cases.acts.annulling import AnnulmentTold
from chalicelib.cases.model.adverse_acts import RESTORE_RESULT
from chalicelib.cases.model.falsehood import Sentences
from chalicelib.cases.model.restoring import AnnulledEnd, require_ended, restoring_faults
from chalicelib.clock.deadline import CalendarDate
from chalicelib.documents.model.restored import restoration_notice
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.issuance.acts.ending import begin_ending
from chalicelib.issuance.acts.given_back import GivenBack


class Restoration(AnnulmentTold):
    """撤销原决定的文书，以及被撤销的决定。"""

    annulled: Annotated[
        AnnulledEnd,
        Field(description="被撤销的决定：revoked 撤销；withdrawn 撤回；cancelled 注销；revoked_as_penalty 吊销"),
    ]
    decided_on: Annotated[CalendarDate, Field(description="该文书作出之日")]
    reason: Sentences


@act
def restore_result(platform: Platform, caller: Caller, case_id: str, said: Restoration) -> Receipt:
    """409 where nothing has ended the licence, 422 for another decision than that which has."""
    ending = begin_ending(platform, caller, RESTORE_RESULT, case_id)
    begun, case, today = ending.begun, ending.case, caller.at.date()
    first = require_ended(case.result_ends, case.falsehood)
    granted = case.decided_at.date() if case.decided_at else None
    if errors := restoring_faults(first, said.annulled, said.decided_on, today, granted):
        raise problems.Invalid(errors=errors)
    back, head = GivenBack(case, ending.certificate, said.of(first.document, caller.at)), ending.head
    told = back.told(platform, said.reason, said.decided_on)
    return begun.commit(
        back.after,
        both={"annulled": said.annulled, "by": said.by, "reference": said.reference},
        data={"decided_on": str(said.decided_on), "identifier": ending.certificate.identifier or ""},
        answer={"number": case.number},
        document=head.draft(restoration_notice(head.facts, head.formalities, told)),
        ops=[back.in_register(today)],
    )
