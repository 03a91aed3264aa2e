"""受理: the written acceptance that starts the decision clock, on the department's behalf (行政许可法32(5), 42)."""

from chalicelib.cases import intake, papers, store
from chalicelib.cases.acts.lookup import item_of, seen_file
from chalicelib.cases.model import Case, Status, require_lawful
from chalicelib.cases.model.clocks import on_acceptance
from chalicelib.cases.store import Change
from chalicelib.catalogue.model import ServiceItem
from chalicelib.foundation import names, workflow
from chalicelib.foundation.acts import Caller, Receipt, act
from chalicelib.foundation.outbox import StartMachine
from chalicelib.foundation.platform import Platform
from chalicelib.issuance.model import Acceptance, NoticeData, acceptance_notice

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
    intake.missing_materials(platform, item, found, found.form)
    after = accepted(platform, caller, case, item)
    notice = papers.paper(platform, after, item, _notice(platform, after, item))
    return store.commit(
        platform,
        caller,
        Change(
            case,
            after,
            "accepted",
            data={
                "clock": after.clock.model_dump(mode="json", exclude_none=True),
                "department": case.department,
                "document": notice.no,
            },
            answer={
                "number": case.number,
                "promised_due": _iso(after.clock.promised_due),
                "statutory_due": _iso(after.clock.statutory_due),
                "document": notice.no,
            },
            ops=[workflow.begin(case.id, names.REVIEW), notice.op],
            effects=[
                StartMachine(machine=names.REVIEW, at=after.stands_at(names.REVIEW) or workflow.END),
                notice.effect,
            ],
        ),
    )


def accepted(platform: Platform, caller: Caller, case: Case, item: ServiceItem) -> Case:
    received = (case.received_at or caller.at).date()
    clock = on_acceptance(case.clock, item, received=received, accepted=caller.at.date(), calendar=platform.calendar)
    status = Status.DECIDING if case.handling == "即办件" else Status.IN_REVIEW
    return case.moved(status, accepted_at=caller.at, clock=clock)


def _notice(platform: Platform, case: Case, item: ServiceItem) -> NoticeData:
    clock = case.clock
    acceptance = Acceptance(
        accepted_on=clock.started or platform.now().date(),
        limit=f"{clock.promised}{UNIT_WORDS[clock.promised_unit]}" if clock.promised else None,
        due=clock.promised_due or platform.now().date(),
        statutory_due=clock.statutory_due,
        provisional=clock.provisional,
    )
    return acceptance_notice(
        papers.case_facts(platform, case, item),
        papers.formalities(platform, case, item),
        acceptance,
        query_code=case.query_code or "",
    )


def _iso(day: object) -> str | None:
    return str(day) if day else None
