"""不予受理: only for the reasons of 行政许可法32(1)(1)(2); a window never refuses on substance (R26)."""

from typing import Literal

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.acts import REJECT
from chalicelib.catalogue.model import ServiceItem
from chalicelib.documents.model.notice import NoticeData
from chalicelib.documents.model.refused_intake import no_permit_needed_notice, non_acceptance_decision
from chalicelib.documents.store.drafts import GOVERNMENT, case_facts, draft, formalities
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform

Ground = Literal["no_permit_needed", "not_this_organ"]


@act
def reject(
    platform: Platform, caller: Caller, case_id: str, ground: Ground, reason: str, competent_organ: str | None
) -> Receipt:
    """`competent_organ` is required, by the request's model, when another organ has the power."""
    begun = begin(platform, caller, REJECT, case_id)
    case, item = begun.case, begun.item
    return begun.commit(
        case.moved_to(Status.REJECTED, ended_at=caller.at),
        both={"ground": ground},
        answer={"number": case.number},
        document=draft(platform, case, item, _notice(platform, case, item, ground, reason, competent_organ)),
    )


def _notice(
    platform: Platform, case: Case, item: ServiceItem, ground: Ground, reason: str, competent_organ: str | None
) -> NoticeData:
    facts, formal = case_facts(platform, case, item), formalities(platform, case, item)
    if ground == "no_permit_needed":
        return no_permit_needed_notice(facts, formal, reason=reason)
    return non_acceptance_decision(
        facts, formal, reason=reason, competent_organ=competent_organ or "", reviewing_organ=GOVERNMENT
    )
