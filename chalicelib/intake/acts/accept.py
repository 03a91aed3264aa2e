"""受理: the written acceptance that starts the decision clock, on the department's behalf (行政许可法32(5), 42)."""

from datetime import datetime

from chalicelib.cases.acts.gate import Begun, begin
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.acts import ACCEPT
from chalicelib.cases.model.clocks import on_acceptance
from chalicelib.documents.model.receipt import Acceptance, acceptance_notice
from chalicelib.documents.store.drafts import Draft, Letterhead, letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import names
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import Op
from chalicelib.intake.model.application import ScansChecking, require_materials
from chalicelib.intake.store.application import gaps_of

UNIT_WORDS = {"workday": "个工作日", "day": "日"}


@act
def accept(platform: Platform, caller: Caller, case_id: str) -> Receipt:
    """An item decided on the spot (即办件) goes straight to the decision, any other to its department's review."""
    begun = begin(platform, caller, ACCEPT, case_id, whole=True)
    # Papers taken at the counter are received before they are scanned, and accepted only after (R28).
    require_materials(*gaps_of(platform, begun.item, begun.found, begun.found.form), ScansChecking)
    return accept_from(begun, caller.at)


def accept_from(begun: Begun, since: datetime, *, silence: str | None = None, fired: Op | None = None) -> Receipt:
    """Commit the acceptance, with effect from `since` (day 0 of the clock).

    `silence` says why it came about without an act of the window, `fired` ends the alarm that found that out.
    """
    after = _accepted(begun, since)
    notice = _notice(letterhead(begun.platform, after, begun.item), deemed=silence is not None)
    return begun.commit(
        after,
        data={
            "clocks": {kind: clock.model_dump(mode="json") for kind, clock in after.clocks.items()},
            "department": after.department,
            **({"reason": silence, "since": since.isoformat()} if silence else {}),
        },
        answer={
            "number": after.number,
            "promised_due": _iso(after.due("promised")),
            "statutory_due": _iso(after.due("statutory")),
            "provisional": after.provisional,
        },
        document=notice,
        start=names.REVIEW,
        fired=fired,
    )


def _accepted(begun: Begun, since: datetime) -> Case:
    case, received = begun.case, (begun.case.received_at or since).date()
    clocks = on_acceptance(
        case.clocks, begun.item, received=received, accepted=since.date(), calendar=begun.platform.calendar
    )
    status = Status.DECIDING if case.handling == "即办件" else Status.IN_REVIEW
    return case.moved_to(status, accepted_at=since, clocks=clocks)


def _notice(head: Letterhead, *, deemed: bool) -> Draft:
    promised, statutory = head.case.clocks["promised"], head.case.clocks.get("statutory")
    acceptance = Acceptance(
        accepted_on=promised.started,
        limit=f"{promised.length}{UNIT_WORDS[promised.unit]}" if promised.length else None,
        due=promised.due,
        statutory_due=statutory.due if statutory else None,
        provisional=promised.provisional,
        statutory_provisional=bool(statutory and statutory.provisional),
        deemed=deemed,
    )
    notice = acceptance_notice(head.facts, head.formalities, acceptance, query_code=head.case.query_code or "")
    return head.draft(notice)


def _iso(day: object) -> str | None:
    return str(day) if day else None
