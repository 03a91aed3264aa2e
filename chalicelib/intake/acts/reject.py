"""不予受理: only for the reasons of 行政许可法32(1)(1)(2); a window never refuses on substance (R26)."""

from typing import Literal

from chalicelib.cases.acts.lookup import item_of, seen_case
from chalicelib.cases.model import Status, require_lawful
from chalicelib.cases.store.commit import Change, commit
from chalicelib.cases.store.deadlines import acceptance_settled
from chalicelib.documents.model.refused_intake import no_permit_needed_notice, non_acceptance_decision
from chalicelib.documents.store.drafts import Draft, Letterhead, letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform

Ground = Literal["no_permit_needed", "not_this_organ"]


@act
def reject(
    platform: Platform, caller: Caller, case_id: str, ground: Ground, reason: str, competent_organ: str | None
) -> Receipt:
    """`competent_organ` is required, by the request's model, when another organ has the power."""
    case = seen_case(platform, caller, case_id)
    require_lawful("reject", case.status)
    caller.expect(case.etag)
    notice = _notice(letterhead(platform, case, item_of(platform, case)), ground, reason, competent_organ)
    return commit(
        platform,
        caller,
        Change(
            case,
            case.moved(Status.REJECTED, ended_at=caller.at),
            "rejected",
            data={"ground": ground, "document": notice.no},
            answer={"number": case.number, "ground": ground, "document": notice.no},
            ops=[notice.op, acceptance_settled(case)],
            effects=[notice.effect],
        ),
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
            reviewing_organ=head.reviewing_organ,
        )
    )
