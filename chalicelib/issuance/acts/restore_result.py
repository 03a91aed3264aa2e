"""恢复行政许可效力: the decision that had ended the licence was annulled: on reconsideration, by a court, by an
organ.

The licence is as if that decision had never been. One that had found a fraud is annulled by `lift_bar`.
"""

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.cases.model.adverse_acts import RESTORE_RESULT
from chalicelib.cases.model.falsehood import Sentences
from chalicelib.cases.model.heard import Reference
from chalicelib.cases.model.restoring import (
    ANNULLED_BY,
    AnnulledBy,
    AnnulledEnd,
    require_ended,
    restoring_faults,
)
from chalicelib.cases.model.result_end import LAW
from chalicelib.cases.model.term import term_of
from chalicelib.clock.deadline import CalendarDate
from chalicelib.documents.model.restored import Restoring, restoration_notice
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.validation import ONE_LINE
from chalicelib.http.bodies import Part
from chalicelib.issuance.acts.ending import begin_ending
from chalicelib.issuance.acts.given_back import GivenBack

Organ = Annotated[str, StringConstraints(min_length=2, max_length=60, strip_whitespace=True), ONE_LINE]


class Restoration(Part):
    """撤销原决定的文书，以及被撤销的决定。"""

    annulled: Annotated[
        AnnulledEnd,
        Field(description="被撤销的决定：revoked 撤销；withdrawn 撤回；cancelled 注销；revoked_as_penalty 吊销"),
    ]
    by: Annotated[
        AnnulledBy,
        Field(description="reconsideration 行政复议；court 行政诉讼；superior 上级行政机关纠正；own 原机关自行撤销"),
    ]
    organ: Annotated[Organ, Field(description="作出撤销决定的机关")]
    reference: Annotated[Reference, Field(description="撤销原决定的文书的文号，不写个人信息")]
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
    how, head, back = ANNULLED_BY[said.by], ending.head, GivenBack(case, ending.certificate)
    told = Restoring(
        first.state,
        first.day,
        said.organ,
        said.decided_on,
        how.paper,
        said.reference,
        said.reason,
        tuple(one for one in (how.article, LAW + first.article) if one),
        term_of(case).until,
        first_reference=first.reference if first.document is None else None,
    )
    return begun.commit(
        back.after,
        both={"annulled": said.annulled, "by": said.by, "reference": said.reference},
        data={"decided_on": str(said.decided_on), "identifier": ending.certificate.identifier or ""},
        answer={"number": case.number},
        document=head.draft(restoration_notice(head.facts, head.formalities, ending.granted, told)),
        ops=[back.in_register(today)],
    )
