"""受理: the written acceptance that starts the decision clock, on the department's behalf (行政许可法32(5), 42)."""

from datetime import datetime

from chalicelib.cases.acts.lookup import item_of, seen_file
from chalicelib.cases.model import Case, Status, require_lawful
from chalicelib.cases.model.clocks import on_acceptance, terms
from chalicelib.cases.store.commit import Change, commit
from chalicelib.cases.store.deadlines import acceptance_settled
from chalicelib.catalogue.model import ServiceItem
from chalicelib.documents.model.receipt import Acceptance, acceptance_notice
from chalicelib.documents.store.drafts import Draft, Letterhead, letterhead
from chalicelib.durable import workflow
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.durable.effects import StartMachine
from chalicelib.durable.flows import END
from chalicelib.foundation import names
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Op
from chalicelib.intake.model.application import ScansChecking, require_materials
from chalicelib.intake.store.application import gaps_of

UNIT_WORDS = {"workday": "个工作日", "day": "日"}


@act
def accept(platform: Platform, caller: Caller, case_id: str) -> Receipt:
    """An item decided on the spot (即办件) goes straight to the decision, any other to its department's review."""
    found = seen_file(platform, caller, case_id)
    case = found.case
    require_lawful("accept", case.status)
    caller.expect(case.etag)
    item = item_of(platform, case)
    # Papers taken at the counter are received before they are scanned, and accepted only after (R28).
    require_materials(*gaps_of(platform, item, found, found.form), ScansChecking)
    change = acceptance(platform, case, item, caller.at, "accepted", settled=acceptance_settled(case))
    return commit(platform, caller, change)


def acceptance(
    platform: Platform,
    case: Case,
    item: ServiceItem,
    since: datetime,
    event: str,
    *,
    settled: Op,
    silence: str | None = None,
) -> Change:
    """The change that accepting is, with effect from `since` (day 0 of the clock); `settled` ends the alarm.

    `silence` says why it came about without an act of the window.
    """
    after = accepted(platform, case, item, since)
    notice = _notice(platform, letterhead(platform, after, item), deemed=silence is not None)
    return Change(
        case,
        after,
        event,
        data={
            "clock": after.clock.model_dump(mode="json", exclude_none=True),
            "department": case.department,
            "document": notice.no,
            **({"reason": silence, "since": since.isoformat()} if silence else {}),
        },
        answer={
            "number": case.number,
            "promised_due": _iso(after.clock.promised_due),
            "statutory_due": _iso(after.clock.statutory_due),
            "provisional": after.clock.provisional,
            "document": notice.no,
        },
        ops=[workflow.begin(case.id, names.REVIEW), notice.op, settled],
        effects=[
            StartMachine(machine=names.REVIEW, at=after.stands_at(names.REVIEW) or END),
            notice.effect,
        ],
    )


def accepted(platform: Platform, case: Case, item: ServiceItem, since: datetime) -> Case:
    received = (case.received_at or since).date()
    clock = on_acceptance(case.clock, item, received=received, accepted=since.date(), calendar=platform.calendar)
    status = Status.DECIDING if case.handling == "即办件" else Status.IN_REVIEW
    return case.moved(status, accepted_at=since, clock=clock)


def _notice(platform: Platform, head: Letterhead, *, deemed: bool) -> Draft:
    clock = head.case.clock
    promised, statutory = terms(clock, platform.calendar)
    acceptance = Acceptance(
        accepted_on=clock.started or head.formalities.issued,
        limit=f"{clock.promised}{UNIT_WORDS[clock.promised_unit]}" if clock.promised else None,
        due=clock.promised_due or head.formalities.issued,
        statutory_due=clock.statutory_due,
        provisional=bool(promised and promised.provisional),
        statutory_provisional=bool(statutory and statutory.provisional),
        deemed=deemed,
    )
    notice = acceptance_notice(head.facts, head.formalities, acceptance, query_code=head.case.query_code or "")
    return head.draft(notice)


def _iso(day: object) -> str | None:
    return str(day) if day else None
