"""不予受理: only for the reasons of 行政许可法32(1)(1)(2); a window never refuses on substance (R26)."""

from typing import Literal

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Status
from chalicelib.cases.model.acts import REJECT
from chalicelib.documents.model.refused_intake import no_permit_needed_notice, non_acceptance_decision
from chalicelib.documents.store.drafts import Draft, Letterhead, letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.intake.acts.accept import require_in_time
from chalicelib.intake.model.silence import lateness

Ground = Literal["no_permit_needed", "not_this_organ"]


@act
def reject(
    platform: Platform, caller: Caller, case_id: str, ground: Ground, reason: str, competent_organ: str | None
) -> Receipt:
    """`competent_organ` is required, by the request's model, when another organ has the power."""
    begun = begin(platform, caller, REJECT, case_id, whole=True)
    require_in_time(begun)
    case = begun.case
    return begun.commit(
        case.moved_to(Status.REJECTED, ended_at=caller.at),
        both={"ground": ground},
        data=lateness(case, caller.at.date(), platform.calendar),
        answer={"number": case.number},
        document=_notice(letterhead(platform, case, begun.item, caller.at), ground, reason, competent_organ),
    )


def _notice(head: Letterhead, ground: Ground, reason: str, competent_organ: str | None) -> Draft:
    if ground == "no_permit_needed":
        return head.draft(no_permit_needed_notice(head.facts, head.formalities, reason=reason))
    return head.draft(
        non_acceptance_decision(
            head.facts,
            head.formalities,
            reason=reason,
            competent_organ=competent_organ or "",
            remedies=head.remedies,
        )
    )
